import { Client, GatewayIntentBits, Options, Partials, type RESTOptions, SimpleShardingStrategy } from "discord.js";
import type { Clock } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";
import { isDiscordDown, loggable } from "./discord-errors.ts";
import { type Known, leanEvent } from "./lean-events.ts";
import { createOutageLog } from "./outage-log.ts";
import { NO_MENTIONS } from "./presenters/payload.ts";
import { createPulse, type GatewayManager, type ShardPulse } from "./pulse.ts";

/** None of them is privileged: the text of messages comes with mentions, direct messages and replies to the bot. */
export const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
] as const;

/** A call is made again so often when Discord fails. */
const RETRIES = 3;
const CALL_TIMEOUT_MS = 10_000;
/** Discord bars an address that makes 10,000 invalid calls in ten minutes. */
const WARN_AT_INVALID_CALLS = 100;

export interface DiscordConnection {
  readonly client: Client;
  /** Closes the gateway so that Discord keeps the session for a while, as it does after a lost connection. */
  closeGateway(): Promise<void>;
  /** How long ago each shard's last heartbeat was acknowledged; asks for another one where that is `askAfterMs` ago. */
  takePulse(elapsedMs: number, askAfterMs: number): readonly ShardPulse[];
}

/** Of channels that were asked in, so many are remembered; then all are forgotten, and fetched again where needed. */
const MOST_CHANNELS = 5_000;
/** What no event is called: the client passes over it. */
const NO_EVENT = "FOOTNOTE_IGNORED";

/** 1000 and 1001 would end the session, and show the bot as offline at once. */
const CLOSE_RESUMABLE = 4200;

/** A client of Discord that asks for no privileged intent, pings nobody, and keeps little in memory. */
export function createClient(restApi: string | null, logger: Logger, clock: Clock): DiscordConnection {
  let gateway: GatewayManager | undefined;
  let closing = false;
  const rest: Partial<RESTOptions> = {
    ...(restApi === null ? {} : { api: restApi }),
    retries: RETRIES,
    timeout: CALL_TIMEOUT_MS,
    invalidRequestWarningInterval: WARN_AT_INVALID_CALLS,
  };
  const client = new Client({
    intents: [...INTENTS],
    // Direct messages come from channels that are not known beforehand.
    partials: [Partials.Channel],
    allowedMentions: NO_MENTIONS,
    // As many as Discord recommends: one up to some 2,000 servers.
    shards: "auto",
    rest,
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      ApplicationCommandManager: 0,
      ApplicationEmojiManager: 0,
      AutoModerationRuleManager: 0,
      BaseGuildEmojiManager: 0,
      DMMessageManager: 0,
      EntitlementManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildMessageManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
      VoiceStateManager: 0,
    }),
    ws: {
      buildStrategy(manager) {
        gateway = manager;
        return new SimpleShardingStrategy(manager);
      },
    },
  });
  keepLean(client, logger, (data, shardId) => {
    // The event's name is one of an enumeration that discord.js does not hand on.
    gateway?.emit("dispatch" as Parameters<GatewayManager["emit"]>[0], { data, shardId });
  });
  const outages = createOutageLog(logger, clock);
  client.on("error", (error) => {
    if (isDiscordDown(error)) outages.failed(loggable(error), "Discord can't be reached");
    else logger.error(loggable(error), "the client reports an error");
  });
  client.on("shardError", (error) => outages.failed(loggable(error), "the gateway connection failed"));
  client.on("shardReconnecting", (shardId) => {
    if (!closing) outages.failed({ shardId }, "the gateway connection is being made again");
  });
  client.on("shardResume", (shardId, replayedEvents) =>
    outages.recovered({ shardId, replayedEvents }, "session resumed"),
  );
  client.on("shardReady", (shardId) => outages.recovered({ shardId }, "the gateway connection is back"));
  client.rest.on("rateLimited", ({ route, method, timeToReset, scope }) =>
    logger.info({ route, method, waitMs: timeToReset, scope }, "Discord wants a pause"),
  );
  client.rest.on("invalidRequestWarning", ({ count, remainingTime }) =>
    logger.error({ count, remainingMs: remainingTime }, "many calls to Discord are refused"),
  );
  const pulse = createPulse(client, () => gateway);
  return {
    client,
    takePulse: pulse,
    async closeGateway() {
      closing = true;
      await gateway?.destroy({ code: CLOSE_RESUMABLE, reason: "restarting" });
    },
  };
}

/** An event of the gateway, as the client passes it on before it reads it. */
interface RawEvent {
  t: string | null;
  readonly d: unknown;
}

/**
 * Has the client read only what is used of each event, see `lean-events.ts`.
 *
 * @param deliver hands an event to the client once more
 */
function keepLean(client: Client, logger: Logger, deliver: (event: RawEvent, shardId: number) => void): void {
  /** Channels that were fetched whole; those that came with an interaction lack the rules on who may do what. */
  const whole = new Set<string>();
  const known: Known = {
    get botId() {
      return client.user?.id ?? null;
    },
    hasChannel: (id) => whole.has(id) && client.channels.cache.has(id),
    hasRole: (serverId, roleId) => client.guilds.cache.get(serverId)?.roles.cache.has(roleId) === true,
  };
  const fetchChannel = async (event: RawEvent, shardId: number, channelId: string) => {
    try {
      await client.channels.fetch(channelId, { force: true });
      whole.add(channelId);
      if (known.hasChannel(channelId)) deliver(event, shardId);
    } catch (error) {
      logger.info(loggable(error), "a channel with a message to the bot can't be looked at");
    }
  };
  client.on("raw", (event: RawEvent, shardId: number) => {
    if (event.t === null) return;
    if (client.channels.cache.size > MOST_CHANNELS) {
      whole.clear();
      client.channels.cache.clear();
      for (const server of client.guilds.cache.values()) server.channels.cache.clear();
    }
    const verdict = leanEvent(event.t, event.d, known);
    if (verdict.kind === "take") return;
    if (verdict.kind === "fetch-channel") void fetchChannel({ ...event }, shardId, verdict.channelId);
    event.t = NO_EVENT;
  });
  client.on("guildMemberUpdate", (_before, member) => {
    // The bot was given a role that was not kept.
    if (member.id !== client.user?.id) return;
    member.guild.roles.fetch().catch((error: unknown) => logger.info(loggable(error), "roles could not be read"));
  });
}
