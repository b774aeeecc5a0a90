import { createInterface } from "node:readline";
import { Command } from "commander";
import { papersNamed } from "../../domain/answer.ts";
import { AppError } from "../../domain/errors.ts";
import type { EarlierTurn } from "../../domain/question.ts";
import { readQuestion } from "../../util/read-question.ts";
import { addReadingOptions, type CommandContext, openCorpus, type ReadingOptions } from "../common-options.ts";
import { answerAsJson, printAnswer, printLive } from "../print-answer.ts";
import { printJson, printLine, printNote } from "../terminal.ts";

/** Earlier questions that a follow-up may refer to. */
const TURNS_REMEMBERED = 5;
const PROMPT = "> ";

export function chatCommand(context: CommandContext): Command {
  return addReadingOptions(new Command("chat"))
    .description("hold a conversation: every line is a question, and may refer to the ones before it")
    .action((options: ReadingOptions) => chat(context, options));
}

/** Reads questions from standard input until it ends. `/new` forgets what was asked before, `/quit` ends. */
async function chat({ terminal, open }: CommandContext, options: ReadingOptions): Promise<void> {
  const { signal } = terminal;
  const services = open(options);
  const corpus = await openCorpus(services, terminal, options.build);
  const answerQuestion = await services.openAnswering(corpus);
  const interactive = terminal.in.isTTY === true && options.json !== true;
  if (interactive) printNote(terminal, "Ask a question; /new starts afresh, /quit or Ctrl-D ends.");
  const lines = createInterface({
    input: terminal.in,
    ...(interactive ? { output: terminal.out, prompt: PROMPT } : {}),
  });
  const onAbort = () => lines.close();
  signal.addEventListener("abort", onAbort, { once: true });
  let after: EarlierTurn[] = [];
  try {
    if (interactive) lines.prompt();
    for await (const line of lines) {
      const text = line.trim();
      if (text === "/quit") break;
      if (text === "/new") after = [];
      else if (text !== "") {
        try {
          const question = readQuestion(text);
          const live = interactive;
          const answer = await answerQuestion(
            { question, after },
            { signal, ...(live ? { onEvent: printLive(terminal) } : {}) },
          );
          if (options.json === true) printJson(terminal, answerAsJson(answer));
          else printAnswer(terminal, answer, live, corpus.corpus.manifest.papers);
          after = [...after, { question, shown: papersNamed(answer) }].slice(-TURNS_REMEMBERED);
        } catch (error) {
          // A bad line ends no conversation.
          if (!(error instanceof AppError)) throw error;
          printNote(terminal, error.message);
        }
        if (options.json !== true) printLine(terminal);
      }
      signal.throwIfAborted();
      if (interactive) lines.prompt();
    }
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", onAbort);
    lines.close();
  }
}
