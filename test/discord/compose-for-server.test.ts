import { describe, expect, it } from "vitest";
import type { DigestRequest } from "../../src/digest/compose-digest.ts";
import type { CorpusView } from "../../src/discord/bot-context.ts";
import { createServerComposer } from "../../src/discord/compose-for-server.ts";
import type { Digest } from "../../src/domain/digest.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import { createTestBot } from "../support/discord/bot-context.ts";

const quiet: Digest = {
  week: "1970-W01",
  since: new Date(0).toISOString(),
  newPapers: 0,
  from: [],
  quiet: true,
  reason: "No new papers came in.",
  whyQuiet: null,
  themes: [],
};
const period = { from: new Date(0), to: new Date(1), week: "1970-W01" };

describe("a digest for a server", () => {
  async function setUp() {
    const bot = await createTestBot([], () => () => Promise.reject(new Error("nobody asks here")));
    const requests: DigestRequest[] = [];
    const view = await bot.corpus();
    const corpus = async (): Promise<CorpusView> => ({
      ...view,
      async composeDigest(request, hooks) {
        requests.push(request);
        if (request.mode !== "extractive") hooks?.onTokens?.(600);
        return quiet;
      },
    });
    const { interests, clock, windows, state, logger } = bot;
    const limits = { directTokensPerDay: 1_000, tokensPerDay: 100_000, serverTokensPerDay: 1_000 };
    const compose = createServerComposer({ interests, clock, windows, state, logger, limits, corpus });
    return { bot, compose, requests };
  }

  it("is composed by what its people turned to", async () => {
    const { bot, compose, requests } = await setUp();
    const given = { serverId: "lab", userId: "ada", signal: "opened" } as const;
    await bot.interests.addSignal({ ...given, paperId: "p1" as PaperId }, bot.clock.now());
    await bot.interests.addSignal({ ...given, serverId: "other", paperId: "p2" as PaperId }, bot.clock.now());
    await compose("lab", { period, topics: ["x"] });
    expect(requests).toMatchObject([{ topics: ["x"], interests: { papers: [{ paperId: "p1" }] } }]);
  });

  it("costs the server tokens, and is made of quotations when they are spent for the day", async () => {
    const { bot, compose, requests } = await setUp();
    for (let digest = 0; digest < 3; digest += 1) await compose("lab", { period, topics: [] });
    await compose("other", { period, topics: [] });
    expect(requests.map(({ mode }) => mode)).toEqual(["auto", "auto", "extractive", "auto"]);
    const uses = await bot.state.listUses(new Date(0));
    expect(uses.map(({ serverId, asks, tokens }) => [serverId, asks, tokens])).toEqual([
      ["lab", 0, 600],
      ["lab", 0, 600],
      ["other", 0, 600],
    ]);
    bot.clock.advance(25 * 3_600_000);
    await compose("lab", { period, topics: [] });
    expect(requests.at(-1)?.mode).toBe("auto");
  });
});
