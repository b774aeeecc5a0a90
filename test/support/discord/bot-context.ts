import { composeDigest } from "../../../src/digest/compose-digest.ts";
import { createAskQueue } from "../../../src/discord/admission/ask-queue.ts";
import { createUsageWindows } from "../../../src/discord/admission/usage-windows.ts";
import type { BotContext, CorpusView } from "../../../src/discord/bot-context.ts";
import { openSettingsCache } from "../../../src/discord/settings-cache.ts";
import { createTitleIndex } from "../../../src/retrieval/titles.ts";
import { createFakeClock, createFakeLogger } from "../fakes.ts";
import { createMemoryInterestStore } from "../memory-interest-store.ts";
import { createMemoryStateStore } from "../memory-state-store.ts";
import { createSmallCorpus, type SmallPaper } from "../small-corpus.ts";

export interface TestBot extends BotContext {
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly logger: ReturnType<typeof createFakeLogger>;
}

/** A bot without Discord: everything in memory, over a small corpus; `ask` is the job, or what stands in for it. */
export async function createTestBot(
  papers: readonly SmallPaper[],
  ask: (small: Awaited<ReturnType<typeof createSmallCorpus>>) => CorpusView["ask"],
  over: Partial<BotContext> = {},
): Promise<TestBot> {
  const clock = createFakeClock();
  const logger = createFakeLogger();
  const state = createMemoryStateStore({ answersDays: 30, feedbackDays: 180 });
  const small = await createSmallCorpus(papers);
  const titles = await createTitleIndex(await small.corpus.listTitles());
  let ids = 0;
  return {
    corpus: async () => ({
      ...small,
      titles,
      ask: ask(small),
      composeDigest: (request, hooks) => composeDigest(small, request, hooks),
    }),
    fetchPaper: async () => "failed",
    get digests(): never {
      throw new Error("no digests here");
    },
    titlesNow: () => titles,
    state,
    retention: state,
    interests: createMemoryInterestStore(),
    settings: await openSettingsCache(state, clock),
    windows: createUsageWindows(),
    queue: createAskQueue({ atOnce: 2, perUser: 5, perServer: 50, total: 300 }),
    limits: { userAsksPerHour: 3, serverAsksPerHour: 100, serverAsksPerDay: 100, serverTokensPerDay: 1_000 },
    keepDays: 30,
    owner: "this process",
    signal: new AbortController().signal,
    isStopping: () => false,
    newId: () => {
      ids += 1;
      return `id${ids}`;
    },
    ...over,
    clock,
    logger,
  };
}
