import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type LoopbackDiscord, type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";

const SERVERS = 8;
const USERS = 40;
const ASKS_EACH = 5;
const PER_HOUR = 4;

const ON_TOPIC = "What explains grokking?";
const OFF_TOPIC = "What is the capital of France?";

let discord: LoopbackDiscord;
let bot: BotProcess;
let dataDir: string;
const env = { DISCORD_USER_ASKS_PER_HOUR: String(PER_HOUR), FOOTNOTE_LOG_LEVEL: "info" };

beforeAll(async () => {
  dataDir = copyOfSeeds(inject("seedsDataDir"));
  discord = await startLoopbackDiscord({ guilds: SERVERS });
  bot = await startBotProcess(discord, dataDir, env);
});

afterAll(async () => {
  await bot.stop("SIGKILL");
  await discord.close();
});

/** Resident memory of the bot's process in MB; null where the system does not tell. */
function memoryMb(): number | null {
  try {
    const found = /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${bot.child.pid}/status`, "utf8"))?.[1];
    return found === undefined ? null : Number(found) / 1024;
  } catch {
    return null;
  }
}

/** All at once: five questions of each person, in the servers by turns; one in ten is on the corpus's topic. */
function burst(prefix: string): LoopbackInteraction[] {
  const channels = discord.world.channels();
  return Array.from({ length: USERS * ASKS_EACH }, (_, index) => {
    const user = index % USERS;
    const channel = channels[user % SERVERS]?.id ?? "";
    return discord.slash(
      "ask",
      { question: index % 10 === 0 ? ON_TOPIC : OFF_TOPIC },
      { user: `${prefix}${user}`, channel },
    );
  });
}

const shown = (interaction: LoopbackInteraction) => interaction.responses.filter(({ deleted }) => !deleted);
const isSettled = (interaction: LoopbackInteraction) =>
  shown(interaction).some(({ data }) => data.embeds.length > 0 || /You can ask again/u.test(data.content));

describe("a burst of 200 questions from 40 people in 8 servers", () => {
  let first: LoopbackInteraction[];

  it("has each answered or refused with a time, none lost and none answered twice", async () => {
    first = burst("a");
    await discord.until(() => first.every(isSettled), "every answer", 90_000);
    for (const interaction of first) {
      expect(interaction.acknowledgedMs).toBeLessThan(3_000);
      expect(shown(interaction)).toHaveLength(1);
    }
    const refused = first.flatMap(shown).filter(({ data }) => /You can ask again <t:\d+:R>/u.test(data.content));
    // Four of each person's five are within the hour's limit; the fifth is told when, and nobody else sees it.
    expect(refused).toHaveLength(USERS * (ASKS_EACH - PER_HOUR));
    expect(refused.every(({ ephemeral }) => ephemeral)).toBe(true);
    expect(discord.violations).toEqual([]);
  });

  it("leaves memory as it was: a second one adds little", async () => {
    const before = memoryMb();
    const second = burst("b");
    await discord.until(() => second.every(isSettled), "every answer", 90_000);
    const after = memoryMb();
    if (before === null || after === null) return;
    expect(after).toBeLessThan(before * 1.3);
  });

  it("is remembered over a restart: limits hold, and answers have their sources", async () => {
    expect(await bot.stop()).toBe(0);
    bot = await startBotProcess(discord, dataDir, env);
    const again = discord.slash("ask", { question: OFF_TOPIC }, { user: "a0" });
    await discord.until(() => isSettled(again));
    expect(shown(again)[0]?.data.content).toMatch(/You can ask again/u);
    const answered = first.flatMap(shown).find(({ data }) => JSON.stringify(data.components).includes("sources:"));
    if (answered === undefined) throw new Error("nothing was answered");
    const sources = discord.press(answered, "Sources");
    await discord.until(() => shown(sources)[0]?.data.embeds[0]?.description?.includes("Grokking"));
  });
});
