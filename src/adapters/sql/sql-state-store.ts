import { z } from "zod";
import { PAPER_ORDERS, paperFiltersSchema } from "../../domain/question.ts";
import { type ServerSettings, serverSettingsSchema } from "../../domain/server-settings.ts";
import { answerRecordSchema, type StoredAnswer } from "../../domain/stored-answer.ts";
import type { ConversationThread, Feedback, StateStore, StoredSearch, Use } from "../../ports/state-store.ts";
import type { SqlDatabase, SqlRow } from "./sql-database.ts";
import { createSqlRunner, date, text, textOrNull } from "./sql-runner.ts";

/** A claim that has to wait longer comes too late to be of use. */
const CLAIM_MS = 1_500;

/** The state store in an SQL database: a file, or a server of the same engine. */
export function createSqlStateStore(database: SqlDatabase): StateStore {
  const { all, first, run } = createSqlRunner(database);

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
           created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
        ],
      );
    },
    async linkAnswer(answerId, channelId, messageId) {
      await run("UPDATE answers SET channel_id = ?, message_id = ? WHERE answer_id = ?", [
        channelId,
        messageId,
        answerId,
      ]);
    },
    getAnswer: (answerId) => first("SELECT * FROM answers WHERE answer_id = ?", [answerId], readAnswer),
    findAnswerByMessage: (messageId) => first("SELECT * FROM answers WHERE message_id = ?", [messageId], readAnswer),
    async listTurns(conversationId, limit, since) {
      const newestFirst = await all(
        `SELECT * FROM answers WHERE conversation_id = ? AND created_at >= ? ORDER BY created_at DESC, answer_id LIMIT ?`,
        [conversationId, since?.getTime() ?? 0, limit],
        readAnswer,
      );
      return newestFirst.reverse();
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

    async saveSearch({ searchId, userId, query, filters, order }, at) {
      await run("INSERT INTO searches (search_id, user_id, query, narrowed, created_at) VALUES (?, ?, ?, ?, ?)", [
        searchId,
        userId,
        query,
        JSON.stringify({ filters, order }),
        at.getTime(),
      ]);
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
      await run(
        "INSERT OR IGNORE INTO claims (interaction_id, owner, claimed_at) VALUES (?, ?, ?)",
        [interactionId, owner, at.getTime()],
        { deadlineMs: CLAIM_MS },
      );
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
  };
}

export function readAnswer(row: SqlRow): StoredAnswer {
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
  };
}

export function readThread(row: SqlRow): ConversationThread {
  return {
    threadId: text(row["thread_id"]),
    serverId: text(row["server_id"]),
    openedBy: text(row["opened_by"]),
    conversationId: text(row["conversation_id"]),
    createdAt: date(row["created_at"]),
  };
}

export function readFeedback(row: SqlRow): Feedback {
  return {
    answerId: text(row["answer_id"]),
    userId: text(row["user_id"]),
    verdict: z.enum(["helpful", "unhelpful"]).parse(row["verdict"]),
    reason: textOrNull(row["reason"]),
    createdAt: date(row["created_at"]),
  };
}

const narrowedSchema = z.object({ filters: paperFiltersSchema.optional(), order: z.enum(PAPER_ORDERS).optional() });

export function readSearch(row: SqlRow): StoredSearch {
  const { filters, order } = narrowedSchema.parse(JSON.parse(text(row["narrowed"])));
  return {
    searchId: text(row["search_id"]),
    userId: text(row["user_id"]),
    query: text(row["query"]),
    ...(filters === undefined ? {} : { filters }),
    ...(order === undefined ? {} : { order }),
  };
}

export function readUse(row: SqlRow): Use {
  return {
    userId: text(row["user_id"]),
    serverId: textOrNull(row["server_id"]),
    usedAt: date(row["used_at"]),
    asks: Number(row["asks"]) === 0 ? 0 : 1,
    tokens: Number(row["tokens"]),
  };
}
