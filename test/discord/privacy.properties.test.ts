import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChannelType,
  DiscordAPIError,
  type Interaction,
  InteractionContextType,
  type Message,
  MessageFlags,
  MessageFlagsBitField,
  PermissionsBitField,
} from "discord.js";
import fc from "fast-check";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSqlRetentionStore } from "../../src/adapters/sql/sql-retention-store.ts";
import { createSqlStateStore } from "../../src/adapters/sql/sql-state-store.ts";
import { createUsageWindows } from "../../src/discord/admission/usage-windows.ts";
import type { BotContext, CorpusView } from "../../src/discord/bot-context.ts";
import { handleMessage } from "../../src/discord/handlers/messages.ts";
import type { Payload } from "../../src/discord/presenters/payload.ts";
import { routeInteraction } from "../../src/discord/router.ts";
import { openSettingsCache } from "../../src/discord/settings-cache.ts";
import type { Answer } from "../../src/domain/answer.ts";
import { DEFAULT_SERVER_SETTINGS } from "../../src/domain/server-settings.ts";
import type { RetentionStore } from "../../src/ports/retention-store.ts";
import type { StateStore } from "../../src/ports/state-store.ts";
import { createTestBot } from "../support/discord/bot-context.ts";
import { createMemoryStateStore } from "../support/memory-state-store.ts";
import { openTestDatabase } from "../support/test-database.ts";

const RETENTION = { answersDays: 30, feedbackDays: 180 };
const PEOPLE = ["ada", "bob", "cyd", "dan", "eve"] as const;
const SERVERS = ["s1", "s2", "s3"] as const;
type Person = (typeof PEOPLE)[number];

interface Channel {
  readonly id: string;
  readonly serverId: string | null;
  readonly type: ChannelType;
  readonly parentId: string | null;
  readonly readers: readonly string[];
}

interface Shown {
  readonly id: string;
  readonly channel: Channel;
  readonly ephemeral: boolean;
  readonly readers: readonly string[];
  /** Who asked for it. */
  readonly by: string;
  /** The id that its buttons carry. */
  buttonId: string;
}

/** One thing that somebody does, by numbers that are taken modulo what there is. */
interface Step {
  readonly person: Person;
  readonly server: (typeof SERVERS)[number];
  readonly place: number;
  readonly act:
    | "ask"
    | "follow-up"
    | "new-topic"
    | "mention"
    | "reply"
    | "sources"
    | "helpful"
    | "search"
    | "page"
    | "context";
  readonly alone: boolean;
  readonly userInstall: boolean;
  /** Which message, and which of all ids that were ever made. */
  readonly target: number;
  readonly copiedId: number;
  readonly copies: boolean;
  /** Discord refuses to open or write in a thread. */
  readonly noThread: boolean;
}

const stepArb: fc.Arbitrary<Step> = fc.record({
  person: fc.constantFrom(...PEOPLE),
  server: fc.constantFrom(...SERVERS),
  place: fc.nat(12),
  act: fc.constantFrom(
    "ask",
    "ask",
    "follow-up",
    "follow-up",
    "follow-up",
    "new-topic",
    "mention",
    "reply",
    "sources",
    "helpful",
    "search",
    "page",
    "context",
  ),
  alone: fc.boolean(),
  userInstall: fc.boolean(),
  target: fc.nat(),
  copiedId: fc.nat(),
  copies: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  noThread: fc.boolean(),
});
const settingsArb = fc.array(
  fc.record({
    visibility: fc.constantFrom("everyone" as const, "asker" as const),
    threads: fc.constantFrom("never" as const, "follow-up" as const, "always" as const),
  }),
  { minLength: SERVERS.length, maxLength: SERVERS.length },
);

/** Answers with all that it was told, so that what should not have been told shows. */
const echo: CorpusView["ask"] = async ({ question, after = [] }) => {
  const answer: Answer = {
    question,
    kind: "list",
    understoodAs: after.map((turn) => turn.question).join(" "),
    status: "answered",
    mode: "extractive",
    facts: [],
    sentences: [],
    citations: [],
    retrieved: [],
    further: [],
    searched: { papers: 1, filters: {} },
    model: null,
    timings: { embedMs: 0, searchMs: 0, answerMs: 0, totalMs: 0 },
  };
  return answer;
};

const base = await createTestBot([{ _id: "1", title: "Flat Minima", text: "Flat minima generalize." }], () => echo);
const view = await base.corpus();

const refused = (code: number) =>
  new DiscordAPIError({ message: "no", code }, code, 403, "POST", "https://discord.test/", {
    body: undefined,
    files: undefined,
  });

/** Plays a history, and returns every text with those who read it. */
async function play({ state, retention }: Stores, settings: readonly object[], steps: readonly Step[]) {
  const cache = await openSettingsCache(state, base.clock);
  for (const [index, serverId] of SERVERS.entries()) {
    await cache.save(serverId, { ...DEFAULT_SERVER_SETTINGS, ...settings[index] }, "boss");
  }
  let ids = 0;
  const made: string[] = [];
  const newId = () => {
    ids += 1;
    made.push(`id${ids}`);
    return `id${ids}`;
  };
  const { fetchPaper, titlesNow, interests, keepDays, clock, logger, owner, signal, isStopping } = base;
  const bot: BotContext = {
    fetchPaper,
    titlesNow,
    interests,
    keepDays,
    clock,
    logger,
    owner,
    signal,
    isStopping,
    corpus: async () => view,
    state,
    retention,
    settings: cache,
    windows: createUsageWindows(),
    limits: {
      userAsksPerHour: 1_000,
      serverAsksPerHour: 1_000,
      serverAsksPerDay: 1_000,
      serverTokensPerDay: 1_000,
      directAsksPerDay: 1_000,
      directTokensPerDay: 1_000,
      tokensPerDay: 1_000,
    },
    queue: {
      enter: <T>(_user: string, _server: string | null, work: () => Promise<T>) => ({
        ahead: 0,
        result: Promise.resolve().then(work),
      }),
      size: 0,
    },
    newId,
    get digests(): never {
      throw new Error("no digests here");
    },
  };
  const channels = new Map<string, Channel>();
  const add = (channel: Channel) => {
    channels.set(channel.id, channel);
    return channel;
  };
  for (const serverId of SERVERS) {
    const channel = { serverId, parentId: null };
    add({ ...channel, id: `${serverId}-general`, type: ChannelType.GuildText, readers: PEOPLE });
    add({ ...channel, id: `${serverId}-mods`, type: ChannelType.GuildText, readers: ["ada", "bob"] });
    add({ ...channel, id: `${serverId}-voice`, type: ChannelType.GuildVoice, readers: PEOPLE });
  }
  for (const person of PEOPLE) {
    add({ id: `dm-${person}`, serverId: null, type: ChannelType.DM, parentId: null, readers: [person] });
  }
  const shown: Shown[] = [];
  const texts: { readonly text: string; readonly readers: readonly string[]; readonly step: number }[] = [];
  /** Who may know a question: whoever could read it where it was asked or answered. */
  const known = new Map<string, Set<string>>();
  let messages = 0;

  const note = (entry: Shown, message: Partial<Payload>, step: number) => {
    const embed = message.embeds?.[0];
    const text = [message.content, embed?.title, embed?.description, embed?.footer?.text].join("\n");
    texts.push({ text, readers: entry.readers, step });
    entry.buttonId =
      /(?:follow-up|search-page):(id\d+)/u.exec(JSON.stringify(message.components ?? []))?.[1] ?? entry.buttonId;
  };
  const show = (channel: Channel, message: Partial<Payload>, by: string, ephemeral: boolean, step: number) => {
    messages += 1;
    const readers = ephemeral ? [by] : channel.readers;
    const entry: Shown = { id: `m${messages}`, channel, ephemeral, readers, by, buttonId: "none" };
    note(entry, message, step);
    shown.push(entry);
    return entry;
  };

  const channelObject = (channel: Channel, by: string, step: number): object => ({
    id: channel.id,
    type: channel.type,
    parentId: channel.parentId,
    isThread: () => channel.type === ChannelType.PublicThread,
    isDMBased: () => channel.type === ChannelType.DM,
    isSendable: () => true,
    sendTyping: async () => {},
    permissionsFor: () => new PermissionsBitField(["EmbedLinks"]),
    send: async (message: Payload) => editable(show(channel, message, by, false, step), by, step),
  });
  const editable = (entry: Shown, by: string, step: number) => ({
    id: entry.id,
    channelId: entry.channel.id,
    edit: async (message: Payload) => note(entry, message, step),
    delete: async () => {},
    client: { channels: { fetch: async (id: string) => channelObject(channels.get(id) ?? entry.channel, by, step) } },
  });
  const messageObject = (entry: Shown, by: string, step: Step, index: number) => ({
    ...editable(entry, by, index),
    content: `text of ${entry.id}`,
    embeds: [],
    flags: new MessageFlagsBitField(entry.ephemeral ? MessageFlags.Ephemeral : 0),
    interactionMetadata: { user: { id: entry.by } },
    async startThread({ name }: { readonly name: string }) {
      if (step.noThread) throw refused(50_013);
      const { channel } = entry;
      const threadId = `t-${entry.id}`;
      const thread =
        channels.get(threadId) ??
        add({ ...channel, id: threadId, type: ChannelType.PublicThread, parentId: channel.id });
      texts.push({ text: name, readers: thread.readers, step: index });
      return channelObject(thread, by, index);
    },
  });

  const interactionOf = (step: Step, index: number, channel: Channel, target: Shown | undefined, parts: object) => {
    const { person } = step;
    let response: Shown | undefined;
    let onlyAsker = false;
    const edit = (message: Payload) => {
      response ??= show(channel, {}, person, onlyAsker, index);
      note(response, message, index);
      return Promise.resolve({ id: response.id, channelId: channel.id });
    };
    const isEphemeral = (flags: unknown) => flags === MessageFlags.Ephemeral || flags === "Ephemeral";
    return {
      id: `i${index}`,
      user: {
        id: person,
        displayName: person,
        send: async (m: Payload) => show(channels.get(`dm-${person}`) ?? channel, m, person, false, index),
      },
      guildId: channel.serverId,
      channelId: channel.id,
      channel: channelObject(channel, person, index),
      context: channel.serverId === null ? InteractionContextType.BotDM : InteractionContextType.Guild,
      locale: "en-US",
      appPermissions: new PermissionsBitField([
        "SendMessages",
        "CreatePublicThreads",
        "SendMessagesInThreads",
        "EmbedLinks",
      ]),
      authorizingIntegrationOwners: step.userInstall ? { 1: person } : { 0: channel.serverId ?? "0" },
      message: target === undefined ? null : messageObject(target, person, step, index),
      deferred: false,
      replied: false,
      isAutocomplete: () => false,
      isChatInputCommand: () => false,
      isMessageContextMenuCommand: () => false,
      isButton: () => false,
      isModalSubmit: () => false,
      isAnySelectMenu: () => false,
      isRepliable: () => true,
      async deferReply({ flags }: { readonly flags?: unknown }) {
        onlyAsker = isEphemeral(flags);
      },
      async deferUpdate() {
        response = target;
      },
      reply: async (message: Payload & { readonly flags?: unknown }) =>
        show(channel, message, person, isEphemeral(message.flags), index),
      editReply: edit,
      deleteReply: async () => {},
      followUp: async (message: Payload & { readonly flags?: unknown }) =>
        editable(show(channel, message, person, isEphemeral(message.flags), index), person, index),
      fetchReply: async () =>
        messageObject(response ?? show(channel, {}, person, onlyAsker, index), person, step, index),
      ...parts,
    };
  };

  for (const [index, step] of steps.entries()) {
    const { person, act } = step;
    const open = [...channels.values()].filter(
      ({ serverId, readers }) => (serverId === step.server || serverId === null) && readers.includes(person),
    );
    const channel = open[step.place < 5 ? 0 : step.place % open.length];
    if (channel === undefined) continue;
    const reachable = shown.filter((entry) => entry.channel.id === channel.id && entry.readers.includes(person));
    const target = reachable[step.target % Math.max(1, reachable.length)];
    const anyId = made[step.copiedId % Math.max(1, made.length)] ?? "none";
    const copied = step.copies ? anyId : (target?.buttonId ?? anyId);
    const marker = `q${index}q`;
    const text = `What about ${marker} minima?`;
    const before = texts.length;
    const slash = (commandName: string, options: Record<string, string>) => ({
      commandName,
      isChatInputCommand: () => true,
      options: {
        getString: (name: string) => options[name] ?? null,
        getInteger: () => null,
        getSubcommand: () => null,
      },
    });
    const form = (customId: string) => ({
      customId,
      isModalSubmit: () => true,
      fields: { getTextInputValue: () => text },
    });
    const press = (customId: string) => ({ customId, isButton: () => true });
    const route = (parts: object, on: Shown | undefined = undefined) =>
      // The one cast: a literal with the members that handlers use.
      routeInteraction(bot, interactionOf(step, index, channel, on, parts) as unknown as Interaction);
    const say = (mentions: boolean, reference: string | undefined) =>
      handleMessage(bot, {
        id: `said${index}`,
        author: { id: person, bot: false, send: async () => {} },
        system: false,
        guildId: channel.serverId,
        guild: null,
        channelId: channel.id,
        channel: channelObject(channel, person, index),
        content: text,
        mentions: { has: () => mentions },
        client: { user: "bot" },
        reference: reference === undefined ? null : { messageId: reference },
        reply: async (message: Payload) => editable(show(channel, message, person, false, index), person, index),
        react: async () => {},
      } as unknown as Message);

    let work: Promise<void> = Promise.resolve();
    if (act === "ask") work = route(slash("ask", { question: text, ...(step.alone ? { show: "asker" } : {}) }));
    else if (act === "search") work = route(slash("search", { query: text }));
    else if (act === "follow-up") work = route(form(`follow-up:${copied}`), target);
    else if (act === "new-topic") work = route(form(`new-topic:${copied}`), target);
    else if (act === "mention") work = say(true, undefined);
    // A reply may name any message, wherever it is.
    else if (act === "reply") work = say(true, shown[step.target % Math.max(1, shown.length)]?.id);
    else if (target !== undefined && act === "context") {
      const parts = {
        isMessageContextMenuCommand: () => true,
        commandName: "Ask",
        targetMessage: { ...messageObject(target, person, step, index), content: text },
      };
      work = route(parts);
    } else if (target !== undefined && act === "sources") work = route(press(`sources:${copied}`), target);
    else if (target !== undefined && act === "helpful") work = route(press(`helpful:${copied}`), target);
    else if (target !== undefined && act === "page") work = route(press(`search-page:${copied}:0`), target);
    let settled = false;
    const ended = work.finally(() => {
      settled = true;
    });
    while (!settled) {
      await vi.advanceTimersByTimeAsync(2_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended;
    base.clock.advance(1_000);
    // Asked for one person alone, a question is theirs. Else it is known to whoever reads its answer, and to whoever
    // reads it where it was said.
    const goesOn = act === "follow-up" || act === "new-topic" || act === "context";
    const isAlone = (act === "ask" && step.alone) || (goesOn && target?.ephemeral === true);
    const readers = new Set<string>([person, ...(act === "mention" || act === "reply" ? channel.readers : [])]);
    for (const output of isAlone ? [] : texts.slice(before)) {
      if (output.text.includes(marker)) for (const reader of output.readers) readers.add(reader);
    }
    known.set(marker, readers);
  }
  const leaks = texts.flatMap(({ text, readers, step }) =>
    [...new Set(text.match(/q\d+q/gu) ?? [])].flatMap((marker) => {
      const may = known.get(marker) ?? new Set();
      const others = readers.filter((reader) => !may.has(reader));
      return others.length === 0 ? [] : [`step ${step} shows ${marker} to ${others.join(", ")}`];
    }),
  );
  return { leaks, texts };
}

const folder = mkdtempSync(join(tmpdir(), "footnote-privacy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

let files = 0;
interface Stores {
  readonly state: StateStore;
  readonly retention: RetentionStore;
  close(): Promise<void>;
}
const STORES: readonly [string, number, () => Stores][] = [
  [
    "in memory",
    150,
    () => {
      const store = createMemoryStateStore(RETENTION);
      return { state: store, retention: store, close: async () => {} };
    },
  ],
  [
    "in a database file",
    10,
    () => {
      files += 1;
      const database = openTestDatabase(join(folder, `${files}.db`));
      return {
        state: createSqlStateStore(database),
        retention: createSqlRetentionStore(database, RETENTION),
        close: () => database.close(),
      };
    },
  ],
];

describe.each(STORES)(
  "random histories of three servers and five people, with the state %s",
  (_where, numRuns, open) => {
    it("show nobody what somebody else alone was to see", async () => {
      let carried = 0;
      await fc.assert(
        fc.asyncProperty(
          settingsArb,
          fc.array(stepArb, { minLength: 20, maxLength: 60, size: "max" }),
          async (settings, steps) => {
            const stores = open();
            try {
              const { leaks, texts } = await play(stores, settings, steps);
              carried += texts.filter(({ text, step }) =>
                (text.match(/q\d+q/gu) ?? []).some((m) => m !== `q${step}q`),
              ).length;
              expect(leaks).toEqual([]);
            } finally {
              await stores.close();
            }
          },
        ),
        { numRuns },
      );
      // Earlier turns do come back to those who may see them; otherwise nothing was tried.
      expect(carried).toBeGreaterThan(numRuns);
    });
  },
);
