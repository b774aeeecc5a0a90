import type { PaperEntry } from "./paper.ts";

/** Something that a source listed and that could not be taken in as it stands, or a page that could not be had. */
export interface IngestFailure {
  readonly id: string;
  readonly reason: string;
}

/** Papers from one place, to be brought into the index. */
export interface PaperBatch {
  /** What the papers' sources are called: `huggingface:2026-03-11`. */
  readonly source: string;
  readonly entries: readonly PaperEntry[];
}

/** What fetching from one source changed, counted in papers; `fetched` counts listings, repeats included. */
export interface IngestReport {
  readonly source: string;
  readonly fetched: number;
  readonly added: number;
  /** Known papers of which more, or something else, is known now. */
  readonly enriched: number;
  readonly unchanged: number;
  readonly failed: readonly IngestFailure[];
}

/** What runs that brought in files are called, beside the names of services. */
export const FILES_SOURCE = "files";

/** Failures that are remembered of one run. */
const MOST_FAILURES = 2_000;

/** One run of a source, as it is remembered. */
export interface IngestRun extends IngestReport {
  /** What was asked of the source; the files as they were named. */
  readonly request: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Why the run ended before its end; null where it did not. */
  readonly problem: string | null;
}

/** How often a paper was voted for. */
export interface UpvoteCount {
  readonly arxivId: string;
  readonly upvotes: number;
}

/** What can be asked of a service. */
export type ServiceRequest =
  /** Days whose papers are listed (`2026-03-11`), or what is voted for most just now. */
  | { readonly service: "huggingface"; readonly list: readonly string[] | "trending" }
  /** arXiv's query language with the first day that counts; newest first. */
  | { readonly service: "arxiv"; readonly query: string; readonly since: string | null }
  | { readonly service: "arxiv"; readonly ids: readonly string[] };

/** A report has a bound; what is over it is counted. */
export function cutFailures(failed: readonly IngestFailure[]): readonly IngestFailure[] {
  if (failed.length <= MOST_FAILURES) return failed;
  const rest = failed.length - MOST_FAILURES + 1;
  return [...failed.slice(0, MOST_FAILURES - 1), { id: `${rest} more`, reason: "left out of this report" }];
}
