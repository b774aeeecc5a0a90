import { Client, GatewayIntentBits, Options, Partials, type RESTOptions, SimpleShardingStrategy } from "discord.js";
import type { Logger } from "../ports/logger.ts";
import { loggable } from "./discord-errors.ts";
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

/** 1000 and 1001 would end the session, and show the bot as offline at once. */
const CLOSE_RESUMABLE = 4200;

/** A client of Discord that asks for no privileged intent, pings nobody, and keeps little in memory. */
export function createClient(restApi: string | null, logger: Logger): DiscordConnection {
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
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
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
  client.on("error", (error) => logger.error(loggable(error), "the client reports an error"));
  client.on("shardError", (error) => logger.warn(loggable(error), "the gateway connection failed"));
  client.on("shardReconnecting", (shardId) => {
    if (!closing) logger.info({ shardId }, "the gateway connection is being made again");
  });
  client.on("shardResume", (shardId, replayedEvents) => logger.info({ shardId, replayedEvents }, "session resumed"));
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
