import { AppError } from "../domain/errors.ts";
import type { IndexReport } from "../domain/index-report.ts";
import {
  cutFailures,
  type IngestFailure,
  type IngestReport,
  type PaperBatch,
  type UpvoteCount,
} from "../domain/ingest.ts";
import type { PaperEntry } from "../domain/paper.ts";
import { serviceName } from "../domain/services.ts";
import type { Clock } from "../ports/clock.ts";
import type { IngestStore } from "../ports/ingest-store.ts";
import type { Logger } from "../ports/logger.ts";
import type { ListingPage, PaperListing } from "../ports/paper-listing.ts";
import { truncate } from "../util/truncate.ts";
import { withinLimits } from "../util/within-limits.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";

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
  /**
   * The service failed or refused pages (`SERVICE_FAILED`), and the next run asks for what is missing; or nothing of what
   * was asked for by name is there (`SOURCE_MISSING`). What came is in the index.
   */
  readonly problem: AppError | null;
}

/** Papers that are fetched before they are indexed, and the checkpoint moves on. */
const PAPERS_PER_CHECKPOINT = 500;
const MOST_PAGES = 2_000;
/** A service that refuses so many pages one after another is left alone. */
const MOST_REFUSED_IN_A_ROW = 3;
const NAMES_SHOWN = 5;

/**
 * Fetches what a service lists, page by page, and brings it into the index. The checkpoint moves only past pages whose
 * papers are in the index: killed or refused at any moment, the next run of the same request goes on behind them. A page
 * that alone is refused is passed by, and asked for again by the next run.
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
  const missing: string[] = [];
  const checkpoint = readCheckpoint(await store.getCheckpoint(service, request));
  let { cursor } = checkpoint;
  /** Pages that an earlier run was refused, still to be asked for. */
  let again = [...checkpoint.refused];
  const refused: { readonly cursor: string; readonly error: AppError }[] = [];
  let waiting: PaperBatch[] = [];

  const flush = async () => {
    if (waiting.length > 0) {
      const { added, updated, unchanged } = await deps.index(waiting);
      counts.added += added;
      counts.enriched += updated;
      counts.unchanged += unchanged;
      const upvotes = waiting.flatMap(({ entries }) => entries.flatMap(upvotesOf));
      if (upvotes.length > 0) await store.recordUpvotes(upvotes, clock.now());
      waiting = [];
    }
    const left = [...again, ...refused.map((page) => page.cursor)];
    await store.saveCheckpoint(service, request, writeCheckpoint(cursor, left), clock.now());
  };

  const take = async (page: ListingPage) => {
    hooks.onPage?.(page.source, page.entries.length);
    counts.fetched += page.entries.length;
    const held = holdToLimits(page.entries);
    failed.push(...page.failed, ...held.failed);
    missing.push(...(page.missing ?? []));
    if (held.entries.length > 0) waiting.push({ source: page.source, entries: held.entries });
    if (page.refused !== undefined) {
      refused.push(page.refused);
      failed.push({ id: page.refused.cursor, reason: page.refused.error.message });
    }
    if (waiting.reduce((sum, { entries }) => sum + entries.length, 0) >= PAPERS_PER_CHECKPOINT) await flush();
  };

  /** Asks for the pages from the checkpoint on, then for those that were refused before; ends with what stopped it. */
  const fetchAll = async (): Promise<AppError | null> => {
    let inARow = 0;
    let isAtEnd = checkpoint.isAtEnd;
    for (let pages = 0; !isAtEnd || again.length > 0; pages += 1) {
      if (pages >= MOST_PAGES) return tooMany();
      const asked = isAtEnd ? (again[0] ?? null) : cursor;
      try {
        const page = await listing.fetchPage(asked, options);
        if (isAtEnd) again = again.slice(1);
        else {
          cursor = page.next;
          isAtEnd = cursor === null;
        }
        await take(page);
        inARow = page.refused === undefined ? 0 : inARow + 1;
        const stop = page.problem ?? (inARow >= MOST_REFUSED_IN_A_ROW ? page.refused?.error : undefined);
        if (stop === undefined) continue;
        if (stop === page.problem) failed.push({ id: request, reason: stop.message });
        return stop;
      } catch (error) {
        if (!isFailureOfPage(error, pages)) throw error;
        failed.push({ id: asked ?? request, reason: error.message });
        return error;
      }
    }
    return null;
  };

  if (cursor !== null || again.length > 0) logger.info({ service, cursor, again }, "going on from a checkpoint");
  const stopped = await fetchAll();
  await flush();
  const failure = stopped ?? refusedPages(refused);
  const report: IngestReport = { source: service, ...counts, failed: cutFailures(failed) };
  await store.recordRun({ ...report, request, startedAt, endedAt: clock.now(), problem: failure?.message ?? null });
  return { report, problem: failure ?? (counts.fetched === 0 ? noneFound(service, missing) : null) };
}

/** A request that is not valid says so on its first page; what came before another page is kept. */
function isFailureOfPage(error: unknown, pages: number): error is AppError {
  if (!(error instanceof AppError)) return false;
  return error.code === "SERVICE_FAILED" || (error.code === "USAGE_INVALID" && pages > 0);
}

function refusedPages(refused: readonly { readonly cursor: string; readonly error: AppError }[]): AppError | null {
  const [first] = refused;
  if (first === undefined || refused.length === 1) return first?.error ?? null;
  const named = nameSome(refused.map(({ cursor }) => cursor));
  return new AppError(
    "SERVICE_FAILED",
    `${refused.length} pages were refused: ${named}. The next run asks for them again.`,
    { retryable: true, cause: first.error },
  );
}

function noneFound(service: string, missing: readonly string[]): AppError | null {
  if (missing.length === 0) return null;
  return new AppError("SOURCE_MISSING", `${serviceName(`${service}:`) ?? service} has no paper ${nameSome(missing)}.`);
}

function tooMany(): AppError {
  return new AppError("SERVICE_FAILED", `There are more than ${MOST_PAGES} pages: run this again, it goes on there.`, {
    retryable: true,
  });
}

function nameSome(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN;
  return `${names.slice(0, NAMES_SHOWN).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
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
