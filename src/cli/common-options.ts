import { type Command, InvalidArgumentError, Option } from "commander";
import { PAPER_ORDERS, type PaperFilters, type PaperOrder } from "../domain/question.ts";
import { readSince, readUntil } from "../util/dates.ts";
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

/** The options that say which papers count. */
export interface FilterOptions {
  readonly since?: string;
  readonly until?: string;
  readonly author?: string;
  readonly minUpvotes?: number;
  readonly source?: string;
  readonly sort?: PaperOrder;
}

export function addFilterOptions(command: Command): Command {
  return command
    .option(
      "--since <date>",
      "only papers from then on, as far as their date is known: 2024, 2024-06, 2024-06-15, 90d, 6m",
    )
    .option("--until <date>", "only papers from then or before, as far as their date is known")
    .option("--author <name>", "only papers by an author of this name")
    .option("--min-upvotes <n>", "only papers with so many upvotes or more", wholeNumber(0, 1_000_000))
    .option("--source <name>", "only papers from a source: arxiv, huggingface, or a part of a file's name")
    .addOption(new Option("--sort <order>", "how papers are listed").choices(PAPER_ORDERS));
}

/** The filters that the options give. Throws `USAGE_INVALID` for a date that can't be read. */
export function readFilterOptions(
  { since, until, author, minUpvotes, source }: FilterOptions,
  now: Date,
): PaperFilters {
  return {
    ...(since === undefined ? {} : { since: readSince(since, now) }),
    ...(until === undefined ? {} : { until: readUntil(until, now) }),
    ...(author === undefined ? {} : { author: readQuestion(author, "author") }),
    ...(minUpvotes === undefined ? {} : { minUpvotes }),
    ...(source === undefined ? {} : { source: readQuestion(source, "source") }),
  };
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
