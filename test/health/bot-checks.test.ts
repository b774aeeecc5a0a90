import { describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import { type BotParts, createBotChecks } from "../../src/health/bot-checks.ts";

const parts: BotParts = {
  shards: () => [{ shardId: 0, silentMs: 1_000 }],
  embed: async () => {},
  verifyIndex: () => Promise.reject(new AppError("INDEX_MISSING", "The index in /secret/path is gone.")),
  writeState: async () => {},
  countLateDigests: async () => 0,
  inspectSources: async () => ({ scheduled: 1, late: [] }),
};

async function find(name: string, over: Partial<BotParts> = {}) {
  const check = createBotChecks({ ...parts, ...over }, 5_000).find((known) => known.name === name);
  if (check === undefined) throw new Error(`no check ${name}`);
  return check.look().catch((error: unknown) => ({ ok: false, why: check.explain(error) }));
}

describe("the checks of the bot", () => {
  it.each([
    ["none yet", [], false, "not connected to Discord yet"],
    ["well", [{ shardId: 0, silentMs: 12_000 }], true, "the shard had a heartbeat acknowledged in the last 12 s"],
    ["silent", [{ shardId: 1, silentMs: 41_000 }], false, "shard 1: no heartbeat was acknowledged for 41 s"],
    ["new", [{ shardId: 0, silentMs: null }], false, "shard 0: no heartbeat was acknowledged yet"],
  ])("read the pulse of shards: %s", async (_name, shards, ok, why) => {
    expect(await find("gateway", { shards: () => shards })).toEqual({ ok, why });
  });

  it("names few of many silent shards", async () => {
    const shards = Array.from({ length: 500 }, (_, shardId) => ({ shardId, silentMs: null }));
    const { why } = await find("gateway", { shards: () => shards });
    expect(why).toMatch(/; and 490 more$/u);
  });

  it("explain errors without what they name", async () => {
    expect(await find("index")).toEqual({ ok: false, why: "it is not there; the log says more" });
    const odd = await find("state", { writeState: () => Promise.reject(new Error("/secret/path")) });
    expect(odd).toEqual({ ok: false, why: "it failed; the log says more" });
  });

  it("tell of digests and sources that are late", async () => {
    expect(await find("digests", { countLateDigests: async () => 2 })).toMatchObject({ ok: false });
    const late = [{ service: "arxiv", lateMs: 3 * 3_600_000 }];
    expect(await find("ingest", { inspectSources: async () => ({ scheduled: 1, late }) })).toEqual({
      ok: false,
      why: "new papers are overdue: arxiv (3 h); “footnote sources” says why",
    });
  });

  it("all look often enough to tell within a minute, by their longest wait", () => {
    for (const { everyMs, deadlineMs } of createBotChecks(parts, 5_000)) {
      expect(everyMs + deadlineMs).toBeLessThanOrEqual(30_000);
    }
  });
});
