import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type LoopbackDiscord, type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";
import { openSeeds } from "../support/open-seeds.ts";

/**
 * How fast the bot acknowledges while it has much to do: 50 questions in flight, from 25 people in 5 servers, with
 * completions in between. The bot is the real process; Discord is on loopback, so the network's part is left out.
 */
const IN_FLIGHT = 50;
const ROUNDS = 3;

const QUESTIONS = ["What explains grokking?", "What is double descent?", "Does dropout help underfitting?"];

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

const isAnswered = ({ response }: LoopbackInteraction) => (response?.data.embeds.length ?? 0) > 0;

async function round(
  discord: LoopbackDiscord,
  number: number,
): Promise<{ acks: number[]; completions: number[]; seconds: number }> {
  const startedMs = Date.now();
  const channels = discord.world.channels().map(({ id }) => id);
  const asks = Array.from({ length: IN_FLIGHT }, (_, index) =>
    discord.slash(
      "ask",
      { question: `${QUESTIONS[index % QUESTIONS.length]} ${number}` },
      { user: `user${index % 25}`, channel: channels[index % channels.length] ?? "" },
    ),
  );
  const completions: LoopbackInteraction[] = [];
  while (!asks.every(isAnswered)) {
    completions.push(
      discord.complete("related", "paper", ["sharp", "grok", "neural tangent"][completions.length % 3] ?? ""),
    );
    await sleep(100);
    if (Date.now() - startedMs > 120_000) throw new Error("not answered");
  }
  const times = (interactions: readonly LoopbackInteraction[]) =>
    interactions.map(({ acknowledgedMs }) => acknowledgedMs ?? Number.POSITIVE_INFINITY);
  return { acks: times(asks), completions: times(completions), seconds: (Date.now() - startedMs) / 1000 };
}

const seeds = mkdtempSync(join(tmpdir(), "footnote-bench-"));
await (await openSeeds(seeds)).services.close();
const discord = await startLoopbackDiscord({ guilds: 5, checkBodies: false });
const dataDir = copyOfSeeds(seeds);
const bot = await startBotProcess(discord, dataDir, { FOOTNOTE_LOG_LEVEL: "info" });
const acks: number[] = [];
const completions: number[] = [];
for (let number = 1; number <= ROUNDS; number += 1) {
  const measured = await round(discord, number);
  acks.push(...measured.acks);
  completions.push(...measured.completions);
  console.log(
    `round ${number}: ${IN_FLIGHT} questions answered in ${measured.seconds.toFixed(1)} s; acknowledged p50 ${percentile(measured.acks, 0.5)} ms, p99 ${percentile(measured.acks, 0.99)} ms, worst ${Math.max(...measured.acks)} ms`,
  );
}
console.log(
  `acknowledgement of a question, ${acks.length}: p50 ${percentile(acks, 0.5)} ms, p99 ${percentile(acks, 0.99)} ms (goal: p99 < 300)`,
);
console.log(
  `title completion while ${IN_FLIGHT} questions are in flight, ${completions.length}: p50 ${percentile(completions, 0.5)} ms, p95 ${percentile(completions, 0.95)} ms (goal: p95 < 50)`,
);
await bot.stop();
await discord.close();
for (const folder of [seeds, dataDir]) rmSync(folder, { recursive: true, force: true });
