import type { IngestRun, UpvoteCount } from "../domain/ingest.ts";
import type { PageCache } from "./page-fetcher.ts";

/** Runs of one source, of requests that begin so. */
export interface RunsOf {
  readonly source: string;
  readonly requestStart: string;
}

/** What is remembered of fetching papers. Every method throws `STATE_FAILED` when the store can't be reached. */
export interface IngestStore extends PageCache {
  /** Where a run that was cut short goes on; null for the beginning. */
  getCheckpoint(service: string, request: string): Promise<string | null>;
  saveCheckpoint(service: string, request: string, cursor: string | null, at: Date): Promise<void>;
  recordRun(run: IngestRun): Promise<void>;
  /** The newest runs first: all, those of services without imports of files, or those of some requests. */
  listRuns(limit: number, of?: RunsOf | "services"): Promise<IngestRun[]>;
  /** One count for each paper and day: the last one seen. */
  recordUpvotes(counts: readonly UpvoteCount[], at: Date): Promise<void>;
  /** Deletes what has expired. */
  pruneIngest(now: Date): Promise<number>;
}
