import { Command } from "commander";
import { AppError } from "../../domain/errors.ts";
import type { IngestFailure, IngestReport, ServiceRequest } from "../../domain/ingest.ts";
import { readArxivId } from "../../domain/paper-identifiers.ts";
import { daysOf, daysSince } from "../../ingesting/days-of.ts";
import { cleanLine } from "../../util/clean-text.ts";
import { readSince } from "../../util/dates.ts";
import { truncate } from "../../util/truncate.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../common-options.ts";
import { indexingHooks, printJson, printLine, printNote, type Terminal } from "../terminal.ts";

interface HuggingFaceOptions extends CommonOptions {
  readonly date?: string;
  readonly week?: string;
  readonly month?: string;
  readonly since?: string;
  readonly trending?: boolean;
}

interface ArxivOptions extends CommonOptions {
  readonly query?: string;
  readonly since?: string;
  readonly id?: readonly string[];
}

const MOST_QUERY_CHARACTERS = 1_000;
const FAILURES_SHOWN = 20;
const WRONG_IDS_NAMED = 10;

export function ingestCommand(context: CommandContext): Command {
  return addCommonOptions(new Command("ingest"))
    .description("bring new papers in: from Hugging Face, from arXiv, or from files")
    .argument("[file...]", "saved pages, JSON lines, BibTeX (.bib) and RIS (.ris) exports; - reads standard input")
    .action((files: string[], options: CommonOptions) => ingestFiles(context, files, options))
    .addCommand(
      addCommonOptions(new Command("huggingface"))
        .description("the daily papers of Hugging Face")
        .option("--date <day>", "of one day: 2026-03-11")
        .option("--week <week>", "of one week: 2026-W11")
        .option("--month <month>", "of one month: 2026-03")
        .option("--since <time>", "of all days since one, or within a time: 2026-03-01, 3d")
        .option("--trending", "those voted for most just now")
        .action((_: unknown, command: Command) => {
          const options: HuggingFaceOptions = command.optsWithGlobals();
          return ingestService(context, options, { service: "huggingface", list: listOf(options) });
        }),
    )
    .addCommand(
      addCommonOptions(new Command("arxiv"))
        .description("what arXiv finds")
        .option("--query <query>", `a search in arXiv's language: 'cat:cs.LG AND abs:"loss landscape"'`)
        .option("--since <time>", "only papers submitted on or after a day, or within a time: 2026-03-01, 7d")
        .option("--id <id...>", "these papers: 2401.01234, math/0309136, or their addresses")
        .action((_: unknown, command: Command) => {
          const options: ArxivOptions = command.optsWithGlobals();
          return ingestService(context, options, arxivRequest(options));
        }),
    );
}

function listOf({ date, week, month, since, trending }: HuggingFaceOptions): readonly string[] | "trending" {
  const asked = [date, week, month, since, trending].filter((option) => option !== undefined);
  if (asked.length !== 1) {
    throw new AppError("USAGE_INVALID", "Give one of --date, --week, --month, --since and --trending.");
  }
  const now = new Date();
  if (date !== undefined) return daysOf("day", date, now);
  if (since !== undefined) return daysSince(readSince(since, now), now);
  if (week !== undefined) return daysOf("week", week, now);
  return month === undefined ? "trending" : daysOf("month", month, now);
}

function arxivRequest({ query, since, id }: ArxivOptions): ServiceRequest {
  if ((query === undefined) === (id === undefined)) {
    throw new AppError("USAGE_INVALID", "Give either --query or --id.");
  }
  if (id !== undefined) return { service: "arxiv", ids: readIds(id) };
  const cleaned = cleanLine(query ?? "");
  if (cleaned === "" || cleaned.length > MOST_QUERY_CHARACTERS) {
    throw new AppError("USAGE_INVALID", `The query must have 1 to ${MOST_QUERY_CHARACTERS} characters.`);
  }
  return { service: "arxiv", query: cleaned, since: since === undefined ? null : readSince(since, new Date()) };
}

/** The arXiv ids that people copied, each once; several may stand in one text. Throws `USAGE_INVALID`. */
function readIds(given: readonly string[]): string[] {
  const read = given.flatMap((text) => {
    const id = readArxivId(text);
    if (id !== null) return [{ text, id }];
    const parts = text.split(/[\s,;]+/u).filter((part) => part !== "");
    const several = parts.map((part) => ({ text: part, id: readArxivId(part) }));
    return several.length > 1 ? several : [{ text, id }];
  });
  const wrong = read.filter(({ id }) => id === null).map(({ text }) => `“${truncate(cleanLine(text), 80)}”`);
  if (wrong.length > 0) {
    const named = wrong.slice(0, WRONG_IDS_NAMED).join(", ") + (wrong.length > WRONG_IDS_NAMED ? ", …" : "");
    throw new AppError(
      "USAGE_INVALID",
      `${named} ${wrong.length === 1 ? "is no arXiv id" : "are no arXiv ids"}: write 2401.01234, math/0309136, or an address such as https://arxiv.org/abs/2401.01234.`,
    );
  }
  return [...new Set(read.flatMap(({ id }) => id ?? []))];
}

async function ingestService(
  { terminal, open }: CommandContext,
  options: CommonOptions,
  request: ServiceRequest,
): Promise<void> {
  const services = open(options);
  if (request.service === "arxiv" && services.config.sources.contact === null) {
    printNote(terminal, "arXiv asks who is asking: set FOOTNOTE_CONTACT to an address where you can be reached.");
  }
  const progress = indexingHooks(terminal);
  const onPage = (source: string, papers: number) => {
    if (terminal.err.isTTY === true) printNote(terminal, `${source}: ${papers} papers`);
  };
  try {
    const { report, problem } = await services.ingest(request, { ...progress.hooks, onPage });
    printReport(terminal, options, report);
    if (problem !== null) throw problem;
  } finally {
    progress.stop();
  }
}

async function ingestFiles(
  { terminal, open }: CommandContext,
  files: readonly string[],
  options: CommonOptions,
): Promise<void> {
  if (files.length === 0) {
    throw new AppError("USAGE_INVALID", "Name a source: huggingface, arxiv, or files (see ingest --help).");
  }
  const progress = indexingHooks(terminal);
  let report: IngestReport;
  try {
    report = await open(options).importFiles(files, progress.hooks);
  } finally {
    progress.stop();
  }
  printReport(terminal, options, report);
  if (report.failed.length > 0) {
    const count = report.failed.length === 1 ? "1 problem" : `${report.failed.length} problems`;
    throw new AppError("INPUT_INVALID", `The files had ${count}; everything else is indexed.`);
  }
}

function printReport(terminal: Terminal, options: CommonOptions, report: IngestReport): void {
  if (options.json === true) {
    printJson(terminal, report);
    return;
  }
  const { source, fetched, added, enriched, unchanged, failed } = report;
  printLine(terminal, `${source}: ${fetched} fetched; ${added} added, ${enriched} enriched, ${unchanged} unchanged`);
  const lines = failureLines(failed);
  for (const line of lines.slice(0, FAILURES_SHOWN)) printNote(terminal, line);
  if (lines.length > FAILURES_SHOWN) printNote(terminal, `and ${lines.length - FAILURES_SHOWN} more`);
}

/** One line for each failure; all ids that were not found share one, so that all are named. */
function failureLines(failed: readonly IngestFailure[]): string[] {
  const idsNotFound = new Map<string, string[]>();
  const lines: string[] = [];
  for (const { id, reason } of failed) {
    if (!reason.startsWith("not found: ")) lines.push(`${id}: ${reason}`);
    else if (idsNotFound.get(reason)?.push(id) === undefined) idsNotFound.set(reason, [id]);
  }
  return [...[...idsNotFound].map(([reason, ids]) => `${ids.join(", ")}: ${reason}`), ...lines];
}
