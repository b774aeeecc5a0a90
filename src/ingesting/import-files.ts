import { AppError } from "../domain/errors.ts";
import type { IndexReport } from "../domain/index-report.ts";
import { cutFailures, FILES_SOURCE, type IngestReport } from "../domain/ingest.ts";
import type { Clock } from "../ports/clock.ts";
import type { IngestStore } from "../ports/ingest-store.ts";
import type { Logger } from "../ports/logger.ts";
import { truncate } from "../util/truncate.ts";

export interface ImportDeps {
  /** Opened once there is something to record. */
  readonly openStore: () => Promise<Pick<IngestStore, "recordRun" | "pruneIngest">>;
  /** Brings files into the index. */
  readonly index: (paths: readonly string[]) => Promise<IndexReport>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const MOST_REQUEST_CHARACTERS = 500;
const MOST_PROBLEM_CHARACTERS = 500;

/**
 * Brings files into the index and remembers the run beside those of services, also where it failed. A run that can't be
 * remembered is no failure of the import. Throws what indexing throws.
 */
export async function importFiles(deps: ImportDeps, paths: readonly string[]): Promise<IngestReport> {
  const startedAt = deps.clock.now();
  const names = paths.map((path) => (path === "-" ? "standard input" : path)).join(", ");
  const record = async (report: IngestReport, problem: string | null) => {
    try {
      const store = await deps.openStore();
      await store.recordRun({
        ...report,
        source: FILES_SOURCE,
        request: truncate(names, MOST_REQUEST_CHARACTERS),
        failed: cutFailures(report.failed),
        startedAt,
        endedAt: deps.clock.now(),
        problem: problem === null ? null : truncate(problem, MOST_PROBLEM_CHARACTERS),
      });
      await store.pruneIngest(deps.clock.now());
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      deps.logger.warn({ err: error }, "the import is done, but “footnote sources” will not show it");
    }
  };
  let indexed: IndexReport;
  try {
    indexed = await deps.index(paths);
  } catch (error) {
    if (error instanceof AppError && REMEMBERED.has(error.code)) {
      const nothing = { source: names, fetched: 0, added: 0, enriched: 0, unchanged: 0 };
      await record({ ...nothing, failed: [{ id: names, reason: error.message }] }, error.message);
    }
    throw error;
  }
  const { added, updated, unchanged, failed } = indexed;
  const report: IngestReport = {
    source: names,
    fetched: added + updated + unchanged,
    added,
    enriched: updated,
    unchanged,
    failed: failed.map(({ source, line, reason }) => ({ id: line === null ? source : `${source}:${line}`, reason })),
  };
  await record(report, problemOf(report));
  return report;
}

/** Failures that lie with the files; where the data folder can't be used, nothing can be remembered in it either. */
const REMEMBERED: ReadonlySet<string> = new Set(["INPUT_INVALID", "SOURCE_MISSING"]);

function problemOf({ failed }: IngestReport): string | null {
  const [first] = failed;
  if (first === undefined) return null;
  return `${first.id}: ${first.reason}${failed.length > 1 ? ` (and ${failed.length - 1} more)` : ""}`;
}
