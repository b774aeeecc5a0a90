import { AppError } from "../domain/errors.ts";
import type { IndexReport } from "../domain/index-report.ts";
import {
  type IngestFailure,
  type IngestReport,
  MOST_FAILURES,
  type PaperBatch,
  type UpvoteCount,
} from "../domain/ingest.ts";
import type { PaperEntry } from "../domain/paper.ts";
import type { Clock } from "../ports/clock.ts";
import type { IngestStore } from "../ports/ingest-store.ts";
import type { Logger } from "../ports/logger.ts";
import type { PaperListing } from "../ports/paper-listing.ts";
import { truncate } from "../util/truncate.ts";
import { withinLimits } from "../util/within-limits.ts";

export interface IngestDeps {
  readonly store: IngestStore;
  /** Brings batches into the index, all or nothing. */
  readonly index: (batches: readonly PaperBatch[]) => Promise<Pick<IndexReport, "added" | "updated" | "unchanged">>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface IngestHooks {
  readonly signal?: AbortSignal;
  readonly onPage?: (source: string, papers: number) => void;
}

/** What a run gave: its report, and what ended it early. */
export interface IngestOutcome {
  readonly report: IngestReport;
  /** The service failed: what came before it is in the index, and the next run goes on there. */
  readonly problem: AppError | null;
}

/** Papers that are fetched before they are indexed, and the checkpoint moves on. */
const PAPERS_PER_CHECKPOINT = 500;
const MOST_PAGES = 2_000;

/**
 * Fetches what a service lists, page by page, and brings it into the index. The checkpoint moves only past pages whose
 * papers are in the index: killed or refused at any moment, the next run of the same request goes on behind them.
 */
export async function ingestPapers(
  deps: IngestDeps,
  listing: PaperListing,
  hooks: IngestHooks = {},
): Promise<IngestOutcome> {
  const { store, clock, logger } = deps;
  const { service, request } = listing;
  const options = hooks.signal === undefined ? {} : { signal: hooks.signal };
  const startedAt = clock.now();
  const counts = { fetched: 0, added: 0, enriched: 0, unchanged: 0 };
  const failed: IngestFailure[] = [];
  let problem: AppError | null = null;
  let waiting: PaperBatch[] = [];

  const flush = async (next: string | null) => {
    if (waiting.length > 0) {
      const { added, updated, unchanged } = await deps.index(waiting);
      counts.added += added;
      counts.enriched += updated;
      counts.unchanged += unchanged;
      const upvotes = waiting.flatMap(({ entries }) => entries.flatMap(upvotesOf));
      if (upvotes.length > 0) await store.recordUpvotes(upvotes, clock.now());
      waiting = [];
    }
    await store.saveCheckpoint(service, request, next, clock.now());
  };

  let cursor = await store.getCheckpoint(service, request);
  if (cursor !== null) logger.info({ service, cursor }, "going on from a checkpoint");
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    try {
      const page = await listing.fetchPage(cursor, options);
      hooks.onPage?.(page.source, page.entries.length);
      counts.fetched += page.entries.length;
      const held = holdToLimits(page.entries);
      failed.push(...page.failed, ...held.failed);
      if (held.entries.length > 0) waiting.push({ source: page.source, entries: held.entries });
      cursor = page.next;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "SERVICE_FAILED") throw error;
      problem = error;
      failed.push({ id: cursor ?? request, reason: error.message });
      break;
    }
    if (cursor === null) break;
    if (waiting.reduce((sum, { entries }) => sum + entries.length, 0) >= PAPERS_PER_CHECKPOINT) await flush(cursor);
  }
  await flush(cursor);
  const report: IngestReport = { source: service, ...counts, failed: failed.slice(0, MOST_FAILURES) };
  await store.recordRun({ ...report, request, startedAt, endedAt: clock.now(), problem: problem?.message ?? null });
  return { report, problem };
}

/** Records as they may be stored; what the limits cut or refuse is among the failures. */
function holdToLimits(entries: readonly PaperEntry[]): { entries: PaperEntry[]; failed: IngestFailure[] } {
  const limited = entries.map((entry) => ({ id: entry.arxivId ?? truncate(entry.title, 100), ...withinLimits(entry) }));
  return {
    entries: limited.flatMap(({ entry }) => entry ?? []),
    failed: limited.flatMap(({ id, problems }) => problems.map((reason) => ({ id, reason }))),
  };
}

function upvotesOf({ arxivId, upvotes }: PaperEntry): UpvoteCount[] {
  return arxivId === null || upvotes === null ? [] : [{ arxivId, upvotes }];
}
