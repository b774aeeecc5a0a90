import { AppError } from "../domain/errors.ts";
import type { SourceFailure } from "../domain/index-report.ts";
import type { PaperBatch } from "../domain/ingest.ts";
import type { PaperEntry } from "../domain/paper.ts";
import type { Logger } from "../ports/logger.ts";
import type { SourceFile, SourceReader } from "../ports/source-reader.ts";
import { parseJsonLine } from "./parse-json-line.ts";
import { parsePage } from "./parse-page.ts";
import { parseRis } from "./parse-ris.ts";

/** One file as read: its entries, and whether everything in it was understood. */
export interface ReadFile {
  readonly path: string;
  readonly entries: readonly PaperEntry[];
  /** False when a line or the whole file failed: what was known of it before is then kept. */
  readonly complete: boolean;
}

export interface ReadSources {
  /** Paths asked for; a known source at or below one of them that was not read is gone. */
  readonly roots: readonly string[];
  readonly files: readonly ReadFile[];
  readonly failures: readonly SourceFailure[];
}

/** What services listed, as sources that are never complete: a paper that is listed no more is kept. */
export function readBatches(batches: readonly PaperBatch[]): ReadSources {
  return {
    roots: [],
    files: batches.map(({ source, entries }) => ({ path: source, entries, complete: false })),
    failures: [],
  };
}

/** The failures of one file that are reported one by one; past them a count follows. */
const MAX_FAILURES_PER_FILE = 100;

/** Reads every source asked for. One bad file is a line in the failures, never a stop. */
export async function readSources(
  reader: SourceReader,
  paths: readonly string[],
  logger: Logger,
  signal?: AbortSignal,
): Promise<ReadSources> {
  const roots: string[] = [];
  const files = new Map<string, ReadFile>();
  const failures: SourceFailure[] = [];
  for (const path of paths) {
    const listing = await reader.list(path);
    roots.push(listing.root);
    for (const skipped of listing.skipped)
      logger.warn({ source: skipped }, "skipped: no page, JSON lines, BibTeX or RIS");
    if (listing.files.length === 0) {
      failures.push({
        source: listing.root,
        line: null,
        reason: "the folder holds no pages (.txt, .html), no JSON lines (.jsonl) and no exports (.bib, .ris)",
      });
    }
    for (const file of listing.files) {
      signal?.throwIfAborted();
      if (files.has(file.path)) continue;
      const read = await readFile(reader, file, signal);
      files.set(file.path, read.file);
      failures.push(...boundFailures(file.path, read.failures));
    }
  }
  return { roots, files: [...files.values()], failures };
}

async function readFile(
  reader: SourceReader,
  file: SourceFile,
  signal?: AbortSignal,
): Promise<{ file: ReadFile; failures: SourceFailure[] }> {
  const fail = (line: number | null, reason: string): SourceFailure => ({ source: file.path, line, reason });
  try {
    const { entries, failures } =
      file.kind === "json-lines"
        ? await readJsonLines(reader, file, signal)
        : await PARSERS[file.kind](await readWhole(reader, file, signal));
    return {
      file: { path: file.path, entries, complete: failures.length === 0 },
      failures: failures.map((failure) => fail(failure.line, failure.reason)),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "INPUT_INVALID") throw error;
    return { file: { path: file.path, entries: [], complete: false }, failures: [fail(null, error.message)] };
  }
}

type ParsedFile = { entries: readonly PaperEntry[]; failures: readonly { line: number | null; reason: string }[] };

/** Heavy parsers are loaded where a file needs them. */
const PARSERS: Readonly<
  Record<Exclude<SourceFile["kind"], "json-lines">, (lines: string[]) => ParsedFile | Promise<ParsedFile>>
> = {
  page: parsePage,
  ris: parseRis,
  bibtex: async (lines) => (await import("./parse-bibtex.ts")).parseBibtex(lines.join("\n")),
};

async function readWhole(reader: SourceReader, file: SourceFile, signal?: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of reader.readLines(file)) {
    signal?.throwIfAborted();
    lines.push(line);
  }
  return lines;
}

async function readJsonLines(reader: SourceReader, file: SourceFile, signal?: AbortSignal): Promise<ParsedFile> {
  const entries: PaperEntry[] = [];
  const failures: { line: number; reason: string }[] = [];
  const seen = new Map<string, PaperEntry>();
  let number = 0;
  for await (const line of reader.readLines(file)) {
    signal?.throwIfAborted();
    number += 1;
    if (line.trim() === "") continue;
    const { entry, reason } = parseJsonLine(line, number);
    if (entry === undefined) {
      failures.push({ line: number, reason });
      continue;
    }
    const earlier = seen.get(entry.statedId ?? "");
    if (earlier !== undefined && (earlier.title !== entry.title || earlier.abstract !== entry.abstract)) {
      failures.push({
        line: number,
        reason: `"_id" ${entry.statedId} stands with another text on line ${earlier.line}`,
      });
      continue;
    }
    if (earlier === undefined) seen.set(entry.statedId ?? "", entry);
    entries.push(entry);
  }
  if (number === 0)
    failures.push({ line: 1, reason: 'the file is empty; expected JSON lines with "_id", "title", "text"' });
  return { entries, failures };
}

function boundFailures(source: string, failures: readonly SourceFailure[]): SourceFailure[] {
  if (failures.length <= MAX_FAILURES_PER_FILE) return [...failures];
  const rest = failures.length - MAX_FAILURES_PER_FILE;
  return [
    ...failures.slice(0, MAX_FAILURES_PER_FILE),
    { source, line: null, reason: `and ${rest} more lines like these` },
  ];
}
