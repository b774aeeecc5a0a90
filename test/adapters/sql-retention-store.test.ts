import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqlDigestStore } from "../../src/adapters/sql/sql-digest-store.ts";
import { createSqlInterestStore } from "../../src/adapters/sql/sql-interest-store.ts";
import { createSqlRetentionStore } from "../../src/adapters/sql/sql-retention-store.ts";
import { createSqlStateStore } from "../../src/adapters/sql/sql-state-store.ts";
import type { Digest } from "../../src/domain/digest.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import { DEFAULT_SERVER_SETTINGS } from "../../src/domain/server-settings.ts";
import { openTestDatabase } from "../support/test-database.ts";

const DAY_MS = 86_400_000;
const at = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * DAY_MS);
const PAPER = "p1" as PaperId;
const DIGEST: Digest = {
  week: "2026-W01",
  since: at(0).toISOString(),
  newPapers: 0,
  from: [],
  quiet: true,
  reason: null,
  whyQuiet: null,
  themes: [],
};

let folder: string;
let file: string;
let database: ReturnType<typeof openTestDatabase>;
const open = () => {
  database = openTestDatabase(file);
  return {
    state: createSqlStateStore(database),
    digests: createSqlDigestStore(database),
    interests: createSqlInterestStore(database),
    retention: createSqlRetentionStore(database, { answersDays: 30, feedbackDays: 180 }),
  };
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "footnote-retention-"));
  file = join(folder, "state.db");
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

type Stores = ReturnType<typeof open>;
const answerOf = (answerId: string, day: number, over: object = {}) => ({
  answerId,
  conversationId: answerId,
  userId: "ada",
  serverId: "lab",
  channelId: "general",
  messageId: null,
  question: `question ${answerId}`,
  record: { status: "answered" as const, mode: "extractive" as const, model: null, sentences: [], citations: [] },
  createdAt: at(day),
  ...over,
});
const subscribe = ({ digests }: Stores, serverId: string, channelId: string, userId = "ada") =>
  digests.saveSubscription({
    serverId,
    channelId,
    userId,
    schedule: { day: 5, time: "18:00", zone: "UTC" },
    topics: [],
    style: "full",
    silent: true,
    crosspost: false,
    createdAt: at(0),
    next: { week: "2026-W01", dueAt: at(1) },
    disabled: null,
  });
const post = async ({ digests }: Stores, serverId: string, channelId: string, week: string, day: number) => {
  const key = { serverId, channelId, week };
  await digests.planRun(key, { nonce: week, dueAt: at(day) });
  await digests.beginSending(key, DIGEST, at(day));
  await digests.recordSent(key, "m", [PAPER], at(day));
};

describe("what is kept of a person", () => {
  it("leaves no byte behind when it is deleted: no text, no id", async () => {
    const stores = open();
    const { state, interests, retention } = stores;
    const ada = "111122223333444455";
    for (let n = 0; n < 200; n += 1) {
      const userId = n % 2 === 0 ? ada : "999988887777666655";
      const question = n % 2 === 0 ? `a private matter ${"x".repeat((n * 53) % 700)}` : "What explains grokking?";
      await state.saveAnswer(answerOf(`a${n}`, 0, { userId, question }));
      await state.saveSearch({ searchId: `s${n}`, userId, query: question.slice(0, 80) }, at(0));
      await state.saveFeedback({ answerId: `a${n}`, userId, verdict: "unhelpful", reason: question, createdAt: at(0) });
      await state.recordUse({ userId, serverId: "lab", usedAt: at(0), asks: 1, tokens: 5 });
    }
    const thread = { serverId: "lab", conversationId: "a0", createdAt: at(0) };
    await state.saveThread({ ...thread, threadId: "t1", openedBy: ada });
    await state.saveSettings("lab", DEFAULT_SERVER_SETTINGS, ada, at(0));
    await interests.addSignal({ serverId: "lab", userId: ada, paperId: PAPER, signal: "opened" }, at(0));
    await subscribe(stores, "lab", "news", ada);
    const bytes = () => readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString("latin1"));
    const holds = (text: string) => bytes().some((content) => content.includes(text));
    expect(holds(ada) && holds("a private matter")).toBe(true);
    await retention.deletePerson(ada, at(1));
    expect(holds(ada) || holds("a private matter")).toBe(false);
    await expect(retention.exportPerson(ada)).resolves.toMatchObject({ answers: [], uses: [], setUp: [] });
    // Others keep theirs, and the server goes on.
    await expect(state.getAnswer("a1")).resolves.toMatchObject({ question: "What explains grokking?" });
    await expect(state.getThread("t1")).resolves.toMatchObject({ conversationId: "a0", openedBy: "" });
    await expect(state.listUses(at(0))).resolves.toHaveLength(200);
  });

  it("goes from the bytes later where another process keeps the file busy", async () => {
    const { state, retention } = open();
    await state.saveAnswer(answerOf("a1", 0, { question: "a private matter" }));
    const reader = new Database(file);
    reader.exec("BEGIN; SELECT COUNT(*) FROM answers");
    const rows = reader.prepare("SELECT question FROM answers").all();
    expect(rows).toHaveLength(1);
    const deleting = retention.deletePerson("ada", at(1));
    await new Promise((resolve) => setTimeout(resolve, 200));
    reader.exec("COMMIT");
    reader.close();
    await expect(deleting).resolves.toBe(1);
    await retention.tidy();
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString("latin1"));
    expect(bytes.some((text) => text.includes("a private matter"))).toBe(false);
  });
});

describe("a row that can't be read", () => {
  it("is told of without what stands in it", async () => {
    const { state } = open();
    await state.saveAnswer(answerOf("a1", 0));
    await database.write([{ sql: "UPDATE answers SET record = 'a private matter'", args: [] }]);
    const told: unknown = await state.getAnswer("a1").catch((error: unknown) => error);
    expect(told).toMatchObject({ code: "STATE_DAMAGED", cause: "SyntaxError" });
  });
});

describe("what is kept of a server", () => {
  it("goes with it, digests and signals among it, and nothing of others does", async () => {
    const stores = open();
    const { state, digests, interests, retention } = stores;
    for (const serverId of ["gone", "stays"]) {
      await subscribe(stores, serverId, "news");
      await post(stores, serverId, "news", "2026-W01", 1);
      await state.saveAnswer(answerOf(`in ${serverId}`, 0, { serverId }));
      await interests.addSignal({ serverId, userId: "ada", paperId: PAPER, signal: "less" }, at(0));
      await state.saveRegistration(`1:${serverId}`, "hash", at(0));
    }
    await retention.deleteServer("gone", at(1));
    const run = { channelId: "news", week: "2026-W01" };
    await expect(digests.listSubscriptions("gone")).resolves.toEqual([]);
    await expect(digests.getRun({ ...run, serverId: "gone" })).resolves.toBeNull();
    await expect(digests.listShown("gone", "news")).resolves.toEqual(new Set());
    await expect(interests.listInterests("gone", 9)).resolves.toEqual({ asks: [], papers: [] });
    await expect(state.getRegistration("1:gone")).resolves.toBeNull();
    await expect(digests.listSubscriptions("stays")).resolves.toHaveLength(1);
    await expect(digests.getRun({ ...run, serverId: "stays" })).resolves.toMatchObject({ status: "sent" });
    await expect(interests.listInterests("stays", 9)).resolves.toMatchObject({ asks: [{}], papers: [{}] });
    expect(readFileSync(file).toString("latin1")).not.toContain("in gone");
  });

  it("goes 30 days after the bot was there last, also where nobody said that it left", async () => {
    const { state, retention } = open();
    for (const serverId of ["gone", "stays"]) {
      await state.saveSettings(serverId, DEFAULT_SERVER_SETTINGS, "boss", at(0));
    }
    await retention.noteServers(["gone", "stays"], at(0));
    for (let day = 0; day <= 29; day += 1) {
      await retention.noteServers(["stays"], at(day));
      await retention.prune(at(day));
    }
    expect([...(await state.listSettings()).keys()]).toEqual(["gone", "stays"]);
    for (const day of [30, 31]) {
      await retention.noteServers(["stays"], at(day));
      await retention.prune(at(day));
    }
    expect([...(await state.listSettings()).keys()]).toEqual(["stays"]);
  });
});

describe("what has expired", () => {
  it("goes: texts of digests after 30 days, the ledger after a year, both where nobody subscribes any more", async () => {
    const stores = open();
    const { digests, retention } = stores;
    await subscribe(stores, "lab", "news");
    await post(stores, "lab", "news", "2026-W01", 0);
    await post(stores, "lab", "ended", "2026-W01", 0);
    const run = (channelId: string) => digests.getRun({ serverId: "lab", channelId, week: "2026-W01" });
    const pruneUntil = async (from: number, to: number) => {
      for (let day = from; day <= to; day += 5) {
        await retention.noteServers(["lab"], at(day));
        await retention.prune(at(day));
      }
    };
    await pruneUntil(0, 30);
    await expect(run("ended")).resolves.not.toBeNull();
    await pruneUntil(31, 36);
    await expect(run("news")).resolves.toMatchObject({ status: "sent", digest: null });
    await expect(run("ended")).resolves.toBeNull();
    await expect(digests.listShown("lab", "ended")).resolves.toEqual(new Set());
    await expect(digests.listShown("lab", "news")).resolves.toEqual(new Set([PAPER]));
    await pruneUntil(41, 371);
    await expect(run("news")).resolves.toBeNull();
    await expect(digests.listShown("lab", "news")).resolves.toEqual(new Set());
  });

  it("stays where the clock jumps a year ahead and back, and goes when a jump has held for a day", async () => {
    const { state, retention } = open();
    await state.saveAnswer(answerOf("a1", 0));
    await retention.prune(at(0));
    expect(await retention.prune(at(365))).toBe(0);
    expect(await retention.prune(at(365.5))).toBe(0);
    expect(await retention.prune(at(1))).toBe(0);
    expect(await retention.prune(at(400))).toBe(0);
    expect(await retention.prune(at(401))).toBe(1);
    await expect(state.getAnswer("a1")).resolves.toBeNull();
  });

  it("holds nobody to a day that has not come, and keeps what was written then no longer than the rest", async () => {
    const { state, retention } = open();
    await retention.prune(at(0));
    await state.saveAnswer(answerOf("ahead", 365));
    await state.recordUse({ userId: "ada", serverId: "lab", usedAt: at(365), asks: 1, tokens: 0 });
    await state.claimInteraction("i", "one", at(365));
    await retention.prune(at(1));
    await expect(state.listUses(at(0))).resolves.toEqual([]);
    await expect(state.claimInteraction("i", "two", at(1))).resolves.toBe(true);
    await expect(state.getAnswer("ahead")).resolves.toMatchObject({ createdAt: at(1) });
    for (const day of [8, 15, 22, 29, 32]) await retention.prune(at(day));
    await expect(state.getAnswer("ahead")).resolves.toBeNull();
  });
});
