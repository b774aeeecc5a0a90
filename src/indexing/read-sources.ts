import { AppError } from "../domain/errors.ts";
import type { SourceFailure } from "../domain/index-report.ts";
import type { PaperBatch } from "../domain/ingest.ts";
import { LIMITS } from "../domain/limits.ts";
import type { PaperEntry } from "../domain/paper.ts";
import type { SourceFile, SourceListing, SourceReader, UnreadFile } from "../ports/source-reader.ts";
import { withinLimits } from "../util/within-limits.ts";
import { parseJsonLine } from "./parse-json-line.ts";
import { parsePage } from "./parse-page.ts";
import { parseRis } from "./parse-ris.ts";

/** One file as read: its entries, and whether everything in it was understood. */
export interface ReadFile {
  readonly path: string;
  readonly entries: readonly PaperEntry[];
  /**
   * False when a line or the whole file failed, or a folder could not be opened: what was known of it, or of what is
   * below it, is then kept. What the limits cut is no failure.
   */
  readonly complete: boolean;
  /** True for what comes once: what came under the same name before is no older version of it. */
  readonly isPassing?: boolean;
}

export interface ReadSources {
  /** Paths asked for; a known source at or below one of them that was not read, nor met, is gone. */
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

export interface ReadHooks {
  readonly signal?: AbortSignal;
  /** A file of a folder is of a format that is not read. */
  readonly onSkipped?: (file: UnreadFile) => void;
}

/** Reads every source asked for. One bad file is a line in the failures, never a stop. */
export async function readSources(
  reader: SourceReader,
  paths: readonly string[],
  { signal, onSkipped }: ReadHooks = {},
): Promise<ReadSources> {
  const roots: string[] = [];
  const files = new Map<string, ReadFile>();
  const failures: SourceFailure[] = [];
  const keep = (path: string) => {
    if (!files.has(path)) files.set(path, { path, entries: [], complete: false });
  };
  const markUnread = ({ path, reason }: UnreadFile) => {
    keep(path);
    failures.push({ source: path, line: null, reason });
  };
  for (const path of new Set(paths)) {
    const listing = await listOrReport(reader, path, signal);
    roots.push(listing.root);
    for (const file of listing.unreadable) markUnread(file);
    for (const file of listing.skipped) {
      if (listing.isFolder) onSkipped?.(file);
      else markUnread(file);
    }
    if (listing.isFolder && listing.files.length === 0) {
      if (listing.unreadable.length === 0) markUnread({ path: listing.root, reason: nothingIn(listing) });
      else keep(listing.root);
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

/** What is behind a path; a path that is there and can't be read is a failure among others. */
async function listOrReport(reader: SourceReader, path: string, signal?: AbortSignal): Promise<SourceListing> {
  try {
    return await reader.list(path, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "INPUT_INVALID") throw error;
    const unread = { path, reason: error.message };
    return { root: path, isFolder: false, files: [], skipped: [], unreadable: [unread] };
  }
}

function nothingIn({ skipped }: SourceListing): string {
  const what = "the folder holds no pages (.txt, .html), no JSON lines (.jsonl) and no exports (.bib, .ris)";
  const [first] = skipped;
  return first === undefined ? what : `${what}; ${first.path}: ${first.reason}`;
}

async function readFile(
  reader: SourceReader,
  file: SourceFile,
  signal?: AbortSignal,
): Promise<{ file: ReadFile; failures: SourceFailure[] }> {
  let parsed: ParsedFile;
  try {
    parsed =
      file.kind === "json-lines"
        ? await readJsonLines(reader, file, signal)
        : await readParsed(reader, file, PARSERS[file.kind], signal);
  } catch (error) {
    // A file that was there when its folder was listed may be gone.
    if (!(error instanceof AppError) || (error.code !== "INPUT_INVALID" && error.code !== "SOURCE_MISSING"))
      throw error;
    parsed = { entries: [], failures: [{ line: null, reason: error.message }] };
  }
  const { entries, cut, refused } = holdToLimits(parsed.entries);
  const failures = [...parsed.failures, ...refused];
  return {
    file: {
      path: file.path,
      entries,
      // A file in which nothing is found says nothing about what was known of it.
      complete: failures.length === 0 && entries.length > 0,
      ...(file.isPassing === true ? { isPassing: true } : {}),
    },
    failures: [...failures, ...cut]
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
      .map(({ line, reason }) => ({ source: file.path, line, reason })),
  };
}

interface LineProblem {
  readonly line: number | null;
  readonly reason: string;
}

/** Records as they may be stored: here those of all files come together, whatever their format. */
function holdToLimits(entries: readonly PaperEntry[]): {
  entries: PaperEntry[];
  cut: LineProblem[];
  refused: LineProblem[];
} {
  const held: PaperEntry[] = [];
  const cut: LineProblem[] = [];
  const refused: LineProblem[] = [];
  for (const entry of entries.slice(0, LIMITS.records.most)) {
    const limited = withinLimits(entry);
    const problems = limited.problems.map((reason) => ({ line: entry.line, reason }));
    if (limited.entry === null) refused.push(...problems);
    else {
      held.push(limited.entry);
      cut.push(...problems);
    }
  }
  const left = entries.length - held.length - refused.length;
  if (left > 0) {
    const reason = `the file has more than ${LIMITS.records.most} records: those from here on are left out; split it`;
    refused.push({ line: entries[LIMITS.records.most]?.line ?? null, reason });
  }
  return { entries: held, cut, refused };
}

interface ParsedFile {
  readonly entries: readonly PaperEntry[];
  readonly failures: readonly LineProblem[];
}

type Parse = (lines: string[]) => ParsedFile | Promise<ParsedFile>;

/** Heavy parsers are loaded where a file needs them. */
const PARSERS: Readonly<Record<Exclude<SourceFile["kind"], "json-lines">, Parse>> = {
  page: parsePage,
  ris: parseRis,
  bibtex: async (lines) => (await import("./parse-bibtex.ts")).parseBibtex(lines.join("\n")),
};

const LINE_TOO_LONG = `the line has more than ${LIMITS.line.most} characters: it is left out`;

async function readParsed(
  reader: SourceReader,
  file: SourceFile,
  parse: Parse,
  signal?: AbortSignal,
): Promise<ParsedFile> {
  const lines: string[] = [];
  const tooLong: LineProblem[] = [];
  for await (const line of reader.readLines(file, signal)) {
    signal?.throwIfAborted();
    if (line === null) tooLong.push({ line: lines.length + 1, reason: LINE_TOO_LONG });
    lines.push(line ?? "");
  }
  const { entries, failures } = await parse(lines);
  return { entries, failures: [...tooLong, ...failures] };
}

async function readJsonLines(reader: SourceReader, file: SourceFile, signal?: AbortSignal): Promise<ParsedFile> {
  const entries: PaperEntry[] = [];
  const failures: LineProblem[] = [];
  const seen = new Map<string, PaperEntry>();
  let number = 0;
  const readLine = (line: string) => {
    const { entry, reason } = parseJsonLine(line, number);
    if (entry === undefined) {
      failures.push({ line: number, reason });
      return;
    }
    const earlier = seen.get(entry.statedId ?? "");
    if (earlier !== undefined && (earlier.title !== entry.title || earlier.abstract !== entry.abstract)) {
      failures.push({
        line: number,
        reason: `"_id" ${entry.statedId} stands with another text on line ${earlier.line}`,
      });
      return;
    }
    if (earlier === undefined) seen.set(entry.statedId ?? "", entry);
    // The same line again says nothing new.
    else if (JSON.stringify({ ...earlier, line: entry.line }) === JSON.stringify(entry)) return;
    entries.push(entry);
  };
  try {
    for await (const line of reader.readLines(file, signal)) {
      signal?.throwIfAborted();
      number += 1;
      if (line === null) failures.push({ line: number, reason: LINE_TOO_LONG });
      else if (line.trim() !== "") readLine(line);
      // One more than is kept, so that it is known that there are more.
      if (entries.length > LIMITS.records.most) break;
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "INPUT_INVALID") throw error;
    // The lines before the place where the file can't be read any more stand.
    failures.push({ line: number === 0 ? null : number + 1, reason: error.message });
  }
  if (entries.length === 0 && failures.length === 0)
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
