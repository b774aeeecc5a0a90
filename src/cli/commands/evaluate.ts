import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { AppError } from "../../domain/errors.ts";
import { sha256 } from "../../domain/paper.ts";
import { evaluateAnswers } from "../../evaluation/evaluate-answers.ts";
import { evaluateRetrieval, type RetrievalFigures, runLine } from "../../evaluation/evaluate-retrieval.ts";
import { readGold, readGoldRelated } from "../../evaluation/gold.ts";
import { type DatasetPaths, findDataset, readQueries, SPLITS, type Split } from "../../evaluation/read-dataset.ts";
import { type SweepRow, sweepRetrieval } from "../../evaluation/sweep-retrieval.ts";
import { RETRIEVAL_OPTIONS } from "../../retrieval/options.ts";
import {
  addReadingOptions,
  type CommandContext,
  openCorpus,
  type ReadingOptions,
  wholeNumber,
} from "../common-options.ts";
import { createOutputFile, writeOutputFile } from "../output-file.ts";
import { readFileLines } from "../read-file-lines.ts";
import type { OpenCorpus } from "../services.ts";
import { indexingHooks, printJson, printLine, printNote, type Terminal } from "../terminal.ts";

interface DatasetOptions {
  readonly dataset: string;
  readonly split?: Split;
  readonly json?: boolean;
  readonly indexDir?: string;
}

interface RetrievalCommandOptions extends DatasetOptions {
  readonly runFile?: string;
}

interface SweepOptions extends DatasetOptions {
  readonly plot?: string;
  readonly chunkTokens?: readonly number[];
}

interface AnswersOptions extends ReadingOptions {
  readonly gold: string;
  readonly related?: string;
  readonly mode: "auto" | "generated" | "extractive";
}

export function evaluateCommand(context: CommandContext): Command {
  const evaluate = new Command("evaluate").description("measure retrieval and answers on labelled sets");
  evaluate.addCommand(
    addDatasetOptions(new Command("retrieval"))
      .description("rank the papers of a dataset in the BEIR layout for its queries, and compare with its judgements")
      .option("--run-file <file>", "write the rankings there, as a TREC run")
      .action((options: RetrievalCommandOptions) => retrieval(context, options)),
  );
  evaluate.addCommand(
    addReadingOptions(new Command("answers"))
      .description("answer labelled questions, and compare citations, phrases and abstentions with the labels")
      .requiredOption("--gold <file>", 'JSON lines {"id","type","question" or "turns","relevant","must_say"}')
      .option("--related <file>", 'JSON lines {"title","relevant"}: graded related papers')
      .addOption(
        new Option("--mode <mode>", "who writes the answers")
          .choices(["auto", "generated", "extractive"])
          .default("auto"),
      )
      .action((options: AnswersOptions) => answers(context, options)),
  );
  evaluate.addCommand(
    addDatasetOptions(new Command("sweep"))
      .description("try each setting of retrieval over a dataset, one at a time, beside plain hybrid search")
      .option("--plot <file>", "draw the result there, as SVG")
      .option(
        "--chunk-tokens <n>",
        "also index with chunks of at most so many tokens; repeatable",
        (text: string, before: readonly number[] = []) => [...before, wholeNumber(32, 512)(text)],
      )
      .action((options: SweepOptions) => sweep(context, options)),
  );
  return evaluate;
}

function addDatasetOptions(command: Command): Command {
  return command
    .requiredOption("--dataset <folder>", "holds corpus.jsonl, queries.jsonl and qrels/test.tsv, or qrels.tsv")
    .addOption(new Option("--split <split>", "whose judgements count: qrels/SPLIT.tsv (default: test)").choices(SPLITS))
    .option("--index-dir <folder>", "where its index is kept (default: below the user's cache folder)")
    .option("--json", "print the result as one line of JSON");
}

async function retrieval(context: CommandContext, options: RetrievalCommandOptions): Promise<void> {
  const { terminal } = context;
  const paths = await pathsOf(options);
  const { queries, withoutGrades } = await readQueries(paths, readFileLines);
  const opened = await openDataset(context, options, paths);
  const run = options.runFile === undefined ? null : await createOutputFile(options.runFile);
  const progress = countOn(terminal, "queries");
  let figures: RetrievalFigures;
  try {
    figures = await evaluateRetrieval(opened, queries, {
      signal: terminal.signal,
      onProgress: progress.show,
      onRanked: async (ranked) => {
        if (ranked.length > 0) await run?.write(`${ranked.map(runLine).join("\n")}\n`);
      },
    });
  } finally {
    progress.end();
    await run?.close();
  }
  const { papers } = opened.corpus.manifest;
  const about = {
    dataset: options.dataset,
    split: paths.split,
    papers,
    queries: queries.length,
    queriesWithoutQrels: withoutGrades,
  };
  if (options.json === true) printJson(terminal, { ...about, ...flat(figures), runFile: options.runFile ?? null });
  else printRetrieval(terminal, about, figures);
}

/** Means under their names, intervals beside them: what scripts look for first is a number. */
function flat(figures: RetrievalFigures) {
  const { msPerQuery, ...estimates } = figures;
  const entries = Object.entries(estimates);
  return {
    ...Object.fromEntries(entries.map(([name, { mean }]) => [name, mean])),
    intervals: Object.fromEntries(entries.map(([name, { low, high }]) => [name, [low, high]])),
    msPerQuery,
  };
}

function printRetrieval(
  terminal: Terminal,
  about: { dataset: string; split: string | null; papers: number; queries: number; queriesWithoutQrels: number },
  { msPerQuery, ...estimates }: RetrievalFigures,
): void {
  printLine(
    terminal,
    `${about.dataset}${about.split === null ? "" : ` (${about.split})`}: ${about.papers} papers, ${about.queries} queries (${about.queriesWithoutQrels} without judgements left out)`,
  );
  for (const [name, { mean, low, high }] of Object.entries(estimates)) {
    printLine(terminal, `${name.padEnd(11)} ${mean.toFixed(4)}  95% interval ${low.toFixed(4)} to ${high.toFixed(4)}`);
  }
  printLine(terminal, `per query   p50 ${msPerQuery.p50} ms, p95 ${msPerQuery.p95} ms`);
}

async function answers(context: CommandContext, options: AnswersOptions): Promise<void> {
  const { terminal, open } = context;
  const services = open(options);
  const opened = await openCorpus(services, terminal, options.build);
  const titles = await opened.corpus.listTitles();
  const gold = await readGold(options.gold, readFileLines, titles);
  const related = options.related === undefined ? [] : await readGoldRelated(options.related, readFileLines, titles);
  const ask = await services.openAnswering(opened);
  const progress = countOn(terminal, "questions");
  const report = await evaluateAnswers({ ...opened, ask }, gold, related, options.mode, {
    signal: terminal.signal,
    onProgress: progress.show,
  });
  progress.end();
  if (options.json === true) {
    printJson(terminal, report);
    return;
  }
  for (const [type, figures] of [...Object.entries(report.types), ["all", report.overall] as const]) {
    printLine(terminal, `${type} (${figures.questions})`);
    for (const [name, value] of Object.entries(figures)) {
      if (name === "questions" || value === null) continue;
      const figure = typeof value === "number" ? value : value.mean;
      printLine(terminal, `  ${name.padEnd(18)} ${figure.toFixed(3)}`);
    }
  }
  const { abstention, latencyMs } = report;
  printLine(terminal, `abstention: precision ${shown(abstention.precision)}, recall ${shown(abstention.recall)}`);
  printLine(terminal, `latency: p50 ${latencyMs.p50} ms, p95 ${latencyMs.p95} ms, p99 ${latencyMs.p99} ms`);
  if (report.related !== null) printLine(terminal, `related papers: nDCG@10 ${report.related.mean.toFixed(3)}`);
}

function shown(value: number | null): string {
  return value === null ? "none" : value.toFixed(3);
}

async function sweep(context: CommandContext, options: SweepOptions): Promise<void> {
  const { terminal } = context;
  const paths = await pathsOf(options);
  const { queries } = await readQueries(paths, readFileLines);
  const rows: SweepRow[] = [];
  const onRow = (row: SweepRow) => {
    rows.push(row);
    if (options.json !== true) printLine(terminal, sweepLine(row));
  };
  const opened = await openDataset(context, options, paths);
  await sweepRetrieval(opened, queries, RETRIEVAL_OPTIONS, { signal: terminal.signal, onRow });
  for (const maxTokens of options.chunkTokens ?? []) {
    const { retriever, clock } = await openDataset(context, options, paths, maxTokens);
    const figures = await evaluateRetrieval({ retriever, clock }, queries, { signal: terminal.signal });
    onRow({ parameter: "chunk size", setting: `${maxTokens} tokens`, inUse: false, figures });
  }
  if (options.plot !== undefined) {
    const { plotSweep } = await import("../../evaluation/plot-sweep.ts");
    await writeOutputFile(options.plot, plotSweep(`${basename(options.dataset)}, ${queries.length} queries`, rows));
    printNote(terminal, `The plot is in ${options.plot}.`);
  }
  if (options.json === true) {
    const shownRows = rows.map(({ figures, ...row }) => ({ ...row, ...flat(figures) }));
    printJson(terminal, { dataset: options.dataset, queries: queries.length, rows: shownRows });
  }
}

function sweepLine({ parameter, setting, inUse, figures }: SweepRow): string {
  const { mean, low, high } = figures["nDCG@10"];
  const name = `${parameter}: ${setting}${inUse ? " (in use)" : ""}`;
  return `${name.padEnd(52)} nDCG@10 ${mean.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)}), Recall@100 ${figures["Recall@100"].mean.toFixed(4)}`;
}

/** Where the dataset's files are, before any work is done on it. */
function pathsOf({ dataset, split }: DatasetOptions): Promise<DatasetPaths> {
  return findDataset(dataset, split ?? null, (folder) => readdir(folder).catch(() => []));
}

/** The index of a dataset, built or brought up to date outside the main data folder. */
async function openDataset(
  { terminal, open, cacheDir }: CommandContext,
  options: DatasetOptions,
  { corpus }: DatasetPaths,
  maxTokens?: number,
): Promise<OpenCorpus> {
  const file = resolve(corpus);
  const folder = options.indexDir ?? join(cacheDir(), "evaluation", sha256(file).slice(0, 16));
  const dataDir = maxTokens === undefined ? folder : join(folder, `chunks-${maxTokens}`);
  const services = open({ dataDir, ...(maxTokens === undefined ? {} : { maxTokens }) });
  const progress = indexingHooks(terminal);
  try {
    const request = { paths: [file], only: true };
    // Nobody keeps anything there: one that was made with another model, or another version, is made anew.
    const { failed } = await services.index(request, progress.hooks).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== "INDEX_MISMATCH") throw error;
      return services.index({ ...request, rebuild: true }, progress.hooks);
    });
    if (failed.length > 0) printNote(terminal, `${failed.length} lines of ${file} could not be read.`);
  } finally {
    progress.stop();
  }
  return services.openCorpus({ build: false });
}

/** A line that counts up on a terminal; nothing where stderr is none. */
function countOn(terminal: Terminal, what: string) {
  const live = terminal.err.isTTY === true;
  return {
    show(done: number, total: number) {
      if (live) terminal.err.write(`\r${done} of ${total} ${what}`);
    },
    end() {
      if (live) terminal.err.write("\r\u001b[K");
    },
  };
}
