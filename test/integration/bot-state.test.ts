import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { holdDatabaseLock } from "../support/database-lock.ts";
import { type LoopbackDiscord, type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";

const QUESTION = "What explains grokking?";
const HELD_MS = 15_000;

let discord: LoopbackDiscord;
let dataDir: string;
let bot: BotProcess | undefined;

beforeEach(async () => {
  dataDir = copyOfSeeds(inject("seedsDataDir"));
  discord = await startLoopbackDiscord();
});
afterEach(async () => {
  await bot?.stop("SIGKILL");
  bot = undefined;
  await discord.close();
});

/** What an interaction was answered with in the end: no stage. */
const outcomeOf = ({ response, responses, choices, modal }: LoopbackInteraction) => {
  if (choices !== null || modal !== null) return "answered";
  const shown = responses.find(({ deleted }) => !deleted) ?? response;
  if (shown === null || shown.deleted) return null;
  if (shown.data.embeds.length > 0) return "answered";
  const { content } = shown.data;
  return content === "" || /^(?:⏳|🔎|📖|✅|…)/u.test(content) ? null : content;
};

describe("the bot while another process holds the database's write lock", () => {
  it.each(["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] as const)(
    "acknowledges at once, answers or refuses what is asked, and works again afterwards (%s)",
    async (begin) => {
      bot = await startBotProcess(discord, dataDir, { DISCORD_USER_ASKS_PER_HOUR: "1000" });
      const before = discord.slash("ask", { question: QUESTION });
      await discord.until(() => outcomeOf(before), "an answer before");
      const answer = before.response;
      if (answer === null) throw new Error("no answer");

      const lock = await holdDatabaseLock(join(dataDir, "state.db"), begin);
      const until = performance.now() + HELD_MS;
      const asked: LoopbackInteraction[] = [];
      for (let round = 0; performance.now() < until; round += 1) {
        const user = `person${round}`;
        asked.push(
          discord.slash("ask", { question: QUESTION }, { user }),
          discord.slash("search", { query: "flat minima" }, { user }),
          discord.slash("privacy export", {}, { user }),
          discord.slash("settings", {}, { user, manager: true }),
          discord.press(answer, "Sources", { user }),
          discord.press(answer, "👍", { user }),
          discord.press(answer, "Follow up", { user }),
          discord.complete("related", "paper", "grok", { user }),
        );
        await sleep(1_500);
      }
      await lock.release();
      await sleep(500);
      const after = [
        discord.slash("ask", { question: QUESTION }, { user: "later" }),
        discord.slash("search", { query: "flat minima" }, { user: "later" }),
        discord.press(answer, "👍", { user: "later" }),
      ];
      await discord.until(() => after.every(outcomeOf), "answers after the lock", 5_000);
      expect(after.map(outcomeOf)).toEqual(["answered", "answered", "Thank you, noted."]);
      await discord.until(() => asked.every(outcomeOf), "what was asked meanwhile", 10_000);
      const slowest = Math.max(...asked.map(({ acknowledgedMs }) => acknowledgedMs ?? Number.POSITIVE_INFINITY));
      expect(slowest).toBeLessThan(2_500);
      expect(discord.violations).toEqual([]);
      expect(await bot.stop()).toBe(0);
      expect(readdirSync(dataDir).filter((name) => name.startsWith("state"))).toEqual(["state.db"]);
    },
    240_000,
  );
});
