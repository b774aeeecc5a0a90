import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { PAPER_SIGNALS } from "../../domain/interests.ts";
import { judgeClock } from "../../domain/judge-clock.ts";
import type { PaperId } from "../../domain/paper.ts";
import type { Retention, RetentionStore } from "../../ports/retention-store.ts";
import type { SqlDatabase, SqlStatement } from "./sql-database.ts";
import { createSqlRunner, date, text, textOrNull } from "./sql-runner.ts";
import { readAnswer, readFeedback, readSearch, readThread, readUse } from "./sql-state-store.ts";

const DAY_MS = 86_400_000;
const USES_KEPT_MS = DAY_MS;
const SEARCHES_KEPT_MS = 7 * DAY_MS;
/** An interaction's token lives for 15 minutes; nothing answers it later. */
const CLAIMS_KEPT_MS = 3_600_000;
/** What a digest said; afterwards it is only known that it was posted, and which papers it showed. */
const DIGEST_TEXTS_KEPT_MS = 30 * DAY_MS;
const DIGESTS_KEPT_MS = 365 * DAY_MS;
/** Digests of channels that have no subscription any more. */
const ENDED_DIGESTS_KEPT_MS = 30 * DAY_MS;
/** What belongs to a server that the bot is no longer in. */
const ABSENT_SERVERS_KEPT_MS = 30 * DAY_MS;
const SERVERS_AT_ONCE = 50;

/** How long things stay, over all tables of the SQL database. */
export function createSqlRetentionStore(database: SqlDatabase, retention: Retention): RetentionStore {
  const { all, first, run, runAll, guarded } = createSqlRunner(database);

  const tidy = async () => {
    const asked = await all("SELECT asked_at FROM erasures", [], (row) => date(row["asked_at"]));
    if (asked.length === 0) return guarded(({ checkpoint }) => checkpoint());
    // What is asked for while the file is rewritten waits for the next time.
    const last = Math.max(...asked.map((at) => at.getTime()));
    await guarded(({ erase }) => erase());
    await run("DELETE FROM erasures WHERE asked_at <= ?", [last]);
    return guarded(({ checkpoint }) => checkpoint());
  };

  /** Deletes rows, then their bytes; where the file is busy, those go later. */
  const deleteForGood = async (statements: readonly SqlStatement[], at: Date): Promise<number> => {
    const rows = await runAll(statements);
    if (rows === 0) return 0;
    await run("INSERT INTO erasures (asked_at) VALUES (?)", [at.getTime()]);
    await tidy().catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
    return rows;
  };

  return {
    async exportPerson(userId) {
      return {
        answers: await all("SELECT * FROM answers WHERE user_id = ? ORDER BY created_at", [userId], readAnswer),
        feedback: await all("SELECT * FROM feedback WHERE user_id = ? ORDER BY created_at", [userId], readFeedback),
        threads: await all("SELECT * FROM threads WHERE opened_by = ? ORDER BY created_at", [userId], readThread),
        searches: await all("SELECT * FROM searches WHERE user_id = ? ORDER BY created_at", [userId], readSearch),
        uses: await all("SELECT * FROM uses WHERE user_id = ? ORDER BY used_at", [userId], readUse),
        signals: await all("SELECT * FROM paper_signals WHERE user_id = ? ORDER BY created_at", [userId], (row) => ({
          serverId: text(row["server_id"]),
          paperId: text(row["paper_id"]) as PaperId,
          signal: z.enum(PAPER_SIGNALS).parse(row["signal"]),
          createdAt: date(row["created_at"]),
        })),
        setUp: await all(
          `SELECT 'settings' AS what, server_id, NULL AS channel_id FROM settings WHERE updated_by = ?
           UNION ALL SELECT 'digest', server_id, channel_id FROM subscriptions WHERE user_id = ?`,
          [userId, userId],
          (row) => ({
            what: z.enum(["settings", "digest"]).parse(row["what"]),
            serverId: text(row["server_id"]),
            channelId: textOrNull(row["channel_id"]),
          }),
        ),
      };
    },

    deletePerson: (userId, at) =>
      deleteForGood(
        [
          "DELETE FROM answers WHERE user_id = ?",
          "DELETE FROM feedback WHERE user_id = ?",
          "DELETE FROM searches WHERE user_id = ?",
          "DELETE FROM paper_signals WHERE user_id = ?",
          // Others go on in the thread; the server's limits go on counting.
          "UPDATE threads SET opened_by = '' WHERE opened_by = ?",
          "UPDATE uses SET user_id = '' WHERE user_id = ?",
          "UPDATE settings SET updated_by = '' WHERE updated_by = ?",
          "UPDATE subscriptions SET user_id = '' WHERE user_id = ?",
        ].map((sql) => ({ sql, args: [userId] })),
        at,
      ),

    deleteServer: (serverId, at) => deleteForGood(serverDeletions(serverId), at),

    async noteServers(serverIds, at) {
      await run(
        `INSERT INTO servers (server_id, seen_at) SELECT value, ? FROM json_each(?) WHERE true
         ON CONFLICT (server_id) DO UPDATE SET seen_at = excluded.seen_at`,
        [at.getTime(), JSON.stringify(serverIds)],
      );
    },

    async prune(now) {
      const known = await first("SELECT pruned_at, doubted_at FROM prunings", [], (row) => ({
        prunedAt: row["pruned_at"] === null ? null : date(row["pruned_at"]),
        doubtedAt: row["doubted_at"] === null ? null : date(row["doubted_at"]),
      }));
      const { trusted, record } = judgeClock(now, known ?? { prunedAt: null, doubtedAt: null });
      await run("INSERT OR REPLACE INTO prunings (id, pruned_at, doubted_at) VALUES (1, ?, ?)", [
        record.prunedAt?.getTime() ?? null,
        record.doubtedAt?.getTime() ?? null,
      ]);
      if (!trusted) return 0;
      // Servers that were never noted down count from now on.
      await runAll([
        {
          sql: `INSERT OR IGNORE INTO servers (server_id, seen_at)
                SELECT server_id, ? FROM (SELECT server_id FROM settings UNION SELECT server_id FROM subscriptions
                  UNION SELECT server_id FROM digests UNION SELECT server_id FROM paper_signals)`,
          args: [now.getTime()],
        },
        ...fromTheFuture(now),
      ]);
      const absent = await all(
        "SELECT server_id FROM servers WHERE seen_at < ? ORDER BY seen_at LIMIT ?",
        [now.getTime() - ABSENT_SERVERS_KEPT_MS, SERVERS_AT_ONCE],
        (row) => text(row["server_id"]),
      );
      return runAll([...absent.flatMap(serverDeletions), ...expired(now, retention)]);
    },

    tidy,
  };
}

function serverDeletions(serverId: string): SqlStatement[] {
  return [
    "DELETE FROM feedback WHERE answer_id IN (SELECT answer_id FROM answers WHERE server_id = ?)",
    "DELETE FROM answers WHERE server_id = ?",
    "DELETE FROM threads WHERE server_id = ?",
    "DELETE FROM settings WHERE server_id = ?",
    "DELETE FROM subscriptions WHERE server_id = ?",
    "DELETE FROM digests WHERE server_id = ?",
    "DELETE FROM digest_papers WHERE server_id = ?",
    "DELETE FROM paper_signals WHERE server_id = ?",
    "DELETE FROM uses WHERE server_id = ?",
    "DELETE FROM registrations WHERE scope LIKE '%:' || ?",
    "DELETE FROM servers WHERE server_id = ?",
  ].map((sql) => ({ sql, args: [serverId] }));
}

/** What was written while the clock was ahead would stay for too long: it counts as written now. */
function fromTheFuture(now: Date): SqlStatement[] {
  const args = [now.getTime(), now.getTime() + DAY_MS];
  return [
    ...["answers", "threads", "feedback", "searches", "paper_signals"].map(
      (table) => `UPDATE ${table} SET created_at = ?1 WHERE created_at > ?2`,
    ),
    "UPDATE servers SET seen_at = ?1 WHERE seen_at > ?2",
    // Nobody is held to what they did on a day that has not come.
    "DELETE FROM uses WHERE ?1 > 0 AND used_at > ?2",
    "DELETE FROM claims WHERE ?1 > 0 AND claimed_at > ?2",
    "DELETE FROM leases WHERE ?1 > 0 AND until > ?2",
  ].map((sql) => ({ sql, args }));
}

function expired(now: Date, { answersDays, feedbackDays }: Retention): SqlStatement[] {
  const before = (sql: string, keptMs: number): SqlStatement => ({ sql, args: [now.getTime() - keptMs] });
  return [
    before("DELETE FROM answers WHERE created_at < ?", answersDays * DAY_MS),
    before("DELETE FROM threads WHERE created_at < ?", answersDays * DAY_MS),
    before("DELETE FROM feedback WHERE created_at < ?", feedbackDays * DAY_MS),
    before("DELETE FROM paper_signals WHERE created_at < ?", feedbackDays * DAY_MS),
    before("DELETE FROM searches WHERE created_at < ?", SEARCHES_KEPT_MS),
    before("DELETE FROM uses WHERE used_at < ?", USES_KEPT_MS),
    before("DELETE FROM claims WHERE claimed_at < ?", CLAIMS_KEPT_MS),
    before("DELETE FROM digests WHERE due_at < ?", DIGESTS_KEPT_MS),
    before(
      `DELETE FROM digests WHERE due_at < ? AND NOT EXISTS (SELECT 1 FROM subscriptions
         WHERE subscriptions.server_id = digests.server_id AND subscriptions.channel_id = digests.channel_id)`,
      ENDED_DIGESTS_KEPT_MS,
    ),
    {
      sql: `DELETE FROM digest_papers WHERE NOT EXISTS (SELECT 1 FROM digests
              WHERE digests.server_id = digest_papers.server_id AND digests.channel_id = digest_papers.channel_id
                AND digests.week = digest_papers.week)`,
      args: [],
    },
    // Not counted: the row stays.
    before("UPDATE digests SET digest = NULL WHERE ended_at < ? AND digest IS NOT NULL", DIGEST_TEXTS_KEPT_MS),
  ];
}
