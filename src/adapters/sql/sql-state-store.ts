import type { Client, Row } from "@libsql/client";
import { z } from "zod";
import { PAPER_SIGNALS } from "../../domain/interests.ts";
import type { PaperId } from "../../domain/paper.ts";
import { PAPER_ORDERS, paperFiltersSchema } from "../../domain/question.ts";
import { type ServerSettings, serverSettingsSchema } from "../../domain/server-settings.ts";
import { answerRecordSchema, type StoredAnswer } from "../../domain/stored-answer.ts";
import { maySee, VISIBILITIES } from "../../domain/visibility.ts";
import type {
  ConversationThread,
  Feedback,
  Retention,
  StateStore,
  StoredSearch,
  Use,
} from "../../ports/state-store.ts";
import { type DatabaseLocation, openDatabase, placeOf } from "./open-database.ts";
import { createSqlRunner, date, text, textOrNull } from "./sql-runner.ts";

const DAY_MS = 86_400_000;
const USES_KEPT_MS = DAY_MS;
const SEARCHES_KEPT_MS = 7 * DAY_MS;
/** An interaction's token lives for 15 minutes; nothing answers it later. */
const CLAIMS_KEPT_MS = 3_600_000;

/** The state store in an SQL database: a file, or a server of the same engine. */
export async function openSqlStateStore(location: DatabaseLocation, retention: Retention): Promise<StateStore> {
  const client = await openDatabase(location);
  return createSqlStateStore(client, placeOf(location), retention);
}

function createSqlStateStore(client: Client, place: string, retention: Retention): StateStore {
  const { all, first, run, runAll } = createSqlRunner(client, place);

  return {
    async listSettings() {
      const rows = await all("SELECT server_id, value FROM settings", [], (row): [string, ServerSettings] => [
        text(row["server_id"]),
        serverSettingsSchema.parse(JSON.parse(text(row["value"]))),
      ]);
      return new Map(rows);
    },
    async saveSettings(serverId, settings, userId, at) {
      await run(
        `INSERT INTO settings (server_id, value, updated_by, updated_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (server_id) DO UPDATE SET value = excluded.value, updated_by = excluded.updated_by,
           updated_at = excluded.updated_at`,
        [serverId, JSON.stringify(settings), userId, at.getTime()],
      );
    },

    async saveAnswer(answer) {
      await run(
        `INSERT INTO answers (answer_id, conversation_id, user_id, server_id, channel_id, message_id, question, record,
           created_at, visibility) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          answer.answerId,
          answer.conversationId,
          answer.userId,
          answer.serverId,
          answer.channelId,
          answer.messageId,
          answer.question,
          JSON.stringify(answer.record),
          answer.createdAt.getTime(),
          answer.visibility,
        ],
      );
    },
    async linkAnswer(answerId, { serverId, channelId, messageId }) {
      await run("UPDATE answers SET server_id = ?, channel_id = ?, message_id = ? WHERE answer_id = ?", [
        serverId,
        channelId,
        messageId,
        answerId,
      ]);
    },
    getAnswer: (answerId) => first("SELECT * FROM answers WHERE answer_id = ?", [answerId], readAnswer),
    findAnswerByMessage: (messageId) => first("SELECT * FROM answers WHERE message_id = ?", [messageId], readAnswer),
    async listTurns(conversationId, limit, viewer, since) {
      const { userId, serverId, channelId, parentChannelId, alone } = viewer;
      // As `maySee` says, so that the limit counts what may be seen; the rule itself has the last word.
      const newestFirst = await all(
        `SELECT * FROM answers WHERE conversation_id = ? AND created_at >= ? AND server_id IS ?
           AND channel_id IN (?, ?) AND (visibility = 'public' OR (user_id = ? AND ?))
         ORDER BY created_at DESC, answer_id LIMIT ?`,
        [
          conversationId,
          since?.getTime() ?? 0,
          serverId,
          channelId,
          parentChannelId ?? channelId,
          userId,
          alone ? 1 : 0,
          limit,
        ],
        readAnswer,
      );
      return newestFirst.filter((turn) => maySee(turn, viewer)).reverse();
    },

    async saveThread({ threadId, serverId, openedBy, conversationId, createdAt }) {
      await run(
        `INSERT OR REPLACE INTO threads (thread_id, server_id, opened_by, conversation_id, created_at)
         VALUES (?, ?, ?, ?, ?)`,
        [threadId, serverId, openedBy, conversationId, createdAt.getTime()],
      );
    },
    getThread: (threadId) => first("SELECT * FROM threads WHERE thread_id = ?", [threadId], readThread),
    async removeThread(threadId) {
      await run("DELETE FROM threads WHERE thread_id = ?", [threadId]);
    },

    async saveFeedback({ answerId, userId, verdict, reason, createdAt }) {
      await run(
        "INSERT OR REPLACE INTO feedback (answer_id, user_id, verdict, reason, created_at) VALUES (?, ?, ?, ?, ?)",
        [answerId, userId, verdict, reason, createdAt.getTime()],
      );
    },

    async saveSearch({ searchId, userId, serverId, channelId, visibility, query, filters, order }, at) {
      await run(
        `INSERT INTO searches (search_id, user_id, query, narrowed, created_at, server_id, channel_id, visibility)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [searchId, userId, query, JSON.stringify({ filters, order }), at.getTime(), serverId, channelId, visibility],
      );
    },
    getSearch: (searchId) => first("SELECT * FROM searches WHERE search_id = ?", [searchId], readSearch),

    async recordUse({ userId, serverId, usedAt, asks, tokens }) {
      await run("INSERT INTO uses (user_id, server_id, used_at, asks, tokens) VALUES (?, ?, ?, ?, ?)", [
        userId,
        serverId,
        usedAt.getTime(),
        asks,
        tokens,
      ]);
    },
    listUses: (since) => all("SELECT * FROM uses WHERE used_at >= ? ORDER BY used_at", [since.getTime()], readUse),

    async claimInteraction(interactionId, owner, at) {
      await run("INSERT OR IGNORE INTO claims (interaction_id, owner, claimed_at) VALUES (?, ?, ?)", [
        interactionId,
        owner,
        at.getTime(),
      ]);
      const holder = await first("SELECT owner FROM claims WHERE interaction_id = ?", [interactionId], (row) =>
        text(row["owner"]),
      );
      return holder === owner;
    },

    getRegistration: (scope) =>
      first("SELECT hash FROM registrations WHERE scope = ?", [scope], (row) => text(row["hash"])),
    async saveRegistration(scope, hash, at) {
      await run("INSERT OR REPLACE INTO registrations (scope, hash, registered_at) VALUES (?, ?, ?)", [
        scope,
        hash,
        at.getTime(),
      ]);
    },

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
    deletePerson: (userId) =>
      runAll([
        { sql: "DELETE FROM answers WHERE user_id = ?", args: [userId] },
        { sql: "DELETE FROM feedback WHERE user_id = ?", args: [userId] },
        { sql: "DELETE FROM threads WHERE opened_by = ?", args: [userId] },
        { sql: "DELETE FROM searches WHERE user_id = ?", args: [userId] },
        { sql: "DELETE FROM paper_signals WHERE user_id = ?", args: [userId] },
        { sql: "UPDATE settings SET updated_by = '' WHERE updated_by = ?", args: [userId] },
        { sql: "UPDATE subscriptions SET user_id = '' WHERE user_id = ?", args: [userId] },
      ]),
    prune(now) {
      const before = (keptMs: number) => now.getTime() - keptMs;
      return runAll([
        { sql: "DELETE FROM answers WHERE created_at < ?", args: [before(retention.answersDays * DAY_MS)] },
        { sql: "DELETE FROM threads WHERE created_at < ?", args: [before(retention.answersDays * DAY_MS)] },
        { sql: "DELETE FROM feedback WHERE created_at < ?", args: [before(retention.feedbackDays * DAY_MS)] },
        { sql: "DELETE FROM paper_signals WHERE created_at < ?", args: [before(retention.feedbackDays * DAY_MS)] },
        { sql: "DELETE FROM searches WHERE created_at < ?", args: [before(SEARCHES_KEPT_MS)] },
        { sql: "DELETE FROM uses WHERE used_at < ?", args: [before(USES_KEPT_MS)] },
        { sql: "DELETE FROM claims WHERE claimed_at < ?", args: [before(CLAIMS_KEPT_MS)] },
      ]);
    },
    async close() {
      client.close();
    },
  };
}

function readAnswer(row: Row): StoredAnswer {
  return {
    answerId: text(row["answer_id"]),
    conversationId: text(row["conversation_id"]),
    userId: text(row["user_id"]),
    serverId: textOrNull(row["server_id"]),
    channelId: text(row["channel_id"]),
    messageId: textOrNull(row["message_id"]),
    question: text(row["question"]),
    record: answerRecordSchema.parse(JSON.parse(text(row["record"]))),
    createdAt: date(row["created_at"]),
    visibility: visibilitySchema.parse(row["visibility"]),
  };
}

function readThread(row: Row): ConversationThread {
  return {
    threadId: text(row["thread_id"]),
    serverId: text(row["server_id"]),
    openedBy: text(row["opened_by"]),
    conversationId: text(row["conversation_id"]),
    createdAt: date(row["created_at"]),
  };
}

function readFeedback(row: Row): Feedback {
  return {
    answerId: text(row["answer_id"]),
    userId: text(row["user_id"]),
    verdict: z.enum(["helpful", "unhelpful"]).parse(row["verdict"]),
    reason: textOrNull(row["reason"]),
    createdAt: date(row["created_at"]),
  };
}

const visibilitySchema = z.enum(VISIBILITIES);
const narrowedSchema = z.object({ filters: paperFiltersSchema.optional(), order: z.enum(PAPER_ORDERS).optional() });

function readSearch(row: Row): StoredSearch {
  const { filters, order } = narrowedSchema.parse(JSON.parse(text(row["narrowed"])));
  return {
    searchId: text(row["search_id"]),
    userId: text(row["user_id"]),
    serverId: textOrNull(row["server_id"]),
    channelId: text(row["channel_id"]),
    visibility: visibilitySchema.parse(row["visibility"]),
    query: text(row["query"]),
    ...(filters === undefined ? {} : { filters }),
    ...(order === undefined ? {} : { order }),
  };
}

function readUse(row: Row): Use {
  return {
    userId: text(row["user_id"]),
    serverId: textOrNull(row["server_id"]),
    usedAt: date(row["used_at"]),
    asks: Number(row["asks"]) === 0 ? 0 : 1,
    tokens: Number(row["tokens"]),
  };
}
