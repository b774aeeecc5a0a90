import { Command, Option } from "commander";
import type { AskRequest } from "../../answering/answer-question.ts";
import { readQuestion } from "../../util/read-question.ts";
import {
  AFTER_OPTION,
  addFilterOptions,
  addReadingOptions,
  type CommandContext,
  type FilterOptions,
  openCorpus,
  type ReadingOptions,
  readEarlier,
  readFilterOptions,
} from "../common-options.ts";
import { answerAsJson, printAnswer, printLive } from "../print-answer.ts";
import { withStandardInput } from "../read-standard-input.ts";
import { printJson } from "../terminal.ts";

interface AskOptions extends ReadingOptions, FilterOptions {
  readonly mode: NonNullable<AskRequest["mode"]>;
  readonly after?: readonly string[];
}

export function askCommand(context: CommandContext): Command {
  return addFilterOptions(addReadingOptions(new Command("ask")))
    .description("answer a question from the abstracts, with the papers cited and the sentences quoted")
    .argument("<question...>", "the question; - reads it from standard input")
    .addOption(
      new Option("--mode <mode>", "auto: a language model where one is configured, else quotations")
        .choices(["auto", "generated", "extractive"])
        .default("auto"),
    )
    .option(...AFTER_OPTION)
    .action((words: string[], options: AskOptions) => ask(context, words.join(" "), options));
}

async function ask({ terminal, open }: CommandContext, text: string, options: AskOptions): Promise<void> {
  // Refused before anything is loaded, let alone built.
  const filters = readFilterOptions(options, new Date());
  const [asked = "", ...before] = await withStandardInput([text, ...(options.after ?? [])], terminal);
  const question = readQuestion(asked);
  const after = readEarlier(before).map((earlier) => ({ question: earlier }));
  const services = open(options);
  const corpus = await openCorpus(services, terminal, options.build);
  const answerQuestion = await services.openAnswering(corpus);
  const live = options.json !== true && terminal.out.isTTY === true;
  const answer = await answerQuestion(
    { question, mode: options.mode, after, filters, ...(options.sort === undefined ? {} : { order: options.sort }) },
    { signal: terminal.signal, ...(live ? { onEvent: printLive(terminal) } : {}) },
  );
  if (options.json === true) printJson(terminal, answerAsJson(answer));
  else printAnswer(terminal, answer, live, corpus.corpus.manifest.papers);
}
