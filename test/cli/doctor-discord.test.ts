import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type LoopbackDiscord, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { copyOfSeeds } from "../support/discord/run-bot.ts";
import { runCli } from "../support/run-cli.ts";

let discord: LoopbackDiscord;
let dataDir: string;
beforeAll(async () => {
  discord = await startLoopbackDiscord();
  dataDir = copyOfSeeds(inject("seedsDataDir"));
});
afterAll(() => discord.close());

async function checkOf(env: Record<string, string>) {
  const { stdout, code } = await runCli(["doctor", "--json"], {
    env: { FOOTNOTE_DATA_DIR: dataDir, DISCORD_REST_API: discord.url, ...env },
  });
  const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string; detail: string }[] };
  return { code, ...checks.find(({ name }) => name === "Discord bot") };
}

describe("doctor, on the Discord bot", () => {
  it("says where to get a token when there is none", async () => {
    expect(await checkOf({})).toMatchObject({
      code: 0,
      state: "note",
      detail: expect.stringContaining("no DISCORD_TOKEN"),
    });
  });

  it("names the bot, and gives the link that adds it to a server", async () => {
    const found = await checkOf({ DISCORD_TOKEN: discord.token });
    expect(found).toMatchObject({ code: 0, state: "ok" });
    expect(found.detail).toMatch(
      /^footnote, in one server; add it to a server with https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&scope=bot\+applications\.commands&permissions=\d+/u,
    );
  });

  it("finds a token that Discord refuses, and a server that the bot is not in", async () => {
    const other = `${Buffer.from("123456789012345678").toString("base64url")}.abcdef.${"x".repeat(38)}`;
    expect(await checkOf({ DISCORD_TOKEN: other })).toMatchObject({
      code: 78,
      state: "problem",
      detail: expect.stringContaining("Discord refuses DISCORD_TOKEN"),
    });
    expect(await checkOf({ DISCORD_TOKEN: discord.token, DISCORD_GUILD_ID: "123456789012345678" })).toMatchObject({
      code: 78,
      detail: expect.stringContaining("is not in the server of DISCORD_GUILD_ID"),
    });
  });

  it("goes on when Discord can't be reached, and shows no token", async () => {
    const found = await checkOf({ DISCORD_TOKEN: discord.token, DISCORD_REST_API: "http://127.0.0.1:9/api" });
    expect(found).toMatchObject({ code: 0, state: "note", detail: expect.stringContaining("can't be reached") });
    expect(JSON.stringify(found)).not.toContain(discord.token);
  });
});
