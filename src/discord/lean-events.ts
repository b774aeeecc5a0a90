import { z } from "zod";

/**
 * Events of the gateway cut to what the bot uses, before the client makes objects of them and keeps these: of a server
 * its own roles and member, and no channel. A channel comes with each interaction, and is fetched for a message.
 */

/** What is to become of an event. */
export type Verdict =
  | { readonly kind: "take" | "ignore" }
  /** A message to the bot in a channel that is not known yet. */
  | { readonly kind: "fetch-channel"; readonly channelId: string };

/** What the client knows already. */
export interface Known {
  readonly botId: string | null;
  hasChannel(channelId: string): boolean;
  hasRole(serverId: string, roleId: string): boolean;
}

const IGNORED: ReadonlySet<string> = new Set([
  "CHANNEL_CREATE",
  "CHANNEL_PINS_UPDATE",
  "GUILD_ROLE_CREATE",
  "GUILD_SCHEDULED_EVENT_CREATE",
  "GUILD_SCHEDULED_EVENT_UPDATE",
  "GUILD_SCHEDULED_EVENT_DELETE",
  "GUILD_SOUNDBOARD_SOUND_CREATE",
  "MESSAGE_UPDATE",
  "MESSAGE_DELETE",
  "MESSAGE_DELETE_BULK",
  "STAGE_INSTANCE_CREATE",
  "STAGE_INSTANCE_UPDATE",
  "STAGE_INSTANCE_DELETE",
  "THREAD_LIST_SYNC",
  "VOICE_CHANNEL_STATUS_UPDATE",
]);
/** Events about channels that matter only where the channel is known. */
const OF_KNOWN_CHANNELS: ReadonlySet<string> = new Set(["CHANNEL_UPDATE", "THREAD_UPDATE", "THREAD_MEMBERS_UPDATE"]);
/** Lists of a server that nothing here looks at. */
const UNUSED_LISTS = [
  "channels",
  "emojis",
  "guild_scheduled_events",
  "presences",
  "soundboard_sounds",
  "stage_instances",
  "stickers",
  "voice_states",
] as const;
/** Texts and pictures of a server that are shown nowhere. */
const UNUSED_TEXTS = ["banner", "description", "discovery_splash", "icon", "splash", "vanity_url_code"] as const;

const idSchema = z.object({ id: z.string() });
const serverSchema = z.looseObject({
  id: z.string(),
  members: z.array(z.looseObject({ user: idSchema.optional(), roles: z.array(z.string()).optional() })).optional(),
  roles: z.array(z.looseObject(idSchema.shape)).optional(),
  threads: z.array(z.looseObject({ owner_id: z.string().optional() })).optional(),
});
const threadSchema = idSchema.extend({ owner_id: z.string().optional() });
const messageSchema = z.object({
  channel_id: z.string(),
  guild_id: z.string().optional(),
  mentions: z.array(idSchema).optional(),
});

/**
 * Says what becomes of an event, and cuts one about a server down, in place.
 *
 * @param data the event as Discord sent it
 */
export function leanEvent(name: string, data: unknown, known: Known): Verdict {
  if (IGNORED.has(name)) return { kind: "ignore" };
  if (name === "GUILD_CREATE" || name === "GUILD_UPDATE") cutServer(data, known);
  if (name === "MESSAGE_CREATE") return verdictOnMessage(data, known);
  if (name === "THREAD_CREATE") {
    const thread = threadSchema.safeParse(data);
    return { kind: thread.success && thread.data.owner_id === known.botId ? "take" : "ignore" };
  }
  if (OF_KNOWN_CHANNELS.has(name)) {
    const channel = idSchema.safeParse(data);
    return { kind: channel.success && known.hasChannel(channel.data.id) ? "take" : "ignore" };
  }
  return { kind: "take" };
}

/** Discord tells of every message in a server, and shows the text of those alone that are to the bot. */
function verdictOnMessage(data: unknown, { botId, hasChannel }: Known): Verdict {
  const message = messageSchema.safeParse(data);
  if (!message.success) return { kind: "ignore" };
  const { channel_id: channelId, guild_id: serverId, mentions = [] } = message.data;
  if (serverId === undefined) return { kind: "take" };
  if (!mentions.some(({ id }) => id === botId)) return { kind: "ignore" };
  return hasChannel(channelId) ? { kind: "take" } : { kind: "fetch-channel", channelId };
}

function cutServer(data: unknown, { botId, hasRole }: Known): void {
  const parsed = serverSchema.safeParse(data);
  // An outage is told of with an id and nothing else.
  if (!parsed.success || !isRecord(data)) return;
  const { id, members, roles, threads } = parsed.data;
  const own = members?.filter(({ user }) => user?.id === botId);
  const ownRoles = new Set(own?.flatMap((member) => member.roles ?? []));
  if (own !== undefined) data["members"] = own;
  if (roles !== undefined) {
    data["roles"] = roles.filter((role) => role.id === id || ownRoles.has(role.id) || hasRole(id, role.id));
  }
  if (threads !== undefined) data["threads"] = threads.filter(({ owner_id }) => owner_id === botId);
  for (const list of UNUSED_LISTS) if (list in data) data[list] = [];
  for (const text of UNUSED_TEXTS) if (text in data) data[text] = null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
