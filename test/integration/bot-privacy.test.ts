import { ChannelType, PermissionFlagsBits } from "discord-api-types/v10";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type LoopbackDiscord, type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";
import type { LoopbackMessage } from "../support/discord/world.ts";

const QUESTION = "What explains grokking?";
const PRIVATE_QUESTION = "What is sharpness-aware minimization?";

let discord: LoopbackDiscord;
let bot: BotProcess;
let second: BotProcess;

beforeAll(async () => {
  const dataDir = copyOfSeeds(inject("seedsDataDir"));
  discord = await startLoopbackDiscord({ guilds: 3 });
  const env = { DISCORD_USER_ASKS_PER_HOUR: "4", DISCORD_DIRECT_ASKS_PER_DAY: "2" };
  bot = await startBotProcess(discord, dataDir, env);
  second = await startBotProcess(discord, dataDir, env);
});

afterAll(async () => {
  await Promise.all([bot.stop("SIGKILL"), second.stop("SIGKILL")]);
  await discord.close();
});

const embedOf = (message: LoopbackMessage) => message.data.embeds[0];
const isDone = (message: LoopbackMessage | null) =>
  message !== null &&
  !message.deleted &&
  (message.data.embeds.length > 0 || (message.data.content !== "" && !/^(?:⏳|🔎|📖|✅|…)/u.test(message.data.content)))
    ? message
    : null;
const responseTo = (interaction: LoopbackInteraction) =>
  discord.until(() => isDone(interaction.responses.find((message) => !message.deleted) ?? interaction.response));
const channelOf = (server: number) =>
  discord.world.channels().find(({ guildId }) => guildId === discord.world.guildIds[server])?.id ?? "";
const ask = (question: string, actor: object, options = {}) =>
  responseTo(discord.slash("ask", { question, ...options }, actor));
const followUp = async (message: LoopbackMessage, question: string, user: string) => {
  const form = discord.press(message, "Follow up", { user });
  await discord.until(() => form.modal);
  return discord.submit(form, { question }, { user });
};
const answersIn = (channel: string) =>
  discord.world
    .messagesIn(channel)
    .filter(({ data }) => data.author.id === discord.world.bot.id && data.embeds.length > 0);

describe("what one person asked for themselves alone", () => {
  it("colours nothing that others see, in a thread where both ask", async () => {
    const answer = await ask(QUESTION, { user: "alice" });
    await responseTo(await followUp(answer, "does it happen with SGD?", "bob"));
    const thread = answer.data.id;
    const secret = await ask(PRIVATE_QUESTION, { user: "alice", channel: thread }, { show: "asker" });
    expect(secret.ephemeral).toBe(true);
    const later = await ask("why does it work?", { user: "bob", channel: thread });
    expect(later.ephemeral).toBe(false);
    expect(JSON.stringify(later.data.embeds)).not.toMatch(/sharpness/iu);
    // For herself alone she goes on where she was.
    const own = await ask("why does it work?", { user: "alice", channel: thread }, { show: "asker" });
    expect(JSON.stringify(own.data.embeds)).toMatch(/sharpness/iu);
  });

  it("is not reached by ids that were copied to another message, channel or server", async () => {
    const secret = await ask(PRIVATE_QUESTION, { user: "carol" }, { show: "asker" });
    const open = await ask(QUESTION, { user: "dora" });
    const copyTo = (message: LoopbackMessage, server: number) =>
      discord.world.addMessage(channelOf(server), discord.world.bot, { components: message.data.components ?? [] });
    for (const [message, server] of [
      [secret, 0],
      [secret, 1],
      [open, 1],
    ] as const) {
      const sources = await responseTo(discord.press(copyTo(message, server), "Sources", { user: "eve" }));
      expect(sources.data.content).toBe("That is no longer kept. Please ask again.");
    }
    const next = await responseTo(await followUp(copyTo(secret, 0), "why does it work?", "frank"));
    const thread = /<#(\d+)>/u.exec(next.data.content)?.[1] ?? "";
    expect(JSON.stringify(discord.world.messagesIn(thread).map(({ data }) => data))).not.toMatch(/sharpness/iu);
    expect(discord.world.channel(thread).name).not.toMatch(/sharpness/iu);
  });
});

describe("limits", () => {
  const refusal = /^You have asked as much as one person may/u;

  it("count searches, related papers, cards and their buttons", async () => {
    const user = "gail";
    const found = await responseTo(discord.slash("search", { query: "flat minima" }, { user }));
    expect(embedOf(found)).toBeDefined();
    discord.press(found, "Next", { user });
    await discord.until(() => embedOf(found)?.footer?.text.startsWith("page 2"));
    await responseTo(discord.slash("related", { paper: "grokfast" }, { user }));
    const card = await responseTo(discord.slash("paper show", { paper: "grokfast" }, { user }));
    const refused = [
      discord.slash("search", { query: "flat minima" }, { user }),
      discord.press(card, "Related", { user }),
      discord.press(found, "Next", { user }),
      discord.slash("ask", { question: QUESTION }, { user }),
    ];
    for (const interaction of refused) {
      const told = await responseTo(interaction);
      expect(told.data.content).toMatch(refusal);
      expect(told.ephemeral).toBe(true);
    }
  });

  it("give each person a day's budget in direct messages and where only they have the bot", async () => {
    const user = "hugo";
    expect(embedOf(await ask(QUESTION, { user, dm: true }))).toBeDefined();
    expect(embedOf(await ask(QUESTION, { user, userInstallOnly: true }))).toBeDefined();
    expect((await ask(QUESTION, { user, dm: true })).data.content).toMatch(refusal);
    expect(embedOf(await ask(QUESTION, { user }))).toBeDefined();
  });
});

describe("two processes", () => {
  it("answer a mention once", async () => {
    const channel = channelOf(1);
    discord.say(`<@${discord.world.bot.id}> ${QUESTION}`, { channel, user: "ivan" });
    await discord.until(() => answersIn(channel).length > 0);
    const asked = discord.slash("ask", { question: PRIVATE_QUESTION }, { channel, user: "jane" });
    await responseTo(asked);
    expect(answersIn(channel).filter((message) => embedOf(message)?.title === QUESTION)).toHaveLength(1);
    expect(asked.responses).toHaveLength(1);
    const said = discord.say(`<@${discord.world.bot.id}> …`, { channel, user: "kurt" });
    await discord.until(() => discord.directMessages("kurt").length > 0);
    await ask(QUESTION, { channel, user: "lena" });
    expect(said.data.author.id).toBe(discord.world.user("kurt").id);
    expect(discord.directMessages("kurt")).toHaveLength(1);
  });
});

describe("“Follow up”", () => {
  it("works again and again, by whomever, in the thread that is there", async () => {
    const channel = channelOf(2);
    const answer = await ask(QUESTION, { channel, user: "mary" });
    for (const user of ["nina", "otto", "nina"]) {
      const told = await responseTo(await followUp(answer, "does it happen with SGD?", user));
      expect(told.data.content).toBe(`Answered in <#${answer.data.id}>.`);
    }
    expect(answersIn(answer.data.id)).toHaveLength(3);
    const [first] = answersIn(answer.data.id);
    if (first === undefined) throw new Error("no answer");
    const inThread = await responseTo(await followUp(first, "and with Adam?", "otto"));
    expect(inThread.data.channel_id).toBe(answer.data.id);
  });

  it.each([
    ["the chat of a voice channel", ChannelType.GuildVoice, 0n],
    ["a channel where the bot may open no threads", ChannelType.GuildText, PermissionFlagsBits.CreatePublicThreads],
    ["a channel where it may not write in threads", ChannelType.GuildText, PermissionFlagsBits.SendMessagesInThreads],
  ])("is answered in place in %s", async (name, type, denied) => {
    const guildId = discord.world.guildIds[2] ?? "";
    const { id } = discord.world.addChannel({ name, type, guildId, parentId: null, denied });
    const answer = await ask(QUESTION, { channel: id, user: `p ${name}` });
    const next = await responseTo(await followUp(answer, "does it happen with SGD?", `q ${name}`));
    expect(next.ephemeral).toBe(false);
    expect(embedOf(next)?.description).toContain("Understood as: does grokking happen with SGD?");
  });

  it("is answered in place, for everybody, where Discord opens no thread all the same", async () => {
    const channel = channelOf(2);
    const answer = await ask(QUESTION, { channel, user: "paul" });
    discord.fault({ match: /^POST \/channels\/\d+\/messages\/\d+\/threads/u, times: 1, mode: 403 });
    const asked = await followUp(answer, "does it happen with SGD?", "rita");
    const next = await discord.until(() =>
      asked.responses.find(({ deleted, ephemeral, data }) => !deleted && !ephemeral && data.embeds.length > 0),
    );
    expect(embedOf(next)?.description).toContain("Understood as: does grokking happen with SGD?");
    await discord.until(() => asked.response?.deleted);
  });
});

describe("when Discord fails at an edit", () => {
  it("tries again for seconds, and puts the answer beside its response where that does not help", async () => {
    const patch = /^PATCH \/webhooks/u;
    discord.fault({ match: patch, times: 10, mode: 503 });
    const late = await ask(QUESTION, { user: "sara" });
    expect(embedOf(late)?.title).toBe(QUESTION);

    const fault = { match: patch, times: 1_000, mode: 503 };
    discord.fault(fault);
    const asked = discord.slash("ask", { question: QUESTION }, { user: "tina" });
    const beside = await discord.until(() => asked.responses.find(({ data }) => data.embeds.length > 0), "it", 40_000);
    fault.times = 0;
    expect(embedOf(beside)?.title).toBe(QUESTION);
  });
});

describe("an outage of the gateway", () => {
  it("is one line in the log a minute", async () => {
    const lines = () =>
      bot
        .log()
        .split("\n")
        .filter((line) => /"the gateway connection|Discord can't be reached/u.test(line));
    for (let drops = 0; drops < 4; drops += 1) {
      const { resumes } = discord.gateway;
      discord.gateway.drop();
      await discord.until(() => discord.gateway.resumes >= resumes + 2);
    }
    expect(lines()).toHaveLength(1);
    expect(embedOf(await ask(QUESTION, { user: "uma" }))).toBeDefined();
  });

  it("breaks none of Discord's rules, in all of this", () => {
    expect(discord.violations).toEqual([]);
  });
});
