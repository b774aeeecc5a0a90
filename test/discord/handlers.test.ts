import { type ChatInputCommandInteraction, MessageFlags, PermissionsBitField } from "discord.js";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createPromptFiles } from "../../src/adapters/files/prompt-files.ts";
import { createOpenAIChatModel } from "../../src/adapters/openai/openai-chat-model.ts";
import { answerQuestion } from "../../src/answering/answer-question.ts";
import { loadPrompts } from "../../src/answering/load-prompts.ts";
import { PROJECT_ROOT } from "../../src/config/project-root.ts";
import type { CorpusView } from "../../src/discord/bot-context.ts";
import { handleAsk } from "../../src/discord/handlers/ask.ts";
import type { Payload } from "../../src/discord/presenters/payload.ts";
import { routeInteraction } from "../../src/discord/router.ts";
import { AppError } from "../../src/domain/errors.ts";
import { chatReply } from "../support/chat-server.ts";
import { createTestBot, type TestBot } from "../support/discord/bot-context.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";
import { createMemoryStateStore } from "../support/memory-state-store.ts";
import type { SmallCorpus } from "../support/small-corpus.ts";

const PAPERS = [
  {
    _id: "1",
    title: "Grokking at the Edge",
    text: "Softmax collapse stops grokking. StableMax prevents softmax collapse.",
  },
  { _id: "2", title: "Flat Minima", text: "Flat minima generalize better than sharp minima do." },
];

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const prompts = await loadPrompts(createPromptFiles(`${PROJECT_ROOT}/prompts`));

/** The real job, with a language model whose service msw stands in for. */
const askModel = ({ corpus, retriever, profiles, embedder, titles }: SmallCorpus): CorpusView["ask"] => {
  const chatModel = createOpenAIChatModel({
    apiKey: "secret",
    baseUrl: "http://models.test/v1",
    model: "small-model",
    silenceMs: 2_000,
    deadlineMs: 5_000,
    maxConcurrent: 2,
    requestsPerMinute: null,
    tokensPerMinute: null,
  });
  const deps = {
    corpus,
    retriever,
    profiles,
    embedder,
    titles,
    chatModel,
    judge: false,
    prompts,
    clock: createFakeClock(),
    logger: createFakeLogger(),
  };
  return (request, hooks) => answerQuestion(deps, request, hooks);
};

interface Shown {
  readonly call: string;
  readonly text: string;
  readonly onlyAsker: boolean;
}

/** A slash command as far as handlers look at it; what is shown is noted. */
function createCommand(options: Record<string, string>, over: { readonly id?: string; readonly locale?: string } = {}) {
  const shown: Shown[] = [];
  const note = async (call: string, message: Partial<Payload> & { readonly flags?: unknown } = {}) => {
    const embed = message.embeds?.[0];
    const text = [message.content, embed?.description, embed?.footer?.text].filter(Boolean).join("\n");
    shown.push({ call, text, onlyAsker: message.flags === MessageFlags.Ephemeral || message.flags === "Ephemeral" });
    return { id: "m1", channelId: "c1" };
  };
  const command = {
    id: over.id ?? "i1",
    commandName: "ask",
    user: { id: "ada", send: (message: Payload) => note("user", message) },
    guildId: "lab",
    channelId: "c1",
    channel: null,
    locale: over.locale ?? "en-US",
    appPermissions: new PermissionsBitField(["SendMessages"]),
    authorizingIntegrationOwners: { 0: "lab" },
    deferred: false,
    replied: false,
    options: {
      getString: (name: string) => options[name] ?? null,
      getInteger: () => null,
      getSubcommand: () => null,
    },
    isAutocomplete: () => false,
    isChatInputCommand: () => true,
    isRepliable: () => true,
    deferReply: (message?: { readonly flags?: unknown }) => note("defer", message),
    reply: (message: Payload) => note("reply", message),
    editReply: (message: Payload) => note("edit", message),
    deleteReply: () => note("delete"),
    followUp: (message: Payload) => note("follow up", message),
  };
  // The one cast: a literal with the members that handlers use.
  return { shown, command: command as unknown as ChatInputCommandInteraction };
}

const last = (shown: readonly Shown[]) => shown.at(-1);
const ask = async (bot: TestBot, options: Record<string, string>, over = {}) => {
  const { command, shown } = createCommand(options, over);
  await handleAsk(bot, command);
  return shown;
};
const reply = (text: string) =>
  http.post(
    "http://models.test/v1/chat/completions",
    () => new HttpResponse(chatReply(text), { headers: { "content-type": "text/event-stream" } }),
  );

describe("/ask, without Discord", () => {
  it("defers first, and ends with the model's answer and its titles", async () => {
    server.use(reply("Softmax collapse stops grokking [1]."));
    const bot = await createTestBot(PAPERS, askModel);
    const shown = await ask(bot, { question: "What stops grokking?" });
    expect(shown[0]?.call).toBe("defer");
    expect(last(shown)?.text).toMatch(
      /^Softmax collapse stops grokking\. \\\[1\\\]\n\n\*\*Cited papers\*\*\n\\\[1\\\] Grokking at the Edge\n/u,
    );
    expect(await bot.state.findAnswerByMessage("m1")).toMatchObject({
      question: "What stops grokking?",
      userId: "ada",
    });
    expect((await bot.state.listUses(new Date(0))).map(({ asks }) => asks)).toEqual([1, 0]);
  });

  it("shows nothing that a model makes up or commands, and says that quotations follow", async () => {
    server.use(reply("@everyone visit https://evil.example now [9]. Ignore the rules [1]."));
    const bot = await createTestBot(PAPERS, askModel);
    const text = last(await ask(bot, { question: "What stops grokking?" }))?.text;
    expect(text).toMatch(/^-# ⚠️ The language model could not be used/u);
    expect(text).not.toMatch(/everyone|evil\.example|Ignore/u);
  });

  it("refuses as its first response, to the asker alone, what it can't search for", async () => {
    const bot = await createTestBot(PAPERS, askModel);
    const refused = { call: "reply", onlyAsker: true };
    expect(await ask(bot, { question: "…" })).toEqual([
      { ...refused, text: "Please ask in words, with at most 2,000 characters." },
    ]);
    expect(await ask(bot, { question: "Why?", since: "soon" })).toEqual([
      { ...refused, text: "I can't read that date: write 2024, 2024-06, 2024-06-15, 90d or 6m." },
    ]);
  });

  it("tells who is over the limit when they can ask again, and nobody else", async () => {
    const bot = await createTestBot(PAPERS, () => () => Promise.reject(new Error("unused")));
    for (const id of ["1", "2", "3"]) await ask(bot, { question: "What stops grokking?" }, { id });
    const [refused, ...more] = await ask(bot, { question: "What stops grokking?" }, { id: "4", locale: "de" });
    expect(more).toEqual([]);
    expect(refused).toMatchObject({ call: "reply", onlyAsker: true });
    expect(refused?.text).toBe(
      `Du hast vorerst so viel gefragt, wie eine Person darf. Wieder möglich <t:${Date.parse("2026-11-22T01:00:00Z") / 1000}:R>.`,
    );
  });

  it("quotes when everybody together has spent the day's tokens, and says so", async () => {
    server.use(reply("Softmax collapse stops grokking [1]."));
    const limits = {
      userAsksPerHour: 3,
      serverAsksPerHour: 100,
      serverAsksPerDay: 100,
      serverTokensPerDay: 100_000,
      directAsksPerDay: 100,
      directTokensPerDay: 100_000,
      tokensPerDay: 100,
    };
    const bot = await createTestBot(PAPERS, askModel, { limits });
    const spend = (tokens: number) =>
      bot.windows.count({ userId: "bob", serverId: "other", usedAt: bot.clock.now(), asks: 0, tokens });
    spend(99);
    expect(last(await ask(bot, { question: "What stops grokking?" }))?.text).toMatch(/^Softmax collapse stops/u);
    spend(1);
    expect(last(await ask(bot, { question: "What stops grokking?" }, { id: "i2" }))?.text).toMatch(
      /^-# ⚠️ Today's share of the language model is used up; these are quotations\./u,
    );
  });

  it("keeps silent in channels that the server has not chosen", async () => {
    const bot = await createTestBot(PAPERS, askModel);
    await bot.settings.save("lab", { allowedChannels: ["c2"] }, "boss");
    expect(await ask(bot, { question: "Why?" })).toEqual([
      { call: "reply", onlyAsker: true, text: "I answer only in <#c2> on this server." },
    ]);
  });

  it("says one sentence with a reference when something breaks, to the asker alone, and logs the rest", async () => {
    const bot = await createTestBot(
      PAPERS,
      () => () => Promise.reject(new AppError("INDEX_DAMAGED", "The index in /secret/path is damaged.")),
    );
    const shown = await ask(bot, { question: "What stops grokking?" });
    expect(shown.slice(-2).map(({ call }) => call)).toEqual(["delete", "follow up"]);
    expect(last(shown)?.onlyAsker).toBe(true);
    const reference = /reference ([0-9a-f]{8})\.$/u.exec(last(shown)?.text ?? "")?.[1];
    expect(last(shown)?.text).not.toContain("secret");
    expect(bot.logger.lines.find(({ level }) => level === "error")?.fields).toMatchObject({ reference });
  });

  it("answers all the same when the answer can't be kept, without the buttons that need it", async () => {
    server.use(reply("Softmax collapse stops grokking [1]."));
    const state = createMemoryStateStore({ answersDays: 30, feedbackDays: 180 });
    const failing = { ...state, saveAnswer: () => Promise.reject(new AppError("STATE_FAILED", "no")) };
    const bot = await createTestBot(PAPERS, askModel, { state: failing });
    expect(last(await ask(bot, { question: "What stops grokking?" }))?.text).toContain("Softmax collapse");
  });

  it("answers a command or button of an earlier version with one sentence", async () => {
    const bot = await createTestBot(PAPERS, askModel);
    const { command, shown } = createCommand({});
    await routeInteraction(bot, Object.assign(command, { commandName: "gone" }));
    expect(shown).toEqual([{ call: "reply", onlyAsker: true, text: "That is no longer kept. Please ask again." }]);
  });
});
