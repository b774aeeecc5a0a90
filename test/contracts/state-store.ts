import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PaperId } from "../../src/domain/paper.ts";
import { DEFAULT_SERVER_SETTINGS } from "../../src/domain/server-settings.ts";
import type { StoredAnswer } from "../../src/domain/stored-answer.ts";
import type { RetentionStore } from "../../src/ports/retention-store.ts";
import type { StateStore } from "../../src/ports/state-store.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 0, minutes));
const DAY_MINUTES = 1_440;

function answerOf(answerId: string, over: Partial<StoredAnswer> = {}): StoredAnswer {
  return {
    answerId,
    conversationId: answerId,
    userId: "ada",
    serverId: "lab",
    channelId: "general",
    messageId: null,
    question: "What explains grokking? 'quoted'; --",
    record: {
      status: "answered",
      mode: "extractive",
      model: null,
      sentences: [{ text: "Softmax collapse.", citations: [1] }],
      citations: [{ n: 1, paperId: "p1" as PaperId, title: "T “x”", url: null, quote: "Softmax collapse." }],
    },
    createdAt: at(0),
    ...over,
  };
}

type Store = StateStore & RetentionStore & { close(): Promise<void> };

/** What every state store does. `open` gives the same store again each time, as after a restart. */
export function describeStateStore(name: string, open: () => Promise<Store>, reset: () => Promise<void>): void {
  describe(`${name} as a state store`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => {
      await store.close();
      await reset();
    });

    it("keeps everything over a restart", async () => {
      const settings = { ...DEFAULT_SERVER_SETTINGS, allowedChannels: ["general"], language: "ja" as const };
      await store.saveSettings("lab", settings, "boss", at(0));
      await store.saveSettings("lab", { ...settings, threads: "never" }, "boss", at(1));
      await store.saveAnswer(answerOf("a1"));
      await store.linkAnswer("a1", "thread", "m1");
      await store.saveThread({
        threadId: "t1",
        serverId: "lab",
        openedBy: "ada",
        conversationId: "a1",
        createdAt: at(0),
      });
      await store.saveSearch({ searchId: "s1", userId: "ada", query: "flat minima" }, at(0));
      await store.saveRegistration("global", "hash", at(0));
      await store.close();
      store = await open();
      expect(await store.listSettings()).toEqual(new Map([["lab", { ...settings, threads: "never" }]]));
      expect(await store.getAnswer("a1")).toEqual(answerOf("a1", { channelId: "thread", messageId: "m1" }));
      expect(await store.findAnswerByMessage("m1")).toMatchObject({ answerId: "a1" });
      expect(await store.getThread("t1")).toMatchObject({ conversationId: "a1" });
      expect(await store.getSearch("s1")).toMatchObject({ query: "flat minima" });
      expect(await store.getRegistration("global")).toBe("hash");
    });

    it("knows nothing of what it was never told", async () => {
      expect(await store.getAnswer("none")).toBeNull();
      expect(await store.findAnswerByMessage("none")).toBeNull();
      expect(await store.getThread("none")).toBeNull();
      expect(await store.getSearch("none")).toBeNull();
      expect(await store.getRegistration("none")).toBeNull();
      expect(await store.listSettings()).toEqual(new Map());
    });

    it("lists the newest turns of one conversation, oldest first, since a time", async () => {
      for (const minute of [0, 1, 2, 3]) {
        await store.saveAnswer(answerOf(`a${minute}`, { conversationId: "c", createdAt: at(minute) }));
      }
      await store.saveAnswer(answerOf("other", { createdAt: at(9) }));
      const ids = async (limit: number, since?: Date) =>
        (await store.listTurns("c", limit, since)).map(({ answerId }) => answerId);
      expect(await ids(2)).toEqual(["a2", "a3"]);
      expect(await ids(9, at(1))).toEqual(["a1", "a2", "a3"]);
    });

    it("gives an interaction to one owner only", async () => {
      expect(await store.claimInteraction("i", "one", at(0))).toBe(true);
      expect(await store.claimInteraction("i", "one", at(0))).toBe(true);
      expect(await store.claimInteraction("i", "two", at(0))).toBe(false);
    });

    it("counts one verdict for each person and answer, the latest", async () => {
      const feedback = { answerId: "a1", userId: "ada", reason: null, createdAt: at(0) };
      await store.saveFeedback({ ...feedback, verdict: "helpful" });
      await store.saveFeedback({ ...feedback, verdict: "unhelpful", reason: "wrong paper" });
      const { feedback: kept } = await store.exportPerson("ada");
      expect(kept).toEqual([{ ...feedback, verdict: "unhelpful", reason: "wrong paper" }]);
    });

    it("exports and deletes all of one person and nothing of others", async () => {
      for (const userId of ["ada", "grace"]) {
        await store.saveAnswer(answerOf(`of ${userId}`, { userId }));
        await store.saveFeedback({ answerId: "x", userId, verdict: "helpful", reason: null, createdAt: at(0) });
        await store.saveThread({
          threadId: userId,
          serverId: "lab",
          openedBy: userId,
          conversationId: "c",
          createdAt: at(0),
        });
        await store.saveSearch({ searchId: userId, userId, query: "q" }, at(0));
        await store.recordUse({ userId, serverId: "lab", usedAt: at(0), asks: 1, tokens: 0 });
        await store.saveSettings(`server of ${userId}`, DEFAULT_SERVER_SETTINGS, userId, at(0));
      }
      const before = await store.exportPerson("ada");
      const { signals: _kept, ...own } = before;
      expect(Object.values(own).map((rows: readonly unknown[]) => rows.length)).toEqual([1, 1, 1, 1, 1, 1]);
      expect(await store.deletePerson("ada", at(0))).toBe(6);
      const after = await store.exportPerson("ada");
      expect(Object.entries(after).flatMap(([kind, rows]) => (rows.length > 0 ? [kind] : []))).toEqual([]);
      expect((await store.exportPerson("grace")).answers).toHaveLength(1);
      // Others go on in a thread that the person opened, and the server's limits go on counting.
      expect(await store.getThread("ada")).toMatchObject({ conversationId: "c", openedBy: "" });
      expect(await store.listUses(at(0))).toMatchObject([{ userId: "" }, { userId: "grace" }]);
      // What was set up for the server goes on.
      expect([...(await store.listSettings()).keys()].sort()).toEqual(["server of ada", "server of grace"]);
    });

    it("deletes all of one server and nothing of others", async () => {
      for (const serverId of ["lab", "other"]) {
        await store.saveSettings(serverId, DEFAULT_SERVER_SETTINGS, "boss", at(0));
        await store.saveAnswer(answerOf(`in ${serverId}`, { serverId }));
        const feedback = { userId: "ada", verdict: "helpful", reason: null, createdAt: at(0) } as const;
        await store.saveFeedback({ ...feedback, answerId: `in ${serverId}` });
        const thread = { openedBy: "ada", conversationId: "c", createdAt: at(0) };
        await store.saveThread({ ...thread, threadId: `in ${serverId}`, serverId });
        await store.recordUse({ userId: "ada", serverId, usedAt: at(0), asks: 1, tokens: 0 });
      }
      expect(await store.deleteServer("lab", at(0))).toBe(5);
      expect([...(await store.listSettings()).keys()]).toEqual(["other"]);
      expect(await store.exportPerson("ada")).toMatchObject({
        answers: [{ answerId: "in other" }],
        feedback: [{ answerId: "in other" }],
        threads: [{ threadId: "in other" }],
        uses: [{ serverId: "other" }],
      });
    });

    it("forgets what has expired", async () => {
      await store.saveAnswer(answerOf("old"));
      await store.saveAnswer(answerOf("new", { createdAt: at(3 * DAY_MINUTES) }));
      await store.recordUse({ userId: "ada", serverId: null, usedAt: at(0), asks: 0, tokens: 12 });
      await store.claimInteraction("i", "one", at(0));
      expect(await store.prune(at(3 * DAY_MINUTES))).toBe(3);
      expect(await store.getAnswer("old")).toBeNull();
      expect(await store.getAnswer("new")).not.toBeNull();
      expect(await store.listUses(at(0))).toEqual([]);
    });

    it("lists the uses since a time", async () => {
      const use = { userId: "ada", serverId: null, asks: 1, tokens: 0 } as const;
      await store.recordUse({ ...use, usedAt: at(0) });
      await store.recordUse({ ...use, usedAt: at(5) });
      expect(await store.listUses(at(1))).toEqual([{ ...use, usedAt: at(5) }]);
    });
  });
}
