import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startLoopbackDiscord } from "../support/discord/loopback.ts";
import { copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";
import { openSeeds } from "../support/open-seeds.ts";

/**
 * How much memory the bot takes in many servers: the resident size of the real process, after Discord (on loopback) has
 * told it of every server with its channels, roles and members. The embedder's process is not counted.
 */
const SERVERS = Number(process.argv[2] ?? 3_000);
const CROWD = { channels: 50, roles: 20, members: 100 };
const GOAL_MB = 250;
const SETTLE_MS = 20_000;

function residentMb(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

const seeds = mkdtempSync(join(tmpdir(), "footnote-bench-"));
await (await openSeeds(seeds)).services.close();
let most = 0;
for (const guilds of [1, SERVERS]) {
  const discord = await startLoopbackDiscord({ guilds, crowd: CROWD, checkBodies: false });
  const dataDir = copyOfSeeds(seeds);
  const bot = await startBotProcess(discord, dataDir, { FOOTNOTE_LOG_LEVEL: "info" });
  await discord.until(() => bot.log().includes(`"servers":${guilds}`), "every server", 300_000);
  let peak = 0;
  for (let waited = 0; waited < SETTLE_MS; waited += 500) {
    peak = Math.max(peak, residentMb(bot.child.pid));
    await sleep(500);
  }
  const asked = discord.slash("ask", { question: "What explains grokking?" });
  await discord.until(() => asked.response?.data.embeds[0], "an answer", 60_000);
  most = residentMb(bot.child.pid);
  console.log(`${guilds} servers: ${most} MB resident, ${peak} MB at most; acknowledged in ${asked.acknowledgedMs} ms`);
  await bot.stop();
  await discord.close();
  rmSync(dataDir, { recursive: true, force: true });
}
console.log(
  `${SERVERS} servers of ${CROWD.channels} channels, ${CROWD.roles} roles and ${CROWD.members} members each: ${most} MB (goal: under ${GOAL_MB})`,
);
rmSync(seeds, { recursive: true, force: true });
process.exit(most < GOAL_MB ? 0 : 1);
