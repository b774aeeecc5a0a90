import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { type LoopbackDiscord, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";

const BOT = fileURLToPath(new URL("../../dist/bin/bot.js", import.meta.url));

let discord: LoopbackDiscord;
beforeEach(async () => {
  discord = await startLoopbackDiscord();
});
afterEach(() => discord.close());

async function runBot(env: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:FOOTNOTE|OPENAI|DISCORD)_/u.test(name));
  const child = spawn(process.execPath, [BOT], {
    env: { ...Object.fromEntries(inherited), DISCORD_REST_API: discord.url, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, stderr };
}

describe("the bot's start", () => {
  it("says in one sentence what is missing", async () => {
    const { code, stderr } = await runBot({});
    expect(code).toBe(78);
    expect(stderr).toMatch(/^footnote: DISCORD_TOKEN is not set: [^\n]+\n$/u);
  });

  it("says when Discord refuses the token, without showing it", async () => {
    const token = `${Buffer.from("123456789012345678").toString("base64url")}.abcdef.${"x".repeat(38)}`;
    const dataDir = copyOfSeeds(inject("seedsDataDir"));
    const { code, stderr } = await runBot({ DISCORD_TOKEN: token, FOOTNOTE_DATA_DIR: dataDir });
    expect(code).toBe(78);
    expect(stderr).toContain("Discord refuses DISCORD_TOKEN");
    expect(stderr).not.toContain(token);
  });

  it("registers in one server where that is wanted, without what only global commands have", async () => {
    const [guildId = ""] = discord.world.guildIds;
    const bot = await startBotProcess(discord, copyOfSeeds(inject("seedsDataDir")), { DISCORD_GUILD_ID: guildId });
    expect([...discord.commands.keys()]).toEqual([guildId]);
    expect(JSON.stringify(discord.commands.get(guildId))).not.toContain("integration_types");
    expect(await bot.stop()).toBe(0);
    expect(discord.violations).toEqual([]);
  });

  it("tries again while Discord fails, instead of ending in a crash loop", async () => {
    discord.fault({ match: /^PUT \/applications/u, times: 5, mode: 503 });
    const bot = await startBotProcess(discord, copyOfSeeds(inject("seedsDataDir")));
    expect(bot.log()).toContain("Discord can't be reached");
    expect(await bot.stop()).toBe(0);
  });

  it("builds the first index in a process of its own, and answers who asks meanwhile when it is there", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "footnote-empty-"));
    let asked: ReturnType<LoopbackDiscord["slash"]> | undefined;
    const asking = discord
      .until(() => discord.gateway.connected, "a connection")
      .then(() => {
        asked = discord.slash("ask", { question: "What explains grokking?" });
      });
    const bot = await startBotProcess(discord, dataDir);
    await asking;
    await discord.until(() => asked?.response?.data.embeds[0], "an answer", 60_000);
    expect(asked?.acknowledgedMs).toBeLessThan(3_000);
    expect(await bot.stop()).toBe(0);
  }, 300_000);
});
