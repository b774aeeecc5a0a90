import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { ChannelType, MessageFlags, PermissionFlagsBits } from "discord-api-types/v10";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createSqlDigestStore } from "../../src/adapters/sql/sql-digest-store.ts";
import { createSqlIngestStore } from "../../src/adapters/sql/sql-ingest-store.ts";
import { createSqlInterestStore } from "../../src/adapters/sql/sql-interest-store.ts";
import { nextRun, weekOf } from "../../src/digest/next-run.ts";
import type { Subscription } from "../../src/domain/subscription.ts";
import type { DigestStore, LedgerKey } from "../../src/ports/digest-store.ts";
import { type LoopbackDiscord, type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";
import type { LoopbackChannel } from "../support/discord/world.ts";
import { arxivFeed, dailyPaper } from "../support/service-answers.ts";
import { openTestDatabase } from "../support/test-database.ts";

const manager = { user: "ada", manager: true };

let discord: LoopbackDiscord;
let bot: BotProcess;
let dataDir: string;
let store: DigestStore;
let database: ReturnType<typeof openTestDatabase>;
let channels: Readonly<Record<"news" | "closed" | "other" | "killed", LoopbackChannel>>;

beforeAll(async () => {
  dataDir = copyOfSeeds(inject("seedsDataDir"));
  discord = await startLoopbackDiscord({ guilds: 1 });
  const channel = (name: string, denied = 0n) =>
    discord.world.addChannel({ type: 0, guildId: discord.world.guildIds[0] ?? "", parentId: null, name, denied });
  channels = {
    news: channel("news"),
    closed: channel("closed", PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks),
    other: channel("other"),
    killed: channel("killed"),
  };
  bot = await startBotProcess(discord, dataDir);
  database = openTestDatabase(join(dataDir, "state.db"));
  store = createSqlDigestStore(database);
});

afterAll(async () => {
  await database.close();
  await bot.stop("SIGKILL");
  await discord.close();
});

const textOf = (interaction: LoopbackInteraction) =>
  discord.until(() => {
    const content = interaction.response?.data.content ?? "";
    return content === "" ? null : content;
  });
const asked = { day: 5, time: "9:00", timezone: "Europe/Berlin" };
const subscribe = (channel: LoopbackChannel, over: object = {}, actor: object = manager) =>
  discord.slash("digest subscribe", { ...asked, ...over, channel: { channel: channel.id } }, actor);

/** A subscription that is due now, and was made a while ago. */
async function dueIn(channel: LoopbackChannel): Promise<Subscription> {
  const now = new Date();
  const schedule = { day: 1, time: "09:00", zone: "UTC" };
  const subscription: Subscription = {
    serverId: channel.guildId ?? "",
    channelId: channel.id,
    userId: discord.world.user("ada").id,
    schedule,
    topics: [],
    style: "full",
    silent: true,
    crosspost: false,
    createdAt: now,
    next: { week: weekOf(now, "UTC"), dueAt: new Date(now.getTime() - 60_000) },
    disabled: null,
  };
  await store.saveSubscription(subscription);
  return subscription;
}

const digestsIn = (channel: LoopbackChannel) =>
  discord.world.messagesIn(channel.id).filter(({ data }) => data.embeds[0]?.title?.startsWith("Digest ") === true);

/** What a process that was killed held on to would be free after two minutes. */
async function freeLease(): Promise<void> {
  const client = createClient({ url: `file:${join(dataDir, "state.db")}` });
  await client.execute("DELETE FROM leases");
  client.close();
}

describe("/digest", () => {
  it("is for those who may manage the server", async () => {
    expect(await textOf(subscribe(channels.news, {}, { user: "bob" }))).toContain("Only people who may manage");
  });

  it("completes time zones", async () => {
    const interaction = discord.complete("digest subscribe", "timezone", "berl", manager);
    const choices = await discord.until(() => interaction.choices);
    expect(choices).toEqual([{ name: "Europe/Berlin", value: "Europe/Berlin" }]);
  });

  it.each<[string, object, RegExp]>([
    [
      "a zone that there is not",
      { timezone: "Mars/Olympus @everyone" },
      /“Mars\/Olympus @\u200B?everyone” is no time zone/u,
    ],
    ["a time that there is not", { time: "25:00" }, /“25:00” is no time of day: write 09:00/u],
    [
      "too many topics",
      { topics: Array.from({ length: 300 }, (_, i) => `t${i}`).join(",") },
      /300 topics are too many/u,
    ],
  ])("says what is wrong with %s", async (_name, over, message) => {
    const interaction = subscribe(channels.news, over);
    expect(await textOf(interaction)).toMatch(message);
    await expect(store.listSubscriptions(channels.news.guildId ?? "")).resolves.toEqual([]);
  });

  it("says what it lacks where it may not post", async () => {
    expect(await textOf(subscribe(channels.closed))).toBe(
      `I can't post in <#${channels.closed.id}> yet. I need there: “Send Messages”, “Embed Links”.`,
    );
  });

  it("subscribes a channel, and lists it with its next time", async () => {
    const interaction = subscribe(channels.news, { topics: "grokking, dropout", style: "short", silent: false });
    expect(await textOf(interaction)).toMatch(/every Friday at 09:00 \(Europe\/Berlin\)\. The next one: <t:\d+:f>\./u);
    expect(interaction.response?.ephemeral).toBe(true);
    const [kept] = await store.listSubscriptions(channels.news.guildId ?? "");
    const schedule = { day: 5, time: "09:00", zone: "Europe/Berlin" };
    expect(kept).toMatchObject({ schedule, topics: ["grokking", "dropout"], style: "short", silent: false });
    expect(kept?.next).toEqual(nextRun(schedule, kept?.createdAt ?? new Date()));
    expect(await textOf(discord.slash("digest list", {}, manager))).toMatch(/Friday 09:00 .*\n-# grokking, dropout/su);
  });

  it("previews a digest to the asker alone", async () => {
    const interaction = discord.slash("digest preview", { topics: "grokking" }, manager);
    const message = await discord.until(() => (interaction.response?.data.embeds.length ? interaction.response : null));
    expect(message.ephemeral).toBe(true);
    expect(message.data.embeds[0]?.description).toMatch(/^403 new papers/u);
    expect(message.data.embeds[1]?.description).toContain("-# about grokking");
    expect(message.data.embeds.at(-1)?.footer).toBeUndefined();
  });

  it("posts a digest now, once a week, and shows a paper of it to whoever picks it", async () => {
    const now = () => textOf(discord.slash("digest now", { channel: { channel: channels.news.id } }, manager));
    expect(await now()).toBe(`Posted in <#${channels.news.id}>.`);
    expect(await now()).toMatch(/has had its digest for \d{4}-W\d{2}\.$/u);
    const [message, ...more] = digestsIn(channels.news);
    expect(more).toEqual([]);
    if (message === undefined) throw new Error("no digest");
    const { embeds, flags } = message.data;
    const total = embeds.reduce(
      (sum, { title = "", description = "", footer }) =>
        sum + title.length + description.length + (footer?.text.length ?? 0),
      0,
    );
    expect(total).toBeLessThanOrEqual(6_000);
    expect(embeds.at(-1)?.footer?.text).toMatch(/^Footnote · \d{4}-W\d{2} · \S+$/u);
    expect((flags ?? 0) & MessageFlags.SuppressNotifications).toBe(0);
    const [menu] = JSON.parse(JSON.stringify(message.data.components))[0].components;
    const picked = discord.choose(message, menu.custom_id, [menu.options[0].value], { user: "bob" });
    const card = await discord.until(() => (picked.response?.data.embeds.length ? picked.response : null));
    expect(card.ephemeral).toBe(true);
    expect(card.data.embeds[0]?.title).toBe(menu.options[0].label);

    const less = () => textOf(discord.press(card, "Less like this", { user: "bob" }));
    const interests = createSqlInterestStore(database);
    const signals = async () => (await interests.listInterests(channels.news.guildId ?? "", 10)).papers;
    await expect.poll(signals).toMatchObject([{ signal: "opened", people: 1 }]);
    expect(await less()).toMatch(/^Noted: less like “.+” in this server’s digests\.$/u);
    expect(await signals()).toMatchObject([{ signal: "less", people: 1 }]);
    expect(await less()).toMatch(/^Taken back: /u);
    expect(await signals()).toEqual([]);
  });

  it("posts no more where a channel is unsubscribed", async () => {
    const options = { channel: { channel: channels.news.id } };
    expect(await textOf(discord.slash("digest unsubscribe", options, manager))).toContain("No more digests in");
    expect(await textOf(discord.slash("digest unsubscribe", options, manager))).toContain("gets no digest");
    expect(await textOf(discord.slash("digest list", {}, manager))).toContain("No channel of this server");
  });
});

describe("a digest that is due", () => {
  it("is posted by itself, silently, and the next one is planned", async () => {
    const { serverId, next } = await dueIn(channels.other);
    const message = await discord.until(() => digestsIn(channels.other)[0], "the digest", 60_000);
    expect((message.data.flags ?? 0) & MessageFlags.SuppressNotifications).toBe(MessageFlags.SuppressNotifications);
    const key = { serverId, channelId: channels.other.id, week: next.week };
    await expect
      .poll(() => store.getRun(key), { timeout: 20_000 })
      .toMatchObject({ status: "sent", messageId: message.data.id });
    await expect
      .poll(
        async () =>
          (await store.listSubscriptions(serverId))
            .find(({ channelId }) => channelId === channels.other.id)
            ?.next.dueAt.getTime(),
        { timeout: 20_000 },
      )
      .toBeGreaterThan(Date.now());
  });

  it("is passed on from an announcement channel, where that is wanted", async () => {
    const channel = discord.world.addChannel({
      ...channels.killed,
      id: discord.world.newId(),
      name: "announcements",
      type: ChannelType.GuildAnnouncement,
    });
    await store.saveSubscription({ ...(await dueIn(channel)), crosspost: true });
    const crossposted = () =>
      digestsIn(channel).some(({ data }) => ((data.flags ?? 0) & MessageFlags.Crossposted) !== 0);
    await discord.until(crossposted, "the crosspost", 60_000);
    expect(digestsIn(channel)).toHaveLength(1);
  });

  it("is posted once by two processes that share the state", { timeout: 120_000 }, async () => {
    const other = await startBotProcess(discord, dataDir);
    const quiet = discord.world.addChannel({ ...channels.killed, id: discord.world.newId(), name: "shared" });
    const { serverId, next } = await dueIn(quiet);
    const key = { serverId, channelId: quiet.id, week: next.week };
    await expect.poll(() => status(key), { timeout: 60_000 }).toBe("sent");
    // Both have looked again since.
    await new Promise((resolve) => setTimeout(resolve, 21_000));
    expect(postsTo(key)).toBe(1);
    expect(digestsIn(quiet)).toHaveLength(1);
    await other.stop("SIGKILL");
    await freeLease();
  });

  /**
   * Where the process is killed: what keeps it from going further until then (a trigger in its database, or Discord that
   * does not answer), how one sees that it is there, and how many messages Discord has at that moment.
   */
  const POINTS = [
    {
      name: "before the run is planned",
      holds: "BEFORE INSERT ON digests",
      isThere: async (key: LedgerKey) => isHeld() && (await store.getRun(key)) === null,
      messages: 0,
    },
    {
      name: "when it is planned and composed",
      holds: "BEFORE UPDATE ON digests WHEN NEW.status = 'sending'",
      isThere: async (key: LedgerKey) => isHeld() && (await status(key)) === "planned",
      messages: 0,
    },
    { name: "while it posts", fault: "hang", isThere: async (key: LedgerKey) => postsTo(key) > 0, messages: 0 },
    {
      name: "when Discord has the message",
      fault: "hang-after",
      isThere: async (key: LedgerKey) => postsTo(key) > 0,
      messages: 1,
    },
    {
      name: "when Discord has answered",
      holds: "BEFORE UPDATE ON digests WHEN NEW.status = 'sent'",
      isThere: async (key: LedgerKey) => isHeld() && (await status(key)) === "sending",
      messages: 1,
    },
    {
      name: "when it is recorded and the next is not planned",
      holds: "BEFORE UPDATE OF next_week ON subscriptions",
      isThere: async (key: LedgerKey) => isHeld() && (await status(key)) === "sent",
      messages: 1,
    },
  ] as const;
  const isHeld = () => bot.log().includes("held here");
  const status = async (key: LedgerKey) => (await store.getRun(key))?.status;
  const postsTo = ({ channelId }: LedgerKey) =>
    discord.requests.filter(({ method, path }) => method === "POST" && path === `/channels/${channelId}/messages`)
      .length;
  const inDatabase = async (sql: string) => {
    const client = createClient({ url: `file:${join(dataDir, "state.db")}` });
    await client.execute(sql);
    client.close();
  };

  it.each(POINTS)("is posted once where the process is killed $name", { timeout: 180_000 }, async (point) => {
    const channel = discord.world.addChannel({ ...channels.killed, id: discord.world.newId(), name: "killed" });
    if ("fault" in point) {
      const match = new RegExp(`^POST /channels/${channel.id}/messages$`, "u");
      discord.fault({ match, times: 1, mode: point.fault });
    } else await inDatabase(`CREATE TRIGGER hold ${point.holds} BEGIN SELECT RAISE(ABORT, 'held here'); END`);
    const { serverId, next } = await dueIn(channel);
    const key = { serverId, channelId: channel.id, week: next.week };
    await expect.poll(() => point.isThere(key), { timeout: 60_000 }).toBe(true);
    await bot.stop("SIGKILL");
    expect(digestsIn(channel)).toHaveLength(point.messages);
    if ("holds" in point) await inDatabase("DROP TRIGGER hold");
    // Long enough for Discord to have forgotten the nonce.
    discord.world.advance(600_000);
    await freeLease();
    bot = await startBotProcess(discord, dataDir);
    await expect.poll(() => status(key), { timeout: 60_000 }).toBe("sent");
    const nextDue = async () =>
      (await store.listSubscriptions(serverId)).find(({ channelId }) => channelId === channel.id)?.next.dueAt;
    await expect.poll(async () => (await nextDue())?.getTime(), { timeout: 60_000 }).toBeGreaterThan(Date.now());
    expect(digestsIn(channel)).toHaveLength(1);
  });

  it("that can't be posted is an alarm: in the log, at /readyz, and to the operator", async () => {
    const health = async (port: number) => {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      return { status: response.status, body: await response.json() };
    };
    await bot.stop("SIGKILL");
    await freeLease();
    const port = 20_000 + (process.pid % 20_000);
    const operator = discord.world.user("operator").id;
    bot = await startBotProcess(discord, dataDir, {
      FOOTNOTE_HEALTH_PORT: String(port),
      DISCORD_OPERATOR_ID: operator,
    });
    await expect.poll(() => health(port).catch(() => null), { timeout: 20_000 }).toMatchObject({ status: 200 });
    const channel = discord.world.addChannel({ ...channels.killed, id: discord.world.newId(), name: "failing" });
    discord.fault({ match: new RegExp(`^POST /channels/${channel.id}/messages$`, "u"), times: 1_000, mode: 500 });
    const subscription = await dueIn(channel);
    const next = { ...subscription.next, dueAt: new Date(Date.now() - 20 * 60_000) };
    await store.saveSubscription({ ...subscription, next });
    await expect
      .poll(() => health(port), { timeout: 60_000 })
      .toMatchObject({
        status: 503,
        body: { ok: false, checks: { gateway: { ok: true }, digests: { ok: false } } },
      });
    // The alarm is raised at the next look of whoever posts, which may be later.
    await expect.poll(() => bot.log(), { timeout: 90_000 }).toContain("a digest is overdue");
    await discord.until(() => discord.directMessages("operator")[0], "the alarm");
    await store.removeSubscription(subscription.serverId, channel.id);
    await expect.poll(() => health(port), { timeout: 60_000 }).toMatchObject({ status: 200 });
  }, 200_000);

  it("has new papers that the bot fetched by itself", async () => {
    const server = createServer((_request, response) => {
      const body = JSON.stringify([dailyPaper("2603.00001", "spectral bias of mushrooms")]);
      response.writeHead(200, { "content-type": "application/json" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    await bot.stop("SIGKILL");
    await freeLease();
    bot = await startBotProcess(discord, dataDir, {
      HUGGINGFACE_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      INGEST_SCHEDULE: "0 6 * * * huggingface",
    });
    const runs = createSqlIngestStore(database);
    await expect.poll(() => runs.listRuns(1), { timeout: 90_000 }).toMatchObject([{ added: 1, problem: null }]);
    const preview = async () => {
      const interaction = discord.slash("digest preview", { topics: "mushrooms" }, manager);
      const message = await discord.until(() =>
        interaction.response?.data.embeds.length ? interaction.response : null,
      );
      return message.data.embeds.map(({ description }) => description).join("\n");
    };
    await expect.poll(preview, { timeout: 60_000, interval: 3_000 }).toContain("On spectral bias of mushrooms");
    server.close();
  }, 200_000);
});

describe("a paper that is not there", () => {
  it("is offered to be added, fetched once however many want it, and can be asked about", async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      const wanted = new URL(request.url ?? "", "http://x").searchParams.get("id_list");
      const found = wanted === "2602.00001" ? [{ id: "2602.00001v2", subject: "the folding of origami networks" }] : [];
      response.writeHead(200, { "content-type": "application/atom+xml" }).end(arxivFeed(found));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    await bot.stop("SIGKILL");
    await freeLease();
    bot = await startBotProcess(discord, dataDir, {
      ARXIV_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    const answer = discord.slash("ask", { question: "What does 2602.00001 propose?" }, manager);
    const message = await discord.until(() => (answer.response?.data.embeds.length ? answer.response : null));
    expect(await textOf(discord.press(message, "Add 2602.00001", { user: "bob" }))).toContain(
      "Only people who may manage",
    );
    const clicks = Array.from({ length: 50 }, (_, index) =>
      discord.press(message, "Add 2602.00001", { user: `manager ${index}`, manager: true }),
    );
    for (const click of clicks) {
      expect(await textOf(click)).toBe("Now in the corpus: On the folding of origami networks & more");
    }
    expect(asked).toBe(1);
    const again = discord.slash("ask", { question: "What does 2602.00001 propose?" }, manager);
    const found = await discord.until(() => (again.response?.data.embeds.length ? again.response : null));
    expect(found.data.embeds[0]?.description).toContain("On the folding of origami networks");
    expect(JSON.stringify(found.data.components)).not.toContain("Add 2602");

    expect(await textOf(discord.slash("paper add", { id: "2602.99999" }, manager))).toBe(
      "arXiv has no paper 2602.99999.",
    );
    expect(await textOf(discord.slash("paper add", { id: "nonsense" }, manager))).toContain(
      "“nonsense” is no arXiv id",
    );
    server.close();
  }, 200_000);

  it("breaks none of Discord's rules", () => {
    expect(discord.violations).toEqual([]);
  });
});
