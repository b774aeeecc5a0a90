import { Command } from "commander";
import { digestPeriod } from "../../digest/digest-period.ts";
import { readTopics } from "../../digest/read-topics.ts";
import type { Digest } from "../../domain/digest.ts";
import { addReadingOptions, type CommandContext, openCorpus, type ReadingOptions } from "../common-options.ts";
import { renderDigestPage } from "../digest-page.ts";
import { writeOutputFile } from "../output-file.ts";
import { coloursFor, printJson, printLine, printNote, type Terminal } from "../terminal.ts";

interface PreviewOptions extends ReadingOptions {
  readonly since?: string;
  readonly week?: string;
  readonly topics?: string;
  readonly server?: string;
  readonly html?: string;
}

export function digestCommand(context: CommandContext): Command {
  return new Command("digest").description("the weekly digest of new papers").addCommand(
    addReadingOptions(new Command("preview"))
      .description("show what a digest would hold")
      .option("--since <time>", "papers that came in since a day, or within a time: 2026-03-01, 7d (default: 7d)")
      .option("--week <week>", "papers that came in within an ISO week: 2026-W47")
      .option("--topics <topics>", 'only papers about these, with commas between: "diffusion models, robotics"')
      .option("--server <id>", "by the taste of a Discord server: what its people asked and opened")
      .option("--html <file>", "write it as a page too")
      .action((options: PreviewOptions) => preview(context, options)),
  );
}

async function preview({ terminal, open }: CommandContext, options: PreviewOptions): Promise<void> {
  const period = digestPeriod(options, new Date());
  const topics = readTopics(options.topics ?? "");
  const services = open(options);
  const corpus = await openCorpus(services, terminal, options.build);
  // An index that has just been built holds papers that came in after the command was given.
  const to = options.week === undefined ? new Date(Date.now() + 1) : period.to;
  const interests = options.server === undefined ? undefined : await services.listInterests(options.server);
  const request = { period: { ...period, to }, topics, ...(interests === undefined ? {} : { interests }) };
  const digest = await services.composeDigest(corpus, request, { signal: terminal.signal });
  if (options.html !== undefined) await writeOutputFile(options.html, renderDigestPage(digest));
  if (options.json === true) printJson(terminal, plainDigest(digest));
  else printDigest(terminal, digest);
  if (options.html !== undefined) printNote(terminal, `The page is in ${options.html}.`);
}

/** A digest without what is there for other languages. */
function plainDigest({ whyQuiet: _whyQuiet, themes, ...digest }: Digest) {
  return {
    ...digest,
    themes: themes.map(({ name, papers }) => ({
      name,
      papers: papers.map(({ reasons: _reasons, ...paper }) => paper),
    })),
  };
}

/** One line on what came in, from where. */
function headline({ newPapers, from }: Digest): string {
  const sources = from.map(({ source, papers }) => `${source} ${papers}`).join(", ");
  return `${newPapers} new ${newPapers === 1 ? "paper" : "papers"}${sources === "" ? "" : ` (${sources})`}`;
}

function printDigest(terminal: Terminal, digest: Digest): void {
  const colour = coloursFor(terminal.out);
  printLine(terminal, `${colour.bold(`Digest ${digest.week}`)}: ${headline(digest)}`);
  if (digest.reason !== null) printLine(terminal, `A quiet week. ${digest.reason}`);
  for (const theme of digest.themes) {
    printLine(terminal);
    printLine(terminal, colour.bold(colour.underline(theme.name)));
    for (const { title, url, sentence, quote, why } of theme.papers) {
      printLine(terminal, `• ${colour.bold(title)}`);
      if (sentence !== quote) printLine(terminal, `  ${sentence}`);
      if (quote !== "") printLine(terminal, `  “${quote}”`);
      printLine(terminal, `  ${colour.dim([why, url].filter((part) => part !== null).join(" · "))}`);
    }
  }
}
