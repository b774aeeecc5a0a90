import {
  type APIMessage,
  type APIUser,
  ChannelType,
  MessageFlags,
  MessageType,
  PermissionFlagsBits,
} from "discord-api-types/v10";

/** Discord's epoch. */
const EPOCH_MS = 1_420_070_400_000;

export interface World {
  readonly guildIds: readonly string[];
  readonly bot: APIUser;
  nowMs(): number;
  advance(ms: number): void;
  newId(): string;
  user(name: string): APIUser;
  channel(id: string): LoopbackChannel;
  channels(): readonly LoopbackChannel[];
  addChannel(channel: Omit<LoopbackChannel, "id" | "deleted"> & { readonly id?: string }): LoopbackChannel;
  readonly messages: Map<string, LoopbackMessage>;
  addMessage(channelId: string, author: APIUser, body: MessageBody, extra?: Partial<LoopbackMessage>): LoopbackMessage;
  edit(message: LoopbackMessage, body: MessageBody): void;
  messagesIn(channelId: string): LoopbackMessage[];
}

export interface LoopbackChannel {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
  readonly guildId: string | null;
  readonly parentId: string | null;
  /** Permissions that the bot lacks there. */
  readonly denied: bigint;
  deleted: boolean;
}

export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: APIMessage["embeds"] | null;
  readonly components?: APIMessage["components"] | null;
  readonly flags?: number;
}

export interface LoopbackMessage {
  readonly data: APIMessage;
  readonly ephemeral: boolean;
  /** What it said after each step, with Discord's time of it. */
  readonly history: { readonly atMs: number; readonly content: string; readonly embeds: APIMessage["embeds"] }[];
  readonly files: readonly { readonly name: string; readonly text: string }[];
  deleted: boolean;
}

const EVERYTHING_NEEDED =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions;

/** What the bot may do in a channel. */
export function botPermissions(channel: Pick<LoopbackChannel, "denied">): bigint {
  return EVERYTHING_NEEDED & ~channel.denied;
}

/** Servers, channels, people and messages, with a clock that can be put forward. */
export function createWorld(options: { readonly guilds: number }): World {
  let offsetMs = 0;
  let count = 0n;
  const nowMs = () => Date.now() + offsetMs;
  const newId = () => {
    count += 1n;
    return String((BigInt(nowMs() - EPOCH_MS) << 22n) | (count & 0x3f_ffffn));
  };
  const makeUser = (username: string, bot = false): APIUser => ({
    id: newId(),
    username,
    discriminator: "0",
    global_name: username,
    avatar: null,
    bot,
  });
  const bot = makeUser("footnote", true);
  const users = new Map<string, APIUser>([[bot.username, bot]]);
  const channels = new Map<string, LoopbackChannel>();
  const messages = new Map<string, LoopbackMessage>();
  const guildIds = Array.from({ length: options.guilds }, newId);

  const world: World = {
    guildIds,
    bot,
    nowMs,
    advance(ms) {
      offsetMs += ms;
    },
    newId,
    user(name) {
      const known = users.get(name) ?? makeUser(name);
      users.set(name, known);
      return known;
    },
    channel(id) {
      const found = channels.get(id);
      if (found === undefined) throw new Error(`no channel ${id}`);
      return found;
    },
    channels: () => [...channels.values()],
    addChannel(channel) {
      const added = { id: newId(), deleted: false, ...channel };
      channels.set(added.id, added);
      return added;
    },
    messages,
    addMessage(channelId, author, body, extra = {}) {
      const data: APIMessage = {
        id: newId(),
        channel_id: channelId,
        type: MessageType.Default,
        author,
        content: "",
        timestamp: new Date(nowMs()).toISOString(),
        edited_timestamp: null,
        tts: false,
        mention_everyone: false,
        mentions: [],
        mention_roles: [],
        attachments: [],
        embeds: [],
        components: [],
        pinned: false,
        flags: (body.flags ?? 0) as MessageFlags,
      };
      const message: LoopbackMessage = { data, ephemeral: false, history: [], files: [], deleted: false, ...extra };
      messages.set(data.id, message);
      world.edit(message, body);
      return message;
    },
    edit({ data, history }, body) {
      if (body.content !== undefined) data.content = body.content ?? "";
      if (body.embeds !== undefined) data.embeds = body.embeds ?? [];
      if (body.components !== undefined) data.components = body.components ?? [];
      if (history.length > 0) data.flags = ((data.flags ?? 0) & ~MessageFlags.Loading) as MessageFlags;
      history.push({ atMs: nowMs(), content: data.content, embeds: data.embeds });
    },
    messagesIn: (channelId) =>
      [...messages.values()].filter(
        (message) => message.data.channel_id === channelId && !message.deleted && !message.ephemeral,
      ),
  };
  for (const guildId of guildIds) {
    world.addChannel({ name: "general", type: ChannelType.GuildText, guildId, parentId: null, denied: 0n });
  }
  return world;
}

/** A channel as Discord describes it. */
export function channelJson(channel: LoopbackChannel, botId: string): object {
  const base = { id: channel.id, type: channel.type, flags: 0 };
  if (channel.type === ChannelType.DM) return { ...base, recipients: [], last_message_id: null };
  return {
    ...base,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    position: 0,
    permission_overwrites:
      channel.denied === 0n ? [] : [{ id: botId, type: 1, allow: "0", deny: channel.denied.toString() }],
    ...(channel.type === ChannelType.PublicThread
      ? {
          owner_id: botId,
          message_count: 0,
          member_count: 1,
          thread_metadata: {
            archived: false,
            auto_archive_duration: 1440,
            archive_timestamp: new Date(0).toISOString(),
            locked: false,
          },
        }
      : {}),
  };
}

/** A server as Discord describes it when the bot connects. */
/** How many of each a server has that nobody in a test ever names. */
export interface Crowd {
  readonly channels: number;
  readonly roles: number;
  readonly members: number;
}

const NO_CROWD: Crowd = { channels: 0, roles: 0, members: 0 };
/** Rules about roles that a channel of a large server has. */
const OVERWRITES = 4;

function some<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

function stranger(id: string): APIUser {
  const name = `person ${id}`;
  return { id, username: name, discriminator: "0", global_name: name, avatar: "0123456789abcdef0123456789abcdef" };
}

/** Mostly channels of text, some of voice, some that hold others. */
function strangeChannel(id: string, at: number, roles: readonly { readonly id: string }[]): object {
  const type =
    at % 10 === 0 ? ChannelType.GuildCategory : at % 5 === 1 ? ChannelType.GuildVoice : ChannelType.GuildText;
  return {
    id,
    type,
    name: `channel-${at}`,
    topic: type === ChannelType.GuildText ? `What is talked about in channel ${at}, in a sentence or two.` : null,
    position: at,
    parent_id: null,
    nsfw: false,
    last_message_id: id,
    rate_limit_per_user: 0,
    flags: 0,
    permission_overwrites: roles.map((role) => ({ id: role.id, type: 0, allow: "0", deny: "2048" })),
  };
}

export function guildJson(guildId: string, world: World, crowd: Crowd = NO_CROWD): object {
  const roleOf = (id: string, name: string) => ({
    id,
    name,
    permissions: EVERYTHING_NEEDED.toString(),
    position: 0,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  });
  const roles = [roleOf(guildId, "@everyone"), ...some(crowd.roles, (at) => roleOf(world.newId(), `role ${at}`))];
  return {
    id: guildId,
    name: `server ${guildId}`,
    owner_id: "1",
    preferred_locale: "en-US",
    roles,
    emojis: [],
    stickers: [],
    features: [],
    members: [memberJson(world.bot), ...some(crowd.members, () => memberJson(stranger(world.newId())))],
    channels: [
      ...world
        .channels()
        .filter((channel) => channel.guildId === guildId && !channel.deleted)
        .map((channel) => channelJson(channel, world.bot.id)),
      ...some(crowd.channels, (at) => strangeChannel(world.newId(), at, roles.slice(0, OVERWRITES))),
    ],
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    member_count: 2,
    joined_at: new Date(0).toISOString(),
    large: false,
    unavailable: false,
  };
}

export function memberJson(user: APIUser): object {
  return {
    user,
    nick: null,
    avatar: null,
    roles: [],
    joined_at: new Date(0).toISOString(),
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}
