import { Command, Option } from "commander";
import type { AskRequest } from "../../answering/answer-question.ts";
import { readQuestion } from "../../util/read-question.ts";
import { readSince } from "../../util/read-since.ts";
import {
  AFTER_OPTION,
  addReadingOptions,
  type CommandContext,
  openCorpus,
  type ReadingOptions,
  readEarlier,
} from "../common-options.ts";
import { printAnswer, printLive } from "../print-answer.ts";
import { printJson } from "../terminal.ts";

interface AskOptions extends ReadingOptions {
  readonly mode: NonNullable<AskRequest["mode"]>;
  readonly since?: string;
  readonly after?: readonly string[];
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
    .option(...AFTER_OPTION)
    .action((words: string[], options: AskOptions) => ask(context, words.join(" "), options));
}

async function ask({ terminal, open }: CommandContext, text: string, options: AskOptions): Promise<void> {
  // Refused before anything is loaded, let alone built.
  const question = readQuestion(text);
  const since = options.since === undefined ? {} : { since: readSince(options.since, new Date()) };
  const after = readEarlier(options.after);
  const services = open(options);
  const corpus = await openCorpus(services, terminal, options.build);
  const answerQuestion = await services.openAnswering(corpus);
  const live = options.json !== true && terminal.out.isTTY === true;
  const answer = await answerQuestion(
    { question, mode: options.mode, after, ...since },
    { signal: terminal.signal, ...(live ? { onEvent: printLive(terminal) } : {}) },
  );
  if (options.json === true) printJson(terminal, answer);
  else printAnswer(terminal, answer, live, corpus.corpus.manifest.papers);
}
