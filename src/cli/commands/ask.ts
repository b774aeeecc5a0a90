import { Command, Option } from "commander";
import type { AskRequest } from "../../answering/answer-question.ts";
import { type Answer, type AnswerEvent, markSentence } from "../../domain/answer.ts";
import { readQuestion } from "../../util/read-question.ts";
import { readSince } from "../../util/read-since.ts";
import { addReadingOptions, type CommandContext, openCorpus, type ReadingOptions } from "../common-options.ts";
import { coloursFor, printJson, printLine, printNote, type Terminal } from "../terminal.ts";

interface AskOptions extends ReadingOptions {
  readonly mode: NonNullable<AskRequest["mode"]>;
  readonly since?: string;
}

export function askCommand(context: CommandContext): Command {
  return addReadingOptions(new Command("ask"))
    .description("answer a question from the abstracts, with the papers cited and the sentences quoted")
    .argument("<question...>", "the question")
    .addOption(
      new Option("--mode <mode>", "auto: a language model where one is configured, else quotations")
        .choices(["auto", "generated", "extractive"])
        .default("auto"),
    )
    .option("--since <date>", "only papers known to be from then on: 2024, 2024-06, 2024-06-15, 90d, 6m")
    .action((words: string[], options: AskOptions) => ask(context, words.join(" "), options));
}

async function ask({ terminal, open }: CommandContext, text: string, options: AskOptions): Promise<void> {
  // Refused before anything is loaded, let alone built.
  const question = readQuestion(text);
  const since = options.since === undefined ? {} : { since: readSince(options.since, new Date()) };
  const services = open(options);
  const corpus = await openCorpus(services, terminal, options.build);
  const answerQuestion = await services.openAnswering(corpus);
  const live = options.json !== true && terminal.out.isTTY === true;
  const answer = await answerQuestion(
    { question, mode: options.mode, ...since },
    { signal: terminal.signal, ...(live ? { onEvent: printLive(terminal) } : {}) },
  );
  if (options.json === true) printJson(terminal, answer);
  else printAnswer(terminal, answer, live, corpus.corpus.manifest.papers);
}

/** Prints sentences as they come; each is final when it is sent. */
function printLive(terminal: Terminal): (event: AnswerEvent) => void {
  let generating = false;
  return (event) => {
    if (event.type === "generation-start") generating = true;
    else if (event.type === "fallback") {
      if (generating) printLine(terminal);
      generating = false;
      printNote(terminal, event.warning);
    } else if (event.type === "sentence") {
      const text = markSentence(event.sentence, generating ? "generated" : "extractive");
      terminal.out.write(generating ? `${text} ` : `${text}\n`);
    }
  };
}

function printAnswer(terminal: Terminal, answer: Answer, live: boolean, paperCount: number): void {
  const colour = coloursFor(terminal.out);
  if (answer.status === "not_in_corpus") printLine(terminal, answer.text);
  else if (!live) {
    if (answer.warning !== undefined) printNote(terminal, answer.warning);
    if (answer.mode === "generated") printLine(terminal, answer.text);
    else for (const sentence of answer.sentences) printLine(terminal, markSentence(sentence, "extractive"));
  } else if (answer.mode === "generated") printLine(terminal);
  if (answer.citations.length > 0) printLine(terminal);
  for (const citation of answer.citations) {
    const link = citation.url === null ? "" : ` ${colour.dim(citation.url)}`;
    printLine(terminal, `[${citation.n}] ${colour.bold(citation.title)}${link}`);
    // An extractive answer is its own quotation.
    if (answer.mode === "generated") printLine(terminal, `    “${citation.quote}”`);
  }
  printLine(terminal);
  printLine(terminal, colour.dim(`${paperCount} papers · abstracts only${howItCameAbout(answer)}`));
}

function howItCameAbout(answer: Answer): string {
  if (answer.mode === "generated") return ` · written by ${answer.model}`;
  return answer.sentences.length > 0 ? " · sentences quoted word for word" : "";
}
