import { type Command, InvalidArgumentError } from "commander";
import { readQuestion } from "../util/read-question.ts";
import type { OpenCorpus, Services } from "./services.ts";
import { indexingHooks, type Terminal } from "./terminal.ts";

/** What a command's action gets to work with. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Wires the jobs for the data folder named on the command line. */
  readonly open: (options: OpenOptions) => Services;
  /** The user's folder for what can be made again. */
  readonly cacheDir: () => string;
}

export interface OpenOptions {
  readonly dataDir?: string;
  /** Most tokens of a chunk, where they are not the usual number. */
  readonly maxTokens?: number;
}

export interface CommonOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

export interface ReadingOptions extends CommonOptions {
  /** False with `--no-build`. */
  readonly build: boolean;
}

export function addCommonOptions(command: Command): Command {
  return command
    .option("--data-dir <folder>", "where the index is kept (default: FOOTNOTE_DATA_DIR, else data)")
    .option("--json", "print the result as one line of JSON");
}

export function addReadingOptions(command: Command): Command {
  return addCommonOptions(command).option(
    "--no-build",
    "fail where there is no index instead of building it from seeds/",
  );
}

/** Reads a whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/u.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** `--after "earlier question"`, as often as there are earlier questions. */
export const AFTER_OPTION: [string, string, (text: string, before?: readonly string[]) => readonly string[]] = [
  "--after <question>",
  "a question asked before in the same conversation; repeatable, oldest first",
  (text, before = []) => [...before, text],
];

/** Earlier questions, fit to be read. Throws `USAGE_INVALID`. */
export function readEarlier(questions: readonly string[] = []): string[] {
  return questions.map((question) => readQuestion(question, "earlier question"));
}

/** Opens the index, building it first where that is wanted, with progress on the terminal. */
export async function openCorpus(services: Services, terminal: Terminal, build: boolean): Promise<OpenCorpus> {
  const progress = indexingHooks(terminal);
  try {
    return await services.openCorpus({ build, hooks: progress.hooks });
  } finally {
    progress.stop();
  }
}
