import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { type ChatServer, chatReply, startChatServer } from "../support/chat-server.ts";
import { type LoopbackDiscord, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";

const QUESTION = "What explains grokking?";
const REPLY = "Softmax collapse prevents grokking without regularization [1].";

let discord: LoopbackDiscord;
let chat: ChatServer;
let bot: BotProcess;
/** Requests that the model has not answered yet. */
let held: ServerResponse[];

const release = () => {
  for (const response of held.splice(0)) {
    response.writeHead(200, { "content-type": "text/event-stream" }).end(chatReply(REPLY));
  }
};

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  held = [];
  chat = await startChatServer((response) => void held.push(response));
  discord = await startLoopbackDiscord({ guilds: 2 });
  bot = await startBotProcess(discord, copyOfSeeds(inject("seedsDataDir")), {
    OPENAI_BASE_URL: chat.baseUrl,
    OPENAI_MODEL: "small-model",
    // One call for each answer: the test holds them back and counts them.
    OPENAI_SECOND_OPINION: "0",
    ...env,
  });
}

afterEach(async () => {
  release();
  await bot.stop("SIGKILL");
  await discord.close();
  await chat.close();
});

describe("a bot with a language model that takes its time", () => {
  beforeEach(() => start({ DISCORD_SERVER_TOKENS_PER_DAY: "100" }));

  it("shows what it is doing, answers in the model's words, and keeps to the server's daily share", async () => {
    const asked = discord.slash("ask", { question: QUESTION });
    await discord.until(() => held.length === 1);
    await discord.until(() => asked.response?.data.content.startsWith("📖 Reading 6 papers"));
    release();
    await discord.until(() => asked.response?.data.embeds[0]);
    const [embed] = asked.response?.data.embeds ?? [];
    expect(embed?.description).toContain("Softmax collapse prevents grokking without regularization. \\[1\\]");
    expect(embed?.footer?.text).toContain("written by small-model");
    expect(asked.response?.history.map(({ content }) => content.slice(0, 2).trim())).toEqual(["", "🔎", "📖", ""]);

    const next = discord.slash("ask", { question: QUESTION });
    await discord.until(() => next.response?.data.embeds[0]);
    expect(next.response?.data.embeds[0]?.description).toMatch(/^-# ⚠️ Today's share of the language model/u);
    expect(chat.requests).toHaveLength(1);
  });

  it("sends the answer to the channel when the interaction's 15 minutes are over", async () => {
    const asked = discord.slash("ask", { question: QUESTION });
    await discord.until(() => held.length === 1);
    discord.world.advance(15 * 60_000 + 1_000);
    release();
    const channel = discord.world.channels()[0]?.id ?? "";
    const late = await discord.until(() =>
      discord.world
        .messagesIn(channel)
        .find(({ data }) => data.id !== asked.response?.data.id && data.embeds.length > 0),
    );
    expect(late.data.embeds[0]?.title).toBe(QUESTION);
    expect(discord.violations).toEqual([]);
  });

  it("sends it to the asker where it is not at home", async () => {
    discord.slash("ask", { question: QUESTION }, { userInstallOnly: true });
    await discord.until(() => held.length === 1);
    discord.world.advance(15 * 60_000 + 1_000);
    release();
    const late = await discord.until(() => discord.directMessages("ada")[0]);
    expect(late.data.embeds[0]?.title).toBe(QUESTION);
  });

  it("apologises for what is in flight when it is told to stop, and ends with exit code 0", async () => {
    const asked = discord.slash("ask", { question: QUESTION });
    await discord.until(() => held.length === 1);
    const stopping = bot.stop("SIGTERM");
    await discord.until(() => bot.log().includes('"stopping"'));
    const refused = discord.slash("ask", { question: QUESTION }, { user: "late" });
    await discord.until(() => refused.response?.data.content.startsWith("I am about to restart"));
    expect(await stopping).toBe(0);
    const left = asked.responses.filter(({ deleted }) => !deleted);
    expect(left.map(({ data, ephemeral }) => [data.content, ephemeral])).toEqual([
      ["I had to restart before the answer was ready. Please ask again.", true],
    ]);
  });
});

describe("a bot with a cap for everybody together", () => {
  beforeEach(() => start({ FOOTNOTE_DAILY_TOKENS: "100" }));

  it("answers with quotations once it is reached, in every server and in direct messages, and says so", async () => {
    const asked = discord.slash("ask", { question: QUESTION });
    await discord.until(() => held.length === 1);
    release();
    await discord.until(() => asked.response?.data.embeds[0]?.footer?.text.includes("written by small-model"));
    const [, other] = discord.world.guildIds;
    const channel = discord.world.channels().find(({ guildId }) => guildId === other)?.id ?? "";
    for (const actor of [
      { channel, user: "bob" },
      { dm: true, user: "cyd" },
    ]) {
      const next = discord.slash("ask", { question: QUESTION }, { ...actor, locale: "de" });
      await discord.until(() => next.response?.data.embeds[0]);
      expect(next.response?.data.embeds[0]?.description).toMatch(/^-# ⚠️ [^\n]*Zitate/u);
    }
    expect(chat.requests).toHaveLength(1);
  });
});
