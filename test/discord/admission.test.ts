import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAskQueue } from "../../src/discord/admission/ask-queue.ts";
import { createUsageWindows } from "../../src/discord/admission/usage-windows.ts";
import type { Use } from "../../src/ports/state-store.ts";

const LIMITS = {
  userAsksPerHour: 2,
  serverAsksPerHour: 3,
  serverAsksPerDay: 4,
  serverTokensPerDay: 100,
  directAsksPerDay: 2,
  directTokensPerDay: 50,
  tokensPerDay: 10_000,
};
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 0, minutes));
const use = (minutes: number, over: Partial<Use> = {}): Use => ({
  userId: "ada",
  serverId: "lab",
  usedAt: at(minutes),
  asks: 1,
  tokens: 0,
  ...over,
});

describe("usage windows", () => {
  it("refuse a person over the limit, and say when the oldest question leaves the window", () => {
    const windows = createUsageWindows();
    windows.count(use(0));
    windows.count(use(10));
    expect(windows.check("ada", "lab", LIMITS, at(20))).toEqual({ kind: "refused", whose: "user", retryAt: at(60) });
    expect(windows.check("ada", "lab", LIMITS, at(60))).toMatchObject({ kind: "admitted" });
    expect(windows.check("grace", "lab", LIMITS, at(20))).toMatchObject({ kind: "admitted" });
  });

  it("refuse a server over its hour or its day, whoever asks", () => {
    const windows = createUsageWindows();
    for (const [minute, userId] of [
      [0, "a"],
      [1, "b"],
      [2, "c"],
    ] as const)
      windows.count(use(minute, { userId }));
    expect(windows.check("d", "lab", LIMITS, at(5))).toEqual({ kind: "refused", whose: "server", retryAt: at(60) });
    windows.count(use(70, { userId: "d" }));
    expect(windows.check("e", "lab", LIMITS, at(140))).toEqual({
      kind: "refused",
      whose: "server",
      retryAt: new Date(at(0).getTime() + 86_400_000),
    });
    expect(windows.check("e", "other", LIMITS, at(140))).toMatchObject({ kind: "admitted" });
    expect(windows.check("e", null, LIMITS, at(140))).toMatchObject({ kind: "admitted" });
  });

  it("leave the language model alone when the server's share of the day is spent", () => {
    const windows = createUsageWindows();
    const isSpent = (minutes: number) => windows.isBudgetSpent("ada", "lab", LIMITS, at(minutes));
    windows.count(use(0, { asks: 0, tokens: 60 }));
    expect(isSpent(1)).toBe(false);
    windows.count(use(1, { asks: 0, tokens: 60 }));
    expect(isSpent(2)).toBe(true);
    expect(isSpent(24 * 60 + 1)).toBe(false);
  });

  it("give each person a budget of their own outside servers", () => {
    const windows = createUsageWindows();
    const limits = { ...LIMITS, userAsksPerHour: 1_000 };
    windows.count(use(0, { serverId: null, tokens: 60 }));
    windows.count(use(1, { serverId: null }));
    expect(windows.check("ada", null, limits, at(2))).toEqual({
      kind: "refused",
      whose: "user",
      retryAt: new Date(at(0).getTime() + 86_400_000),
    });
    expect(windows.isBudgetSpent("ada", null, limits, at(2))).toBe(true);
    for (const [userId, serverId] of [
      ["ada", "lab"],
      ["grace", null],
    ] as const) {
      expect(windows.check(userId, serverId, limits, at(2))).toEqual({ kind: "admitted" });
      expect(windows.isBudgetSpent(userId, serverId, limits, at(2))).toBe(false);
    }
  });

  it("leave the language model alone when everybody together has spent the day's tokens", () => {
    const windows = createUsageWindows();
    const limits = { ...LIMITS, serverTokensPerDay: 1_000, directTokensPerDay: 1_000, tokensPerDay: 100 };
    const spent = (minutes: number) => [
      windows.isBudgetSpent("eve", "elsewhere", limits, at(minutes)),
      windows.isBudgetSpent("eve", null, limits, at(minutes)),
    ];
    windows.count(use(0, { asks: 0, tokens: 60 }));
    windows.count(use(5, { asks: 0, userId: "", serverId: "other", tokens: 30 }));
    expect(spent(6)).toEqual([false, false]);
    windows.count(use(6, { asks: 0, userId: "grace", serverId: null, tokens: 10 }));
    expect(spent(7)).toEqual([true, true]);
    windows.prune(at(7));
    expect(spent(7)).toEqual([true, true]);
    expect(spent(24 * 60 + 1)).toEqual([false, false]);
  });

  it("lock nobody out when the clock was a year ahead for a while", () => {
    const windows = createUsageWindows();
    const year = 365 * 24 * 60;
    for (const minute of [0, 1, 2, 3]) windows.count(use(year + minute, { tokens: 500 }));
    expect(windows.check("ada", "lab", LIMITS, at(5))).toEqual({ kind: "admitted" });
    expect(windows.isBudgetSpent("ada", "lab", LIMITS, at(5))).toBe(false);
    windows.count(use(5));
    windows.count(use(6));
    expect(windows.check("ada", "lab", LIMITS, at(7))).toMatchObject({ kind: "refused", whose: "user" });
  });

  it.each([-365, 365])("lock nobody out when the clock jumps by %i days, forth or back", (days) => {
    const windows = createUsageWindows();
    const jump = days * 24 * 60;
    for (const minute of [0, 1, 2, 3]) windows.count(use(minute + jump));
    windows.count(use(jump, { asks: 0, tokens: 1_000 }));
    expect(windows.check("ada", "lab", LIMITS, at(10))).toEqual({ kind: "admitted" });
    windows.count(use(10));
    windows.count(use(11));
    // The limits go on to hold by the clock as it is.
    expect(windows.check("ada", "lab", LIMITS, at(12))).toEqual({ kind: "refused", whose: "user", retryAt: at(70) });
    expect(windows.check("ada", "lab", LIMITS, at(jump + 4))).toMatchObject({ kind: "refused", whose: "user" });
  });

  it("are the same after a restart, and after forgetting what is past", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ minute: fc.nat(3_000), user: fc.constantFrom("a", "b"), server: fc.constantFrom("x", "y") }),
          {
            maxLength: 40,
          },
        ),
        fc.nat(3_000),
        (uses, now) => {
          const counted = uses
            .filter(({ minute }) => minute <= now)
            .sort((a, b) => a.minute - b.minute)
            .map(({ minute, user, server }) => use(minute, { userId: user, serverId: server }));
          const running = createUsageWindows();
          for (const each of counted) running.count(each);
          const restarted = createUsageWindows();
          restarted.restore([...counted].reverse());
          const pruned = createUsageWindows();
          pruned.restore(counted);
          pruned.prune(at(now));
          for (const [user, server] of [
            ["a", "x"],
            ["b", "y"],
            ["a", null],
          ] as const) {
            const expected = running.check(user, server, LIMITS, at(now));
            expect(restarted.check(user, server, LIMITS, at(now))).toEqual(expected);
            expect(pruned.check(user, server, LIMITS, at(now))).toEqual(expected);
          }
        },
      ),
    );
  });
});

describe("the queue of questions", () => {
  const options = { atOnce: 2, perUser: 5, perServer: 30, total: 100 };

  it("works on so many at once and no more", async () => {
    const queue = createAskQueue(options);
    let now = 0;
    let most = 0;
    const work = async () => {
      now += 1;
      most = Math.max(most, now);
      await sleep(3);
      now -= 1;
    };
    const entries = Array.from({ length: 20 }, (_, index) => queue.enter(`u${index}`, `s${index % 3}`, work));
    await Promise.all(entries.map((entry) => entry?.result));
    expect(most).toBe(2);
    expect(queue.size).toBe(0);
  });

  it("lets servers take turns: one with many questions holds up nobody else", async () => {
    const queue = createAskQueue({ ...options, atOnce: 1 });
    const order: string[] = [];
    const enter = (user: string, server: string) =>
      queue.enter(user, server, async () => {
        await sleep(1);
        order.push(server);
      })?.result;
    const busy = Array.from({ length: 20 }, (_, index) => enter(`u${index}`, "busy"));
    await sleep(2);
    const quiet = enter("v", "quiet");
    await Promise.all([...busy, quiet]);
    expect(order.indexOf("quiet")).toBeLessThan(5);
  });

  it("lets the people of a server take turns", async () => {
    const queue = createAskQueue({ ...options, atOnce: 1 });
    const order: string[] = [];
    const enter = (user: string) =>
      queue.enter(user, "lab", async () => {
        await sleep(1);
        order.push(user);
      })?.result;
    await Promise.all([enter("eager"), enter("eager"), enter("eager"), enter("eager"), enter("late")]);
    expect(order.indexOf("late")).toBeLessThan(3);
  });

  it("refuses what does not fit, for a person, a server and altogether", async () => {
    const queue = createAskQueue({ atOnce: 1, perUser: 2, perServer: 3, total: 4 });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const accepted = [
      queue.enter("a", "x", () => held),
      queue.enter("a", "x", () => held),
      queue.enter("b", "x", () => held),
      queue.enter("c", "y", () => held),
    ];
    expect(accepted.every((entry) => entry !== null)).toBe(true);
    expect(queue.enter("a", "y", () => held)).toBeNull();
    expect(queue.enter("d", "z", () => held)).toBeNull();
    release();
    await Promise.all(accepted.map((entry) => entry?.result));
    expect(queue.enter("a", "x", () => held)).not.toBeNull();
  });

  it("goes on after a question that failed", async () => {
    const queue = createAskQueue({ ...options, atOnce: 1 });
    const failed = queue.enter("a", "x", () => Promise.reject(new Error("no")));
    await expect(failed?.result).rejects.toThrow("no");
    await expect(queue.enter("a", "x", async () => "yes")?.result).resolves.toBe("yes");
  });
});
