import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";

const YEAR_MS = 365 * 24 * 3_600_000;

/** Sets the clock of a process that loads it. */
const shiftedClock = (ms: number) => `
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...parts) { if (parts.length === 0) super(Real.now() + ${ms}); else super(...parts); }
  static now() { return Real.now() + ${ms}; }
};
`;

describe.each([
  ["a year ahead", YEAR_MS],
  ["a year behind", -YEAR_MS],
])("on a machine whose clock is %s", (_how, ms) => {
  it("answers in the interaction's response: whether that is late, Discord says", async () => {
    const dataDir = copyOfSeeds(inject("seedsDataDir"));
    const clock = join(dataDir, "clock.cjs");
    writeFileSync(clock, shiftedClock(ms));
    const discord = await startLoopbackDiscord();
    const bot = await startBotProcess(discord, dataDir, { NODE_OPTIONS: `--require ${clock}` });
    try {
      const ask = async (): Promise<LoopbackInteraction> => {
        const asked = discord.slash("ask", { question: "What explains grokking?" });
        await discord.until(() => asked.response?.data.embeds[0]);
        return asked;
      };
      const asked = await ask();
      expect(asked.responses).toHaveLength(1);
      expect(bot.log()).not.toMatch(/late answer|no longer waits/u);
      expect((await ask()).responses).toHaveLength(1);
    } finally {
      await bot.stop("SIGKILL");
      await discord.close();
    }
  });
});
