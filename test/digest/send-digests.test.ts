import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqlDigestStore } from "../../src/adapters/sql/sql-digest-store.ts";
import { nextRun } from "../../src/digest/next-run.ts";
import { type SendDigestsDeps, sendDigests, stopSending } from "../../src/digest/send-digests.ts";
import { createDigestPoster } from "../../src/discord/digest-poster.ts";
import type { Digest } from "../../src/domain/digest.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import type { Schedule, Subscription } from "../../src/domain/subscription.ts";
import type { DigestPublisher, PersonNote } from "../../src/ports/digest-publisher.ts";
import type { DigestStore } from "../../src/ports/digest-store.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";
import { openTestDatabase } from "../support/test-database.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Tokyo",
  "Australia/Lord_Howe",
  "Pacific/Auckland",
  "Pacific/Kiritimati",
  "Africa/Casablanca",
];

/** A channel service that keeps what is posted; a nonce is taken once within five minutes, as Discord does. */
function createFakeChannels(clock: { now(): Date }) {
  const posts: { channelId: string; nonce: string; week: string; at: Date; papers: string[] }[] = [];
  const notes: { userId: string; note: PersonNote }[] = [];
  const publisher: DigestPublisher = {
    async publish({ channelId }, digest, nonce) {
      const recent = posts.findIndex(
        (post) => post.nonce === nonce && clock.now().getTime() - post.at.getTime() < 300_000,
      );
      if (recent !== -1) return { kind: "posted", messageId: `m${recent}` };
      const papers = digest.themes.flatMap((theme) => theme.papers.map(({ paperId }) => paperId));
      posts.push({ channelId, nonce, week: digest.week, at: clock.now(), papers });
      return { kind: "posted", messageId: `m${posts.length - 1}` };
    },
    async findPosted(_subscription, nonce) {
      const at = posts.findIndex((post) => post.nonce === nonce);
      return at === -1 ? null : `m${at}`;
    },
    async tellPerson(userId, note) {
      notes.push({ userId, note });
    },
  };
  return { posts, notes, publisher };
}

describe("sendDigests", () => {
  let folder: string;
  let store: DigestStore;
  let database: ReturnType<typeof openTestDatabase>;
  let clock: ReturnType<typeof createFakeClock>;
  let channels: ReturnType<typeof createFakeChannels>;
  let composed: number;
  let nonces: number;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "footnote-digests-"));
    database = openTestDatabase(join(folder, "state.db"));
    store = createSqlDigestStore(database);
    clock = createFakeClock("2026-01-01T00:00:00Z");
    channels = createFakeChannels(clock);
    composed = 0;
    nonces = 0;
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A digest of two papers that nobody has seen, and of the last one again, which it is told to leave out. */
  const compose: SendDigestsDeps["compose"] = async (_serverId, { period, except }) => {
    composed += 1;
    const papers = [composed - 1, composed, composed + 10_000]
      .map((id) => `p${id}` as PaperId)
      .filter((paperId) => except?.has(paperId) !== true)
      .map((paperId) => ({ paperId, title: "T", url: null, sentence: "S.", quote: "S.", why: "new", reasons: [] }));
    return {
      week: period.week,
      since: period.from.toISOString(),
      newPapers: papers.length,
      from: [],
      quiet: false,
      reason: null,
      whyQuiet: null,
      themes: [{ name: "Theme", kind: "group" as const, papers }],
    } satisfies Digest;
  };

  const deps = (over: Partial<SendDigestsDeps> = {}): SendDigestsDeps => ({
    store,
    publisher: channels.publisher,
    compose,
    clock,
    logger: createFakeLogger(),
    owner: "one",
    newNonce: () => `n${nonces++}`,
    ...over,
  });

  const subscribe = async (channelId: string, schedule: Schedule): Promise<Subscription> => {
    const subscription: Subscription = {
      serverId: "lab",
      channelId,
      userId: "ada",
      schedule,
      topics: [],
      style: "full",
      silent: true,
      crosspost: false,
      createdAt: clock.now(),
      next: nextRun(schedule, clock.now()),
      disabled: null,
    };
    await store.saveSubscription(subscription);
    return subscription;
  };
  const FRIDAY = { day: 5, time: "18:00", zone: "UTC" };
  const until = (iso: string) => clock.advance(Date.parse(iso) - clock.now().getTime());

  it("posts every week of a year once in each of 50 channels in 12 zones", async () => {
    for (let index = 0; index < 50; index += 1) {
      const hour = String((index * 7) % 24).padStart(2, "0");
      const schedule = { day: (index % 7) + 1, time: `${hour}:30`, zone: ZONES[index % ZONES.length] ?? "UTC" };
      await subscribe(`c${index}`, schedule);
    }
    for (const end = Date.parse("2027-01-01T00:00:00Z"); clock.now().getTime() < end; clock.advance(HOUR_MS)) {
      const { overdue } = await sendDigests(deps());
      expect(overdue).toEqual([]);
    }
    const weeks = new Map<string, string[]>();
    for (const { channelId, week } of channels.posts) weeks.set(channelId, [...(weeks.get(channelId) ?? []), week]);
    expect(weeks.size).toBe(50);
    for (const posted of weeks.values()) {
      expect(new Set(posted).size).toBe(posted.length);
      expect(posted.length).toBeGreaterThanOrEqual(52);
      expect(posted.length).toBeLessThanOrEqual(53);
    }
    for (let index = 0; index < 50; index += 1) {
      const papers = channels.posts.filter(({ channelId }) => channelId === `c${index}`).flatMap((post) => post.papers);
      expect(new Set(papers).size).toBe(papers.length);
    }
    expect(channels.notes).toEqual([]);
  }, 240_000);

  it("goes on week by week after the clock was a year ahead, whatever was posted or skipped meanwhile", async () => {
    await subscribe("general", FRIDAY);
    until("2026-01-02T18:01:00Z");
    await sendDigests(deps());
    clock.advance(365 * DAY_MS);
    await sendDigests(deps({ owner: "ahead" }));
    expect(channels.posts.map(({ week }) => week)).toEqual(["2026-W01", "2026-W53"]);
    clock.advance(-365 * DAY_MS);
    for (const day of [2, 9, 16, 23]) {
      until(`2026-01-${String(day).padStart(2, "0")}T18:02:00Z`);
      await sendDigests(deps({ owner: "back" }));
      await sendDigests(deps({ owner: "back" }));
    }
    expect(channels.posts.map(({ week }) => week).slice(2)).toEqual(["2026-W02", "2026-W03", "2026-W04"]);
    // The run of the week that was posted too early comes again when its time does.
    await expect(store.getRun({ serverId: "lab", channelId: "general", week: "2026-W53" })).resolves.toBeNull();
  });

  it("takes over a lease that only a wrong clock can have taken", async () => {
    clock.advance(365 * DAY_MS);
    await store.takeLease("digests", "ahead", clock.now(), 120_000);
    await expect(store.takeLease("digests", "other", clock.now(), 120_000)).resolves.toBe(false);
    clock.advance(-365 * DAY_MS);
    await expect(store.takeLease("digests", "other", clock.now(), 120_000)).resolves.toBe(true);
    await expect(store.takeLease("digests", "third", clock.now(), 120_000)).resolves.toBe(false);
  });

  /** Calls of the store and the publisher, in the order in which one digest makes them. */
  const STEPS = ["planRun", "listShown", "beginSending", "publish", "recordSent", "advance"] as const;
  it.each(STEPS.flatMap((step) => [[step, "before"] as const, [step, "after"] as const]))(
    "posts once where the process dies at %s, %s it is done",
    async (step, when) => {
      await subscribe("general", FRIDAY);
      until("2026-01-02T18:01:00Z");
      const dying = <T extends object>(target: T): T =>
        new Proxy(target, {
          get(object, name, receiver) {
            const method: unknown = Reflect.get(object, name, receiver);
            if (name !== step || typeof method !== "function") return method;
            return async (...args: unknown[]) => {
              if (when === "after") await Reflect.apply(method, object, args);
              throw Object.assign(new Error("killed"), { name: "AbortError" });
            };
          },
        });
      const killed = deps({ store: dying(store), publisher: dying(channels.publisher) });
      await expect(sendDigests(killed)).rejects.toThrow("killed");
      // Another process takes over once the lease has run out; Discord has forgotten the nonce by then.
      clock.advance(10 * 60_000);
      await expect(sendDigests(deps({ owner: "two" }))).resolves.toMatchObject({ leads: true });
      await sendDigests(deps({ owner: "two" }));
      expect(channels.posts.map(({ week }) => week)).toEqual(["2026-W01"]);
      const row = await store.getRun({ serverId: "lab", channelId: "general", week: "2026-W01" });
      expect(row).toMatchObject({ status: "sent", messageId: "m0" });
      await expect(store.listShown("lab", "general")).resolves.toEqual(new Set(channels.posts[0]?.papers));
    },
  );

  it("lets one process send at a time", async () => {
    await subscribe("general", FRIDAY);
    until("2026-01-02T18:01:00Z");
    await expect(store.takeLease("digests", "two", clock.now(), 60_000)).resolves.toBe(true);
    await expect(sendDigests(deps())).resolves.toMatchObject({ leads: false, sent: 0 });
    await stopSending({ store, owner: "two" });
    const both = await Promise.all([sendDigests(deps()), sendDigests(deps({ owner: "three" }))]);
    expect(both.filter(({ leads }) => leads)).toHaveLength(1);
    expect(channels.posts).toHaveLength(1);
  });

  it("catches up on a week that is less than two days late, once", async () => {
    await subscribe("general", FRIDAY);
    until("2026-01-04T17:00:00Z");
    await sendDigests(deps());
    await sendDigests(deps());
    expect(channels.posts.map(({ week }) => week)).toEqual(["2026-W01"]);
    expect(channels.notes).toEqual([]);
  });

  it("leaves out weeks that are later, tells the subscriber once, and posts the next", async () => {
    await subscribe("general", FRIDAY);
    until("2026-01-23T19:00:00Z");
    await expect(sendDigests(deps())).resolves.toMatchObject({ sent: 1, skipped: 3 });
    expect(channels.posts.map(({ week }) => week)).toEqual(["2026-W04"]);
    expect(channels.notes).toEqual([
      { userId: "ada", note: { kind: "skipped", channelId: "general", weeks: ["2026-W01", "2026-W02", "2026-W03"] } },
    ]);
  });

  it("posts nothing twice when the clock is set back, or the schedule changes within the week", async () => {
    await subscribe("general", FRIDAY);
    until("2026-01-09T18:01:00Z");
    await sendDigests(deps());
    until("2026-01-02T00:00:00Z");
    await sendDigests(deps());
    until("2026-01-09T20:00:00Z");
    await subscribe("general", { ...FRIDAY, time: "22:00" });
    until("2026-01-09T22:01:00Z");
    await sendDigests(deps());
    expect(channels.posts.map(({ week }) => week)).toEqual(["2026-W02"]);
  });

  it("ends a subscription whose channel is gone, and tells its owner once", async () => {
    await subscribe("gone", FRIDAY);
    const publisher: DigestPublisher = {
      ...channels.publisher,
      publish: async () => ({ kind: "impossible", reason: "The channel was deleted." }),
    };
    until("2026-01-02T18:01:00Z");
    for (let week = 0; week < 3; week += 1) {
      await sendDigests(deps({ publisher }));
      clock.advance(7 * DAY_MS);
    }
    expect(channels.notes).toEqual([
      { userId: "ada", note: { kind: "disabled", channelId: "gone", reason: "The channel was deleted." } },
    ]);
    await expect(store.listSubscriptions("lab")).resolves.toMatchObject([{ disabled: "The channel was deleted." }]);
  });

  it("tries again while Discord fails, posts the same digest then, and calls it overdue after 15 minutes", async () => {
    await subscribe("general", FRIDAY);
    await subscribe("other", FRIDAY);
    let fails = 3;
    const publisher: DigestPublisher = {
      ...channels.publisher,
      async publish(subscription, digest, nonce) {
        if (subscription.channelId === "general" && fails-- > 0) throw new Error("503");
        return channels.publisher.publish(subscription, digest, nonce);
      },
    };
    until("2026-01-02T18:01:00Z");
    await expect(sendDigests(deps({ publisher }))).resolves.toMatchObject({ sent: 1, overdue: [] });
    clock.advance(15 * 60_000);
    await expect(sendDigests(deps({ publisher }))).resolves.toMatchObject({
      overdue: [{ serverId: "lab", channelId: "general", week: "2026-W01" }],
    });
    await sendDigests(deps({ publisher }));
    await expect(sendDigests(deps({ publisher }))).resolves.toMatchObject({ sent: 1, overdue: [] });
    expect(channels.posts).toHaveLength(2);
    expect(composed).toBe(2);
  });

  it("tells of what is overdue once, in the log and to the operator", async () => {
    await subscribe("general", FRIDAY);
    const logger = createFakeLogger();
    const publisher: DigestPublisher = { ...channels.publisher, publish: () => Promise.reject(new Error("503")) };
    const poster = createDigestPoster(deps({ publisher, logger }), "operator", new AbortController().signal);
    until("2026-01-02T18:16:00Z");
    for (let look = 0; look < 3; look += 1) await poster.look();
    const runs = [{ serverId: "lab", channelId: "general", week: "2026-W01" }];
    expect(poster.overdue()).toEqual(runs);
    expect(channels.notes).toEqual([{ userId: "operator", note: { kind: "overdue", runs } }]);
    expect(logger.lines.filter(({ message }) => message === "a digest is overdue")).toHaveLength(1);
  });
});
