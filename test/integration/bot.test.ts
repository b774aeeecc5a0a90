import { MessageFlags, PermissionFlagsBits } from "discord-api-types/v10";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { paperIdOf, paperKeyOf } from "../../src/domain/paper.ts";
import { type LoopbackDiscord, type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";
import type { LoopbackChannel, LoopbackMessage } from "../support/discord/world.ts";

const QUESTION = "What explains grokking?";

let discord: LoopbackDiscord;
let bot: BotProcess;
let dataDir: string;
let closed: LoopbackChannel;
let gone: LoopbackChannel;

beforeAll(async () => {
  dataDir = copyOfSeeds(inject("seedsDataDir"));
  discord = await startLoopbackDiscord({ guilds: 2, refusesDirectMessages: ["shut"] });
  const channel = { type: 0, guildId: discord.world.guildIds[0] ?? "", parentId: null };
  closed = discord.world.addChannel({ ...channel, name: "closed", denied: PermissionFlagsBits.SendMessages });
  gone = discord.world.addChannel({ ...channel, name: "gone", denied: 0n });
  bot = await startBotProcess(discord, dataDir, { DISCORD_USER_ASKS_PER_HOUR: "1000" });
});

afterAll(async () => {
  await bot.stop("SIGKILL");
  await discord.close();
});

const embedOf = (message: LoopbackMessage) => message.data.embeds[0];
const isDone = (message: LoopbackMessage | null) =>
  message !== null && !message.deleted && (message.data.embeds.length > 0 || isPlain(message)) ? message : null;
/** Text without an embed that is no stage. */
const isPlain = (message: LoopbackMessage) =>
  message.data.content !== "" && !/^(?:⏳|🔎|📖|✅)/u.test(message.data.content);

/** The finished response to an interaction. */
const responseTo = (interaction: LoopbackInteraction) =>
  discord.until(() => isDone(interaction.responses.find((message) => !message.deleted) ?? interaction.response));
const ask = (question = QUESTION, actor = {}) => responseTo(discord.slash("ask", { question }, actor));

describe("the bot's start", () => {
  it("asks for no privileged intent", () => {
    // Guilds, messages of guilds, direct messages.
    expect(discord.gateway.intents).toEqual([(1 << 0) | (1 << 9) | (1 << 12)]);
  });

  it("registers its commands everywhere, and not again while they stay as they are", async () => {
    expect([...discord.commands.keys()]).toEqual(["global"]);
    const calls = () => discord.requests.filter(({ method, path }) => method === "PUT" && path.endsWith("/commands"));
    expect(calls()).toHaveLength(1);
    const other = await startBotProcess(discord, dataDir);
    expect(await other.stop()).toBe(0);
    expect(calls()).toHaveLength(1);
  });
});

describe("/ask", () => {
  it("acknowledges at once, shows stages, then one answer with marks, cited titles, footer and buttons", async () => {
    const interaction = discord.slash("ask", { question: QUESTION });
    const message = await responseTo(interaction);
    expect(interaction.acknowledgedMs).toBeLessThan(3_000);
    expect(interaction.acknowledgedWith).toBe(5);
    const { description = "", footer } = embedOf(message) ?? {};
    expect(description).toMatch(/”\s\\\[1\\\]/u);
    expect(description).toContain("**Cited papers**\n\\[1\\] Grokking at the Edge of Numerical Stability");
    expect(footer?.text).toMatch(/^403 papers · abstracts only · newest Dec 23, 2024/u);
    expect(JSON.stringify(message.data.components)).toMatch(/Follow up.*Sources.*👍.*👎/u);
    expect(message.history.map(({ content }) => content)).toContain("🔎 Searching…");
    expect(interaction.responses).toHaveLength(1);
  });

  it("edits no message more than once in 1.5 s", async () => {
    const { history } = await ask("What is sharpness-aware minimization?");
    const edits = history.slice(1).map(({ atMs }) => atMs);
    const gaps = edits.slice(1).map((at, index) => at - (edits[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(0);
    // Told apart by when they arrive; the bot spaces them by when they are sent.
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_300);
  });

  it("answers in the language of the asker, to the asker alone where that was chosen", async () => {
    const interaction = discord.slash(
      "ask",
      { question: "What is the capital of France?", show: "asker" },
      { locale: "de" },
    );
    const message = await responseTo(interaction);
    expect(message.ephemeral).toBe(true);
    expect(embedOf(message)?.description).toContain("Nicht in diesem Korpus");
  });

  it("searches only papers from a date on, and says how many those are", async () => {
    const message = await responseTo(discord.slash("ask", { question: QUESTION, since: "2023" }));
    expect(embedOf(message)?.footer?.text).toMatch(/since Jan 1, 2023: \d+ papers with a known date/u);
    const bad = await responseTo(discord.slash("ask", { question: QUESTION, since: "soon" }));
    expect(bad.ephemeral).toBe(true);
    expect(bad.data.content).toContain("I can't read that date");
  });

  it("works in direct messages and where only the user has installed it", async () => {
    expect(embedOf(await ask(QUESTION, { dm: true }))?.description).toContain("Cited papers");
    expect(embedOf(await ask(QUESTION, { userInstallOnly: true }))?.description).toContain("Cited papers");
  });

  it("answers once when the same interaction is delivered twice", async () => {
    const interaction = discord.slash("ask", { question: QUESTION });
    discord.deliverAgain(interaction);
    await responseTo(interaction);
    discord.deliverAgain(interaction);
    await ask("What is double descent?");
    const callbacks = discord.requests.filter(({ path }) => path.startsWith(`/interactions/${interaction.id}/`));
    expect(callbacks).toHaveLength(1);
    expect(interaction.responses).toHaveLength(1);
  });
});

describe("an answer's buttons", () => {
  it("show the quoted sentences to whoever asks for them, alone", async () => {
    const sources = await responseTo(discord.press(await ask(), "Sources", { user: "grace" }));
    expect(sources.ephemeral).toBe(true);
    expect(embedOf(sources)?.description).toMatch(/\*\*\\\[1\\\]\*\* Grokking at the Edge[\s\S]*> “/u);
  });

  it("take a rating, and a reason for a bad one", async () => {
    const answer = await ask();
    expect((await responseTo(discord.press(answer, "👍"))).data.content).toBe("Thank you, noted.");
    const form = discord.press(answer, "👎");
    await discord.until(() => form.modal);
    const rated = await responseTo(discord.submit(form, { reason: "not what I meant" }));
    expect(rated.data.content).toBe("Thank you, noted.");
  });

  it("follow up in a thread, where each question is understood in the light of the earlier ones", async () => {
    const answer = await ask();
    const form = discord.press(answer, "Follow up");
    await discord.until(() => form.modal);
    const pointer = await responseTo(discord.submit(form, { question: "does it happen with SGD?" }));
    expect(pointer.ephemeral).toBe(true);
    expect(pointer.data.content).toBe(`Answered in <#${answer.data.id}>.`);
    const [, first] = discord.world.messagesIn(answer.data.id);
    expect(first?.data.embeds[0]?.description).toContain("Understood as: does grokking happen with SGD?");

    const next = await ask("why?", { channel: answer.data.id });
    expect(embedOf(next)?.description).toMatch(/grokking/iu);
  });
});

describe("a server that wants a thread with every answer", () => {
  it("gets one, in which the next question follows the first", async () => {
    const channel = discord.world.channels()[0]?.id ?? "";
    const panel = await responseTo(discord.slash("settings", {}, { manager: true, channel }));
    discord.choose(panel, "settings:threads", ["always"], { manager: true });
    await discord.until(() => embedOf(panel)?.description?.includes("for every answer"));
    const answer = await ask(QUESTION, { channel });
    await discord.until(() => discord.world.messagesIn(answer.data.id).length > 0);
    const next = await ask("why?", { channel: answer.data.id });
    expect(embedOf(next)?.description).toMatch(/grokking/iu);
    discord.choose(panel, "settings:threads", ["follow-up"], { manager: true });
    await discord.until(() => embedOf(panel)?.description?.includes("for follow-ups"));
  });
});

describe("papers", () => {
  const title = "Sharpness-Aware Minimization for Efficiently Improving Generalization";

  it("completes titles by their beginning and by likeness, at most 25", async () => {
    const completion = discord.complete("related", "paper", "sharpness-aw");
    const choices = await discord.until(() => completion.choices);
    expect(choices[0]?.name).toBe(title);
    const misspelt = discord.complete("related", "paper", "grokfsat acelerated");
    expect((await discord.until(() => misspelt.choices))[0]?.name).toMatch(/^Grokfast/u);
    const all = discord.complete("related", "paper", "");
    expect(await discord.until(() => all.choices)).toHaveLength(25);
  });

  it("lists related papers with a reason, pages and another order", async () => {
    const message = await responseTo(discord.slash("related", { paper: title }));
    expect(embedOf(message)?.description).toMatch(/\*\*1\.\*\* Sharpness-Aware Training for Free\n-# both on /u);
    const before = embedOf(message)?.description;
    discord.press(message, "More");
    await discord.until(() => embedOf(message)?.description?.startsWith("**6.**"));
    discord.press(message, "Most recent first");
    await discord.until(() => embedOf(message)?.description?.startsWith("**1.**"));
    expect(embedOf(message)?.description).not.toBe(before);
  });

  it("turns a page for somebody else in a message of their own", async () => {
    const message = await responseTo(discord.slash("search", { query: "flat minima" }, { user: "ada" }));
    const theirs = await responseTo(discord.press(message, "Next", { user: "grace" }));
    expect(theirs.ephemeral).toBe(true);
    expect(embedOf(theirs)?.footer?.text).toBe("page 2 of 10");
    expect(embedOf(message)?.footer?.text).toBe("page 1 of 10");
  });

  it("offers the titles that fit when what was typed fits several", async () => {
    const message = await responseTo(discord.slash("paper show", { paper: "grokking" }));
    expect(message.data.content).toBe("Several titles fit “grokking”. Which one?");
    discord.choose(message, "pick:paper", [paperKeyOf(paperIdOf({ statedId: null, arxivId: null, doi: null, title }))]);
    await discord.until(() => embedOf(message)?.title === title);
    expect(message.data.components).not.toEqual([]);
  });

  it("shows one paper, and answers a question about it", async () => {
    const message = await responseTo(discord.slash("paper show", { paper: "grokfast" }));
    expect(embedOf(message)?.title).toMatch(/^Grokfast/u);
    const form = discord.press(message, "Ask about this");
    await discord.until(() => form.modal);
    const answer = await responseTo(discord.submit(form, { question: "How fast is it?" }));
    expect(embedOf(answer)?.description).toMatch(/\*\*Cited papers\*\*\n\\\[1\\\] Grokfast[^\n]*$/u);
  });
});

describe("messages to the bot", () => {
  const answers = (channel: string) =>
    discord.world
      .messagesIn(channel)
      .filter(({ data }) => data.author.id === discord.world.bot.id && data.embeds.length > 0);
  const channel = () => discord.world.channels()[1]?.id ?? "";

  it("are mentions, pinged replies and direct messages, and nothing else", async () => {
    discord.say("What is grokking?", { channel: channel() });
    discord.say(`<@${discord.world.bot.id}> What explains grokking?`, { channel: channel() });
    const first = await discord.until(() => answers(channel())[0]);
    expect(embedOf(first)?.title).toBe(QUESTION);

    discord.say("and with weight decay?", { channel: channel(), replyTo: first });
    const second = await discord.until(() => answers(channel())[1]);
    expect(embedOf(second)?.description).toMatch(/grokking/iu);

    const direct = discord.say("What is double descent?", { dm: true });
    const titles = () => answers(direct.data.channel_id).map((message) => embedOf(message)?.title);
    await discord.until(() => titles().includes("What is double descent?"));
    expect(answers(channel())).toHaveLength(2);
  });

  it("are answered by the message command too", async () => {
    const message = discord.say("What is sharpness-aware minimization?", { user: "grace" });
    const answer = await responseTo(discord.useOn("Ask about this", message));
    expect(embedOf(answer)?.description).toContain("Cited papers");
  });
});

describe("the person's data and the server's settings", () => {
  it("can be exported and deleted", async () => {
    await ask(QUESTION, { user: "mary" });
    const exported = await responseTo(discord.slash("privacy export", {}, { user: "mary" }));
    expect(exported.ephemeral).toBe(true);
    const data: unknown = JSON.parse(exported.files[0]?.text ?? "");
    expect(data).toMatchObject({ answers: [{ question: QUESTION }], uses: [{ asks: 1 }] });
    const question = await responseTo(discord.slash("privacy delete", {}, { user: "mary" }));
    expect(question.ephemeral).toBe(true);
    expect(question.data.content).toMatch(/for good.*Delete it\?$/u);
    discord.press(question, "Keep", { user: "mary" });
    await discord.until(() => question.data.content === "Nothing was deleted.");
    const again = await responseTo(discord.slash("privacy delete", {}, { user: "mary" }));
    discord.press(again, "Delete", { user: "mary" });
    await discord.until(() => again.data.content === "Deleted: 2 entries.");
    const nothing = await responseTo(discord.slash("privacy export", {}, { user: "mary" }));
    expect(nothing.data.content).toBe("Nothing is kept about you.");
  });

  it("are changed by those who manage the server, and hold from then on", async () => {
    const refused = await responseTo(discord.slash("settings", {}, { user: "ada" }));
    expect(refused.data.content).toMatch(/^Only people who may manage/u);
    const channel = discord.world.channels()[1]?.id ?? "";
    const panel = await responseTo(discord.slash("settings", {}, { manager: true, channel }));
    discord.choose(panel, "settings:language", ["fr"], { manager: true });
    await discord.until(() => embedOf(panel)?.title === "Réglages de ce serveur");
    discord.choose(panel, "settings:visibility", ["asker"], { manager: true });
    await discord.until(() => embedOf(panel)?.description?.includes("moi seulement"));
    const answer = await ask(QUESTION, { channel });
    expect(answer.ephemeral).toBe(true);
    expect(embedOf(answer)?.description).toContain("Articles cités");
    discord.choose(panel, "settings:channels", [discord.world.channels()[0]?.id ?? ""], { manager: true });
    await discord.until(() => embedOf(panel)?.description?.includes("<#"));
    const silent = await responseTo(discord.slash("ask", { question: QUESTION }, { channel }));
    expect(silent.ephemeral).toBe(true);
    expect(silent.data.content).toContain("je ne réponds que dans <#");
  });

  it("has help and an account of itself", async () => {
    expect(embedOf(await responseTo(discord.slash("help", {})))?.description).toContain("`/ask`");
    expect(embedOf(await responseTo(discord.slash("about", {})))?.description).toContain("403 papers");
  });
});

describe("when Discord or the way to it fails", () => {
  it("waits as long as a 429 says, and tries again after a 5xx", async () => {
    discord.fault({ match: /^PATCH \/webhooks/u, times: 1, mode: { retryAfterSeconds: 1 } });
    expect(embedOf(await ask())?.title).toBe(QUESTION);
    discord.fault({ match: /^PATCH \/webhooks/u, times: 2, mode: 502 });
    expect(embedOf(await ask())?.title).toBe(QUESTION);
  });

  it("goes on when the answer to its own acknowledgement got lost (40060)", async () => {
    discord.fault({ match: /^POST \/interactions/u, times: 1, mode: "drop-after" });
    const interaction = discord.slash("ask", { question: QUESTION });
    expect(embedOf(await responseTo(interaction))?.title).toBe(QUESTION);
    expect(interaction.responses).toHaveLength(1);
  });

  it("lets an interaction go that Discord no longer knows (10062)", async () => {
    const interaction = discord.slash("ask", { question: QUESTION });
    discord.world.advance(4_000);
    await discord.until(() => bot.log().includes("Discord no longer waits for this interaction"));
    expect(interaction.response).toBeNull();
    expect(embedOf(await ask())?.title).toBe(QUESTION);
  });

  it("tells the asker alone where it may not post (50013)", async () => {
    discord.say(`<@${discord.world.bot.id}> ${QUESTION}`, { channel: closed.id, user: "kate" });
    const [told] = await discord.until(() => {
      const messages = discord.directMessages("kate");
      return messages.length > 0 ? messages : null;
    });
    expect(told?.data.content).toContain(`I may not post in <#${closed.id}>`);
  });

  it("survives a channel that was deleted meanwhile (10003)", async () => {
    discord.say(`<@${discord.world.bot.id}> ${QUESTION}`, { channel: gone.id });
    gone.deleted = true;
    await discord.until(() => bot.log().includes("an answer had nowhere to go"));
    expect(embedOf(await ask())?.title).toBe(QUESTION);
  });

  it("resumes a dropped session and misses nothing", async () => {
    const { resumes } = discord.gateway;
    discord.gateway.drop();
    const missed = discord.slash("ask", { question: QUESTION });
    expect(embedOf(await responseTo(missed))?.title).toBe(QUESTION);
    expect(discord.gateway.resumes).toBe(resumes + 1);
  });

  it("starts a new session when the old one is invalid", async () => {
    const { identifies } = discord.gateway;
    discord.gateway.invalidate(false);
    await discord.until(() => discord.gateway.identifies > identifies && discord.gateway.connected);
    expect(embedOf(await ask())?.title).toBe(QUESTION);
  });
});

describe("the whole run", () => {
  it("sent nothing that Discord, its description or the bot's own rules forbid", () => {
    expect(discord.violations).toEqual([]);
  });

  it("never showed a response to others that was for the asker alone", () => {
    const refusals = [...discord.world.messages.values()].filter(
      ({ data, deleted }) => !deleted && /^(?:Something went wrong|You have asked)/u.test(data.content),
    );
    expect(refusals.every(({ data }) => ((data.flags ?? 0) & MessageFlags.Ephemeral) !== 0)).toBe(true);
  });

  it("logged no token and no interaction's token", () => {
    expect(bot.log()).not.toContain(discord.token);
    expect(bot.log()).not.toMatch(/token-\d{15,}/u);
  });

  it("finishes what is under way, ends with exit code 0 and leaves the session open to be resumed", async () => {
    const asked = discord.slash("ask", { question: QUESTION });
    await discord.until(() => asked.response?.data.content.startsWith("🔎"));
    expect(await bot.stop("SIGTERM")).toBe(0);
    expect(asked.response?.data.embeds[0]?.title).toBe(QUESTION);
    await discord.until(() => !discord.gateway.connected);
    expect(discord.gateway.closeCodes.at(-1)).not.toBe(1_000);
    expect(discord.gateway.closeCodes.at(-1)).not.toBe(1_001);
  });
});
