import { z } from "zod";
import { digestSchema } from "../../domain/digest.ts";
import type { PaperId } from "../../domain/paper.ts";
import { DIGEST_STYLES, type LedgerRow, type Subscription, scheduleSchema } from "../../domain/subscription.ts";
import type { DigestStore, LedgerKey } from "../../ports/digest-store.ts";
import type { SqlDatabase, SqlRow } from "./sql-database.ts";
import { createSqlRunner, date, text, textOrNull } from "./sql-runner.ts";

/** A lease that goes on for longer was taken by a clock that was wrong. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** No run is planned further ahead: the next week's, when this week's was posted before its time. */
const FARTHEST_RUN_MS = 15 * 86_400_000;
const DAY_MS = 86_400_000;

const WHERE_RUN = "server_id = ? AND channel_id = ? AND week = ?";

/** Subscriptions and the ledger of digests, in the same SQL database as the bot's state. */
export function createSqlDigestStore(database: SqlDatabase): DigestStore {
  const { all, first, run, runAll, runEach } = createSqlRunner(database);
  const argsOf = ({ serverId, channelId, week }: LedgerKey) => [serverId, channelId, week];
  const getRun = (key: LedgerKey) => first(`SELECT * FROM digests WHERE ${WHERE_RUN}`, argsOf(key), readRun);
  return {
    async saveSubscription(subscription) {
      const { serverId, channelId, userId, schedule, topics, style, silent, crosspost, createdAt, next, disabled } =
        subscription;
      await run(
        `INSERT OR REPLACE INTO subscriptions (server_id, channel_id, user_id, schedule, topics, style, silent,
           crosspost, created_at, next_week, next_due_at, disabled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          serverId,
          channelId,
          userId,
          JSON.stringify(schedule),
          JSON.stringify(topics),
          style,
          silent ? 1 : 0,
          crosspost ? 1 : 0,
          createdAt.getTime(),
          next.week,
          next.dueAt.getTime(),
          disabled,
        ],
      );
    },
    listSubscriptions: (serverId) =>
      all(
        "SELECT * FROM subscriptions WHERE server_id = ? ORDER BY created_at, channel_id",
        [serverId],
        readSubscription,
      ),
    removeSubscription: async (serverId, channelId) =>
      (await run("DELETE FROM subscriptions WHERE server_id = ? AND channel_id = ?", [serverId, channelId])) > 0,
    listDue: (now, limit) =>
      all(
        `SELECT * FROM subscriptions WHERE (next_due_at <= ? OR next_due_at > ?) AND disabled IS NULL
         ORDER BY next_due_at, server_id, channel_id LIMIT ?`,
        [now.getTime(), now.getTime() + FARTHEST_RUN_MS, limit],
        readSubscription,
      ),
    async planAnew({ serverId, channelId }, { week, dueAt }, now) {
      await runAll([
        {
          sql: "DELETE FROM digests WHERE server_id = ? AND channel_id = ? AND due_at > ?",
          args: [serverId, channelId, now.getTime() + DAY_MS],
        },
        {
          sql: "UPDATE subscriptions SET next_week = ?, next_due_at = ? WHERE server_id = ? AND channel_id = ?",
          args: [week, dueAt.getTime(), serverId, channelId],
        },
      ]);
    },
    async advance({ serverId, channelId }, { week, dueAt }) {
      await run("UPDATE subscriptions SET next_week = ?, next_due_at = ? WHERE server_id = ? AND channel_id = ?", [
        week,
        dueAt.getTime(),
        serverId,
        channelId,
      ]);
    },
    async disable({ serverId, channelId }, reason) {
      await run("UPDATE subscriptions SET disabled = ? WHERE server_id = ? AND channel_id = ?", [
        reason,
        serverId,
        channelId,
      ]);
    },

    async planRun(key, { nonce, dueAt }) {
      await run(
        `INSERT OR IGNORE INTO digests (server_id, channel_id, week, status, nonce, due_at)
         VALUES (?, ?, ?, 'planned', ?, ?)`,
        [...argsOf(key), nonce, dueAt.getTime()],
      );
      const row = await getRun(key);
      if (row === null) throw new Error("a row of the ledger was not kept");
      return row;
    },
    beginSending: async (key, digest, at) =>
      (await run(
        `UPDATE digests SET status = 'sending', sending_at = ?, digest = ? WHERE ${WHERE_RUN} AND status = 'planned'`,
        [at.getTime(), JSON.stringify(digest), ...argsOf(key)],
      )) > 0,
    async recordSent(key, messageId, papers, at) {
      const { serverId, channelId, week } = key;
      const [ended] = await runEach([
        {
          sql: `UPDATE digests SET status = 'sent', message_id = ?, ended_at = ? WHERE ${WHERE_RUN} AND status = 'sending'`,
          args: [messageId, at.getTime(), ...argsOf(key)],
        },
        ...papers.map((paperId) => ({
          sql: "INSERT OR IGNORE INTO digest_papers (server_id, channel_id, paper_id, week) VALUES (?, ?, ?, ?)",
          args: [serverId, channelId, paperId, week],
        })),
      ]);
      return (ended ?? 0) > 0;
    },
    endRun: async (key, status, at) =>
      (await run(
        `UPDATE digests SET status = ?, ended_at = ? WHERE ${WHERE_RUN} AND status IN ('planned', 'sending')`,
        [status, at.getTime(), ...argsOf(key)],
      )) > 0,
    getRun,
    listShown: async (serverId, channelId) =>
      new Set(
        await all(
          "SELECT paper_id FROM digest_papers WHERE server_id = ? AND channel_id = ?",
          [serverId, channelId],
          (row) => text(row["paper_id"]) as PaperId,
        ),
      ),
    toldUpTo: (serverId, channelId) =>
      first(
        `SELECT sending_at FROM digests WHERE server_id = ? AND channel_id = ? AND status = 'sent'
         ORDER BY sending_at DESC LIMIT 1`,
        [serverId, channelId],
        (row) => date(row["sending_at"]),
      ),
    listOverdue: (dueBefore) =>
      all(
        `SELECT server_id, channel_id, next_week FROM subscriptions WHERE next_due_at < ? AND disabled IS NULL
         ORDER BY next_due_at`,
        [dueBefore.getTime()],
        (row) => ({
          serverId: text(row["server_id"]),
          channelId: text(row["channel_id"]),
          week: text(row["next_week"]),
        }),
      ),

    takeLease: async (name, owner, now, forMs) =>
      (await run(
        `INSERT INTO leases (name, owner, until) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
         WHERE leases.owner = excluded.owner OR leases.until <= ? OR leases.until > ?`,
        [name, owner, now.getTime() + forMs, now.getTime(), now.getTime() + forMs + CLOCKS_DIFFER_MS],
      )) > 0,
    async releaseLease(name, owner) {
      await run("DELETE FROM leases WHERE name = ? AND owner = ?", [name, owner]);
    },
  };
}

const topicsSchema = z.array(z.string());

function readSubscription(row: SqlRow): Subscription {
  return {
    serverId: text(row["server_id"]),
    channelId: text(row["channel_id"]),
    userId: text(row["user_id"]),
    schedule: scheduleSchema.parse(JSON.parse(text(row["schedule"]))),
    topics: topicsSchema.parse(JSON.parse(text(row["topics"]))),
    style: z.enum(DIGEST_STYLES).parse(row["style"]),
    silent: Number(row["silent"]) === 1,
    crosspost: Number(row["crosspost"]) === 1,
    createdAt: date(row["created_at"]),
    next: { week: text(row["next_week"]), dueAt: date(row["next_due_at"]) },
    disabled: textOrNull(row["disabled"]),
  };
}

function readRun(row: SqlRow): LedgerRow {
  return {
    serverId: text(row["server_id"]),
    channelId: text(row["channel_id"]),
    week: text(row["week"]),
    status: z.enum(["planned", "sending", "sent", "skipped", "failed"]).parse(row["status"]),
    nonce: text(row["nonce"]),
    dueAt: date(row["due_at"]),
    sendingAt: row["sending_at"] === null ? null : date(row["sending_at"]),
    digest: row["digest"] === null ? null : digestSchema.parse(JSON.parse(text(row["digest"]))),
    messageId: textOrNull(row["message_id"]),
  };
}
