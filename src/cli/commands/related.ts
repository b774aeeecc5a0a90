import { Command } from "commander";
import type { TitledPaper } from "../../ports/corpus-store.ts";
import { type RelatedPaper, relatedPapers } from "../../retrieval/related-papers.ts";
import { readQuestion } from "../../util/read-question.ts";
import {
  addReadingOptions,
  type CommandContext,
  openCorpus,
  type ReadingOptions,
  wholeNumber,
} from "../common-options.ts";
import { withStandardInput } from "../read-standard-input.ts";
import { coloursFor, printJson, printLine, printNote, type Terminal } from "../terminal.ts";

interface RelatedCommandOptions extends ReadingOptions {
  readonly limit: number;
}

export function relatedCommand(context: CommandContext): Command {
  return addReadingOptions(new Command("related"))
    .description("list the papers closest to one paper, with a reason each")
    .argument("<paper...>", "its title, also in part or misspelt, or its id; - reads it from standard input")
    .option("--limit <k>", "how many papers", wholeNumber(1, 100), 10)
    .action((words: string[], options: RelatedCommandOptions) => related(context, words.join(" "), options));
}

async function related(
  { terminal, open }: CommandContext,
  text: string,
  options: RelatedCommandOptions,
): Promise<void> {
  const [named = ""] = await withStandardInput([text], terminal);
  const wanted = readQuestion(named, "title");
  const opened = await openCorpus(open(options), terminal, options.build);
  const resolved = (await opened.titles()).resolve(wanted);
  if (resolved.kind !== "found") {
    const titled = resolved.kind === "ambiguous" ? resolved.candidates : resolved.nearest;
    const candidates = titled.map(({ paperId, title }) => ({ paperId, title }));
    if (options.json === true) printJson(terminal, { paper: null, related: [], candidates });
    else printCandidates(terminal, wanted, resolved.kind, candidates);
    return;
  }
  const { paperId, title } = resolved.paper;
  const papers = await relatedPapers(opened, paperId, options.limit);
  if (options.json === true) printJson(terminal, { paper: { paperId, title }, related: papers });
  else {
    if (!resolved.exact) printNote(terminal, `No title is exactly “${wanted}”; taken for the nearest one.`);
    printRelated(terminal, title, papers);
  }
}

function printCandidates(
  terminal: Terminal,
  wanted: string,
  kind: "ambiguous" | "none",
  candidates: readonly Pick<TitledPaper, "paperId" | "title">[],
): void {
  const lead =
    kind === "ambiguous" ? `Several titles fit “${wanted}”. Which one?` : `No title fits “${wanted}”. The nearest:`;
  printLine(terminal, lead);
  for (const paper of candidates) printLine(terminal, `  ${paper.title}  (${paper.paperId})`);
}

function printRelated(terminal: Terminal, title: string, papers: readonly RelatedPaper[]): void {
  const colour = coloursFor(terminal.out);
  printLine(terminal, `Related to ${colour.bold(title)}`);
  printLine(terminal);
  papers.forEach((paper, index) => {
    printLine(terminal, `${String(index + 1).padStart(2)}. ${colour.bold(paper.title)}`);
    printLine(terminal, `    ${paper.reason}`);
  });
}
