import { randomBytes } from "node:crypto";
import { Events } from "discord.js";
import { stopSending } from "../digest/send-digests.ts";
import { AppError } from "../domain/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { DigestStore } from "../ports/digest-store.ts";
import type { InterestStore } from "../ports/interest-store.ts";
import type { Logger } from "../ports/logger.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { RetentionStore } from "../ports/retention-store.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { TitleIndex } from "../retrieval/titles.ts";
import { singleFlight } from "../util/single-flight.ts";
import { sleep } from "../util/sleep.ts";
import { createAskQueue } from "./admission/ask-queue.ts";
import { createUsageWindows, type UsageLimits } from "./admission/usage-windows.ts";
import type { BotContext, CorpusView, FetchOutcome } from "./bot-context.ts";
import { createClient } from "./client.ts";
import { registerCommands } from "./commands/register-commands.ts";
import { createServerComposer } from "./compose-for-server.ts";
import { refusal, refusedBy, withRetries } from "./connecting.ts";
import { createDigestPoster } from "./digest-poster.ts";
import { createDigestPublisher } from "./digest-publisher.ts";
import { loggable } from "./discord-errors.ts";
import { handleMessage } from "./handlers/messages.ts";
import { languageFor, speechOf } from "./locales/languages.ts";
import { measureDiscord, measurePublisher, measureQueue, measureWindows } from "./measure.ts";
import { createOutageLog } from "./outage-log.ts";
import { applicationIdOf, inviteLink } from "./permissions.ts";
import type { ShardPulse } from "./pulse.ts";
import { routeInteraction } from "./router.ts";
import { openSettingsCache } from "./settings-cache.ts";
import { forgetServer, tidyUp } from "./tidy-up.ts";

export interface BotOptions {
  readonly token: string;
  readonly guildId: string | null;
  readonly restApi: string | null;
  readonly limits: UsageLimits;
  readonly asksAtOnce: number;
  readonly keepDays: number;
  /** Told of what the log can't wait for; null for nobody. */
  readonly operatorId: string | null;
}

export interface BotDeps {
  readonly state: StateStore;
  readonly retention: RetentionStore;
  readonly digestStore: DigestStore;
  readonly interests: InterestStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Called as soon as there is something to look at, before the bot is connected. */
  readonly onOpen?: (health: BotHealth) => void;
  /** The newest corpus; the first call may take as long as building an index does. */
  corpus(): Promise<CorpusView>;
  /** Brings one paper into the index. */
  fetchPaper(arxivId: string): Promise<FetchOutcome>;
}

/** How the bot is, for whoever watches over it. */
export interface BotHealth {
  /** See `DiscordConnection`. */
  takePulse(elapsedMs: number, askAfterMs: number): readonly ShardPulse[];
  /** Questions under way and waiting. */
  queueLength(): number;
  isStopping(): boolean;
}

export interface Bot {
  /** Settles only when the bot can't go on: Discord refuses it, or there is no index to answer from. */
  readonly failed: Promise<never>;
  /** Takes no more work, finishes or apologises for what is under way, and closes the gateway. Within 10 s. */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const CORPUS_LOOK_MS = 15_000;
const CORPUS_TRY_MS = 1_000;
const CORPUS_TRIES = 30;
const DIGEST_LOOK_MS = 10_000;
/** Discord delivers an event again after a lost connection; so many are remembered. */
const REMEMBERED_EVENTS = 5_000;
const WAITING_PER_USER = 5;
const WAITING_PER_SERVER = 50;
const WAITING_TOTAL = 300;
/** What is under way gets so long to finish by itself, then so long to apologise. */
const FINISH_MS = 6_500;
const APOLOGISE_MS = 2_500;
/** A lease that is not freed runs out by itself. */
const FREE_LEASE_MS = 500;

/** Connects to Discord and answers until stopped. Throws `CONFIG_INVALID` for a token or setting that Discord refuses. */
export async function startBot(deps: BotDeps, options: BotOptions): Promise<Bot> {
  const { state, retention, clock, logger } = deps;
  const stopping = new AbortController();
  const ending = new AbortController();
  const owner = randomBytes(8).toString("hex");
  let titles: TitleIndex | null = null;

  const settings = await openSettingsCache(state, clock);
  const windows = measureWindows(createUsageWindows(), deps.metrics);
  windows.restore(await state.listUses(new Date(clock.now().getTime() - DAY_MS)));

  const { client, closeGateway, takePulse } = createClient(options.restApi, logger, clock);
  measureDiscord(client, deps.metrics, clock);
  const corpus = async () => {
    const view = await deps.corpus();
    titles = view.titles;
    return view;
  };
  const bot: BotContext = {
    corpus,
    fetchPaper: singleFlight(async (arxivId) => {
      const outcome = await deps.fetchPaper(arxivId);
      // The corpus is looked at for a newer version every few seconds at most.
      for (let tries = 0; outcome === "added" && tries < CORPUS_TRIES; tries += 1) {
        if ((await corpus()).titles.get(arxivId) !== undefined) break;
        await sleep(CORPUS_TRY_MS, ending.signal);
      }
      return outcome;
    }),
    digests: {
      store: deps.digestStore,
      publisher: measurePublisher(
        createDigestPublisher({
          client,
          speechOf: (serverId) => speechOf(languageFor(null, settings.get(serverId).language)),
          logger,
        }),
        deps.metrics,
      ),
      compose: createServerComposer({
        interests: deps.interests,
        corpus,
        windows,
        state,
        limits: options.limits,
        clock,
        logger,
      }),
      clock,
      logger,
      owner,
      newNonce: () => randomBytes(8).toString("base64url"),
    },
    titlesNow: () => titles,
    interests: deps.interests,
    state,
    retention,
    settings,
    windows,
    queue: measureQueue(
      createAskQueue({
        atOnce: options.asksAtOnce,
        perUser: WAITING_PER_USER,
        perServer: WAITING_PER_SERVER,
        total: WAITING_TOTAL,
      }),
      deps.metrics,
      clock,
    ),
    limits: options.limits,
    keepDays: options.keepDays,
    clock,
    logger,
    owner,
    signal: ending.signal,
    isStopping: () => stopping.signal.aborted,
    newId: () => randomBytes(12).toString("base64url"),
  };

  deps.onOpen?.({ takePulse, queueLength: () => bot.queue.size, isStopping: bot.isStopping });

  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>) => {
    const tracked = work
      .catch((error: unknown) => logger.error(loggable(error), "a handler failed"))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  const isNew = createMemory(REMEMBERED_EVENTS);
  client.on(Events.InteractionCreate, (interaction) => {
    if (isNew(interaction.id)) track(routeInteraction(bot, interaction));
  });
  client.on(Events.MessageCreate, (message) => {
    if (isNew(message.id) && !stopping.signal.aborted) track(handleMessage(bot, message));
  });
  client.on(Events.ThreadDelete, (thread) => {
    track(state.removeThread(thread.id));
  });
  // Not sent for a server that is only out of reach.
  client.on(Events.GuildDelete, ({ id }) => {
    track(forgetServer(bot, id));
  });
  client.once(Events.ClientReady, (ready) => {
    logger.info({ user: ready.user.tag, servers: ready.guilds.cache.size, intents: "none privileged" }, "connected");
    logger.info({ invite: inviteLink(ready.application.id) }, "add the bot to a server with this link");
  });
  client.on(Events.Invalidated, () => {
    fail(new AppError("DISCORD_FAILED", "Discord has ended the session for good: start the bot again."));
  });
  client.on(Events.ShardDisconnect, ({ code }) => fail(refusedBy(code)));

  const tidyState = () => {
    windows.prune(clock.now());
    return tidyUp(retention, client.isReady() ? [...client.guilds.cache.keys()] : [], clock);
  };
  // Another process may hold the database just now: nothing waits for this.
  track(tidyState());
  const housekeeping = [
    setInterval(() => track(settings.reload()), MINUTE_MS),
    // Whoever asks for the corpus has it looked at for a newer version; nobody may ask for long.
    setInterval(() => track(bot.corpus().then(() => {})), CORPUS_LOOK_MS),
    setInterval(() => track(tidyState()), HOUR_MS),
  ];
  for (const timer of housekeeping) timer.unref();
  const poster = createDigestPoster(bot.digests, options.operatorId, stopping.signal);
  const postDigests = () => {
    if (stopping.signal.aborted || !client.isReady()) return;
    const look = poster.look();
    if (look !== null) track(look);
  };
  housekeeping.push(setInterval(postDigests, DIGEST_LOOK_MS));

  const applicationId = applicationIdOf(options.token);
  if (applicationId === null) throw new AppError("CONFIG_INVALID", "DISCORD_TOKEN is no bot token.");
  // The corpus opens while Discord is called; whoever asks before it is there waits for it.
  bot.corpus().catch(fail);
  client.rest.setToken(options.token);
  try {
    await withRetries(createOutageLog(logger, clock), stopping.signal, async () => {
      await registerCommands({ rest: client.rest, state, clock, logger }, applicationId, options.guildId);
      await client.login(options.token);
    });
  } catch (error) {
    for (const timer of housekeeping) clearInterval(timer);
    await client.destroy();
    throw refusal(error);
  }

  return {
    failed,
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      for (const timer of housekeeping) clearInterval(timer);
      logger.info({ underWay: underWay.size }, "stopping");
      await settledWithin(underWay, FINISH_MS);
      ending.abort(new Error("the bot is stopping"));
      await settledWithin(underWay, APOLOGISE_MS);
      const freed = stopSending(bot.digests).catch((error: unknown) =>
        logger.warn(loggable(error), "a lease was not freed"),
      );
      await Promise.race([freed, sleep(FREE_LEASE_MS)]);
      await closeGateway();
      logger.info({ left: underWay.size }, "stopped");
    },
  };
}

/** Tells whether an id is seen for the first time, among the last `size`. */
function createMemory(size: number): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    seen.add(id);
    const [oldest] = seen;
    if (seen.size > size && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}

async function settledWithin(work: ReadonlySet<Promise<void>>, ms: number): Promise<void> {
  const timeout = new AbortController();
  const all = (async () => {
    while (work.size > 0) await Promise.all(work);
  })();
  await Promise.race([all, sleep(ms, timeout.signal)]);
  timeout.abort();
}
