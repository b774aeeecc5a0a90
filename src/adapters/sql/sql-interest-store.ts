import { z } from "zod";
import { PAPER_SIGNALS } from "../../domain/interests.ts";
import type { PaperId } from "../../domain/paper.ts";
import { answerRecordSchema } from "../../domain/stored-answer.ts";
import type { GivenSignal, InterestStore } from "../../ports/interest-store.ts";
import type { SqlDatabase } from "./sql-database.ts";
import { createSqlRunner, text } from "./sql-runner.ts";

/** What servers turn to, in the same SQL database as the bot's state: the answers there, and signals of their own. */
export function createSqlInterestStore(database: SqlDatabase): InterestStore {
  const { all, run } = createSqlRunner(database);
  const argsOf = ({ serverId, userId, paperId, signal }: GivenSignal) => [serverId, userId, paperId, signal];
  return {
    addSignal: async (signal, at) =>
      (await run(
        "INSERT OR IGNORE INTO paper_signals (server_id, user_id, paper_id, signal, created_at) VALUES (?, ?, ?, ?, ?)",
        [...argsOf(signal), at.getTime()],
      )) > 0,
    removeSignal: async (signal) =>
      (await run(
        "DELETE FROM paper_signals WHERE server_id = ? AND user_id = ? AND paper_id = ? AND signal = ?",
        argsOf(signal),
      )) > 0,
    async listInterests(serverId, limit) {
      const asks = await all(
        `SELECT question, record,
           (SELECT SUM(CASE verdict WHEN 'helpful' THEN 1 ELSE -1 END) FROM feedback
            WHERE feedback.answer_id = answers.answer_id) AS verdict
         FROM answers WHERE server_id = ? ORDER BY created_at DESC, answer_id LIMIT ?`,
        [serverId, limit],
        (row) => {
          const { citations } = answerRecordSchema.parse(JSON.parse(text(row["record"])));
          const verdict = Number(row["verdict"] ?? 0);
          return {
            question: text(row["question"]),
            cited: citations.map(({ paperId }) => paperId),
            verdict: verdict === 0 ? null : verdict > 0 ? ("helpful" as const) : ("unhelpful" as const),
          };
        },
      );
      const papers = await all(
        `SELECT paper_id, signal, COUNT(*) AS people FROM paper_signals WHERE server_id = ?
         GROUP BY paper_id, signal ORDER BY MAX(created_at) DESC, paper_id LIMIT ?`,
        [serverId, limit],
        (row) => ({
          paperId: text(row["paper_id"]) as PaperId,
          signal: z.enum(PAPER_SIGNALS).parse(row["signal"]),
          people: Number(row["people"]),
        }),
      );
      return { asks, papers };
    },
  };
}
