import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqlInterestStore } from "../../src/adapters/sql/sql-interest-store.ts";
import { createSqlRetentionStore } from "../../src/adapters/sql/sql-retention-store.ts";
import { createSqlStateStore } from "../../src/adapters/sql/sql-state-store.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import type { InterestStore } from "../../src/ports/interest-store.ts";
import type { RetentionStore } from "../../src/ports/retention-store.ts";
import type { StateStore } from "../../src/ports/state-store.ts";
import { openTestDatabase } from "../support/test-database.ts";

const at = (day: number) => new Date(Date.UTC(2026, 2, day));
const opened = { serverId: "lab", userId: "ada", paperId: "p1" as PaperId, signal: "opened" } as const;

describe("the interest store", () => {
  let folder: string;
  let store: InterestStore;
  let state: StateStore;
  let retention: RetentionStore;
  let database: ReturnType<typeof openTestDatabase>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "footnote-interests-"));
    database = openTestDatabase(join(folder, "state.db"));
    state = createSqlStateStore(database);
    retention = createSqlRetentionStore(database, { answersDays: 30, feedbackDays: 180 });
    store = createSqlInterestStore(database);
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const answer = (answerId: string, day: number, cited: readonly string[]) =>
    state.saveAnswer({
      answerId,
      conversationId: answerId,
      userId: "ada",
      serverId: "lab",
      channelId: "c",
      messageId: null,
      question: `question ${answerId}`,
      record: {
        status: "answered",
        mode: "extractive",
        model: null,
        sentences: [],
        citations: cited.map((id, n) => ({ n: n + 1, paperId: id as PaperId, title: "T", url: null, quote: "Q" })),
      },
      createdAt: at(day),
    });

  it("counts people, each once, by paper and signal, newest first", async () => {
    await expect(store.addSignal(opened, at(1))).resolves.toBe(true);
    await expect(store.addSignal(opened, at(2))).resolves.toBe(false);
    await store.addSignal({ ...opened, userId: "bob" }, at(3));
    await store.addSignal({ ...opened, paperId: "p'2" as PaperId, signal: "less" }, at(4));
    await store.addSignal({ ...opened, serverId: "other" }, at(5));
    await expect(store.listInterests("lab", 10)).resolves.toEqual({
      asks: [],
      papers: [
        { paperId: "p'2", signal: "less", people: 1 },
        { paperId: "p1", signal: "opened", people: 2 },
      ],
    });
    await expect(store.listInterests("lab", 1)).resolves.toMatchObject({ papers: [{ paperId: "p'2" }] });
    await expect(store.removeSignal(opened)).resolves.toBe(true);
    await expect(store.removeSignal(opened)).resolves.toBe(false);
  });

  it("lists what was asked, with what most people made of the answer", async () => {
    await answer("a", 1, ["p1", "p2"]);
    await answer("b", 2, []);
    const rate = (userId: string, verdict: "helpful" | "unhelpful") =>
      state.saveFeedback({ answerId: "a", userId, verdict, reason: null, createdAt: at(3) });
    await rate("ada", "unhelpful");
    await rate("bob", "helpful");
    await rate("eve", "unhelpful");
    const { asks } = await store.listInterests("lab", 10);
    expect(asks).toEqual([
      { question: "question b", cited: [], verdict: null },
      { question: "question a", cited: ["p1", "p2"], verdict: "unhelpful" },
    ]);
    await expect(store.listInterests("elsewhere", 10)).resolves.toEqual({ asks: [], papers: [] });
  });

  it("gives a person what is kept of them, deletes it, and forgets it after half a year", async () => {
    await store.addSignal(opened, at(1));
    await store.addSignal({ ...opened, userId: "bob" }, at(1));
    const { signals } = await retention.exportPerson("ada");
    expect(signals).toEqual([{ serverId: "lab", paperId: "p1", signal: "opened", createdAt: at(1) }]);
    await expect(retention.deletePerson("ada", at(1))).resolves.toBe(1);
    await expect(store.listInterests("lab", 10)).resolves.toMatchObject({ papers: [{ people: 1 }] });
    await retention.prune(at(181));
    await expect(store.listInterests("lab", 10)).resolves.toMatchObject({ papers: [{ people: 1 }] });
    await retention.prune(at(182));
    await expect(store.listInterests("lab", 10)).resolves.toEqual({ asks: [], papers: [] });
  });
});
