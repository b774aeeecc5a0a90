import { z } from "zod";
import { FILES_SOURCE, type IngestRun } from "../../domain/ingest.ts";
import type { IngestStore } from "../../ports/ingest-store.ts";
import type { SqlDatabase, SqlRow } from "./sql-database.ts";
import { createSqlRunner, date, text, textOrNull } from "./sql-runner.ts";

const DAY_MS = 86_400_000;
const PAGES_KEPT_MS = 30 * DAY_MS;
const MOST_PAGES = 1_000;
const CHECKPOINTS_KEPT_MS = 30 * DAY_MS;
const RUNS_KEPT_MS = 365 * DAY_MS;

const failedSchema = z.array(z.object({ id: z.string(), reason: z.string() }));

/** What is remembered of fetching papers, in the same SQL database as the bot's state. */
export function createSqlIngestStore(database: SqlDatabase): IngestStore {
  const { all, first, run, runAll } = createSqlRunner(database);
  return {
    getPage: (url) =>
      first("SELECT * FROM pages WHERE url = ?", [url], (row) => ({
        url: text(row["url"]),
        etag: textOrNull(row["etag"]),
        lastModified: textOrNull(row["last_modified"]),
        body: text(row["body"]),
      })),
    async savePage({ url, etag, lastModified, body }, at) {
      await run("INSERT OR REPLACE INTO pages (url, etag, last_modified, body, fetched_at) VALUES (?, ?, ?, ?, ?)", [
        url,
        etag,
        lastModified,
        body,
        at.getTime(),
      ]);
    },

    getCheckpoint: (service, request) =>
      first("SELECT cursor FROM checkpoints WHERE service = ? AND request = ?", [service, request], (row) =>
        text(row["cursor"]),
      ),
    async saveCheckpoint(service, request, cursor, at) {
      if (cursor === null) {
        await run("DELETE FROM checkpoints WHERE service = ? AND request = ?", [service, request]);
      } else {
        await run("INSERT OR REPLACE INTO checkpoints (service, request, cursor, saved_at) VALUES (?, ?, ?, ?)", [
          service,
          request,
          cursor,
          at.getTime(),
        ]);
      }
    },

    async recordRun({ source, request, fetched, added, enriched, unchanged, failed, problem, startedAt, endedAt }) {
      await run(
        `INSERT INTO ingest_runs (source, request, fetched, added, enriched, unchanged, failed, problem, started_at,
           ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          source,
          request,
          fetched,
          added,
          enriched,
          unchanged,
          JSON.stringify(failed),
          problem,
          startedAt.getTime(),
          endedAt.getTime(),
        ],
      );
    },
    listRuns(limit, of) {
      if (of === undefined) return all("SELECT * FROM ingest_runs ORDER BY run_id DESC LIMIT ?", [limit], readRun);
      if (of === "services") {
        const args = [FILES_SOURCE, limit];
        return all("SELECT * FROM ingest_runs WHERE source <> ? ORDER BY run_id DESC LIMIT ?", args, readRun);
      }
      const { source, requestStart } = of;
      return all(
        `SELECT * FROM ingest_runs WHERE source = ? AND substr(request, 1, length(?)) = ?
         ORDER BY run_id DESC LIMIT ?`,
        [source, requestStart, requestStart, limit],
        readRun,
      );
    },

    async recordUpvotes(counts, at) {
      const day = at.toISOString().slice(0, 10);
      await runAll(
        counts.map(({ arxivId, upvotes }) => ({
          sql: "INSERT OR REPLACE INTO upvotes (arxiv_id, day, upvotes) VALUES (?, ?, ?)",
          args: [arxivId, day, upvotes],
        })),
      );
    },

    pruneIngest(now) {
      const before = (keptMs: number) => now.getTime() - keptMs;
      return runAll([
        { sql: "DELETE FROM pages WHERE fetched_at < ?", args: [before(PAGES_KEPT_MS)] },
        {
          sql: "DELETE FROM pages WHERE url NOT IN (SELECT url FROM pages ORDER BY fetched_at DESC LIMIT ?)",
          args: [MOST_PAGES],
        },
        { sql: "DELETE FROM checkpoints WHERE saved_at < ?", args: [before(CHECKPOINTS_KEPT_MS)] },
        { sql: "DELETE FROM ingest_runs WHERE ended_at < ?", args: [before(RUNS_KEPT_MS)] },
      ]);
    },
  };
}

function readRun(row: SqlRow): IngestRun {
  return {
    source: text(row["source"]),
    request: text(row["request"]),
    fetched: Number(row["fetched"]),
    added: Number(row["added"]),
    enriched: Number(row["enriched"]),
    unchanged: Number(row["unchanged"]),
    failed: failedSchema.parse(JSON.parse(text(row["failed"]))),
    problem: textOrNull(row["problem"]),
    startedAt: date(row["started_at"]),
    endedAt: date(row["ended_at"]),
  };
}
