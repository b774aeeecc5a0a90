import {
  ChannelType,
  InteractionResponseType,
  MessageFlags,
  MessageType,
  PermissionFlagsBits,
} from "discord-api-types/v10";
import { ACKNOWLEDGE_WITHIN_MS } from "../../../src/discord/limits.ts";
import type { LoopbackInteraction } from "./loopback.ts";
import {
  botPermissions,
  channelJson,
  type LoopbackChannel,
  type LoopbackMessage,
  type MessageBody,
  type World,
} from "./world.ts";

/** An answer of Discord's that is no success. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface RestRequest {
  readonly params: readonly string[];
  readonly body: MessageBody & Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

export interface RestState {
  readonly world: World;
  readonly interactions: Map<string, LoopbackInteraction>;
  readonly commands: Map<string, readonly unknown[]>;
  readonly gatewayUrl: () => string;
  readonly refusesDirectMessages: ReadonlySet<string>;
  dispatch(event: { readonly t: string; readonly d: unknown }): void;
}

type Handler = (request: RestRequest) => unknown;

const TOKEN_MS = 15 * 60_000;
/** “In the past few minutes” is all that Discord says. */
const NONCE_MS = 5 * 60_000;

/** The operations that the bot uses, each as `METHOD /pattern` with its handler; a handler's result is the answer. */
export function restRoutes(state: RestState): readonly (readonly [string, Handler])[] {
  const { world, interactions } = state;

  const byToken = (token: string): LoopbackInteraction => {
    const found = [...interactions.values()].find((interaction) => interaction.token === token);
    if (found === undefined || found.acknowledgedMs === null) throw new Refusal(404, 10015, "Unknown Webhook");
    if (world.nowMs() - found.sentMs > TOKEN_MS) throw new Refusal(401, 50027, "Invalid Webhook Token");
    return found;
  };
  const original = (interaction: LoopbackInteraction): LoopbackMessage => {
    const { response } = interaction;
    if (response === null || response.deleted) throw new Refusal(404, 10008, "Unknown Message");
    return response;
  };
  const channelFor = (id: string | undefined): LoopbackChannel => {
    const channel = world.channels().find((known) => known.id === id && !known.deleted);
    if (channel === undefined) throw new Refusal(404, 10003, "Unknown Channel");
    return channel;
  };
  const messageFor = (id: string | undefined): LoopbackMessage => {
    const message = world.messages.get(id ?? "");
    if (message === undefined || message.deleted) throw new Refusal(404, 10008, "Unknown Message");
    return message;
  };
  const need = (channel: LoopbackChannel, permission: bigint) => {
    const inherited = channel.parentId === null ? channel : world.channel(channel.parentId);
    if ((botPermissions(inherited) & permission) === 0n) throw new Refusal(403, 50013, "Missing Permissions");
  };
  const nonces = new Map<string, { readonly message: LoopbackMessage; readonly atMs: number }>();
  const isPublic = (flags: unknown) => (Number(flags ?? 0) & MessageFlags.Ephemeral) === 0;

  const respond = (interaction: LoopbackInteraction, body: MessageBody, flags: number, files: RestRequest["files"]) => {
    const message = world.addMessage(
      interaction.channelId,
      world.bot,
      { ...body, flags },
      {
        ephemeral: (flags & MessageFlags.Ephemeral) !== 0,
        files,
      },
    );
    // What tells the bot later who asked.
    Object.assign(message.data, {
      type: MessageType.ChatInputCommand,
      interaction_metadata: {
        id: interaction.id,
        type: interaction.type,
        user: interaction.user,
        authorizing_integration_owners: {},
      },
    });
    interaction.responses.push(message);
    return message;
  };

  return [
    [
      "GET /gateway/bot",
      () => ({
        url: state.gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 1, max_concurrency: 1 },
      }),
    ],
    ["GET /users/@me", () => world.bot],
    ["GET /users/@me/guilds", () => world.guildIds.map((id) => ({ id, name: "a server" }))],
    ["GET /applications/@me", () => ({ id: world.bot.id, name: world.bot.username, flags: 0 })],
    [
      "PUT /applications/:id/commands",
      ({ body }) => {
        state.commands.set("global", body as unknown as readonly unknown[]);
        return body;
      },
    ],
    [
      "PUT /applications/:id/guilds/:guild/commands",
      ({ params, body }) => {
        state.commands.set(params[1] ?? "", body as unknown as readonly unknown[]);
        return body;
      },
    ],
    [
      "POST /interactions/:id/:token/callback",
      ({ params, body, files }) => {
        const interaction = interactions.get(params[0] ?? "");
        const age = interaction === undefined ? Number.POSITIVE_INFINITY : world.nowMs() - interaction.sentMs;
        if (interaction === undefined || age > ACKNOWLEDGE_WITHIN_MS)
          throw new Refusal(404, 10062, "Unknown interaction");
        if (interaction.acknowledgedMs !== null) {
          throw new Refusal(400, 40060, "Interaction has already been acknowledged.");
        }
        const { type, data } = body as { type?: InteractionResponseType; data?: MessageBody & { choices?: unknown[] } };
        const flags = Number(data?.flags ?? 0);
        interaction.acknowledgedMs = age;
        interaction.acknowledgedWith = type ?? null;
        if (type === InteractionResponseType.ChannelMessageWithSource) {
          interaction.response = respond(interaction, data ?? {}, flags, files);
        } else if (type === InteractionResponseType.DeferredChannelMessageWithSource) {
          interaction.response = respond(interaction, {}, flags | MessageFlags.Loading, []);
        } else if (type === InteractionResponseType.DeferredMessageUpdate) {
          interaction.response = interaction.message;
        } else if (type === InteractionResponseType.Modal)
          interaction.modal = (data ?? null) as LoopbackInteraction["modal"];
        else if (type === InteractionResponseType.ApplicationCommandAutocompleteResult) {
          interaction.choices = (data?.choices ?? []) as LoopbackInteraction["choices"];
        }
        return null;
      },
    ],
    [
      "PATCH /webhooks/:app/:token/messages/@original",
      ({ params, body, files }) => {
        const message = original(byToken(params[1] ?? ""));
        world.edit(message, body);
        (message.files as { name: string; text: string }[]).push(...files);
        return message.data;
      },
    ],
    ["GET /webhooks/:app/:token/messages/@original", ({ params }) => original(byToken(params[1] ?? "")).data],
    [
      "DELETE /webhooks/:app/:token/messages/@original",
      ({ params }) => {
        original(byToken(params[1] ?? "")).deleted = true;
        return null;
      },
    ],
    [
      "POST /webhooks/:app/:token",
      ({ params, body, files }) => {
        const interaction = byToken(params[1] ?? "");
        // The first follow-up to a response that is still “thinking” takes its place, visibility included.
        const { response } = interaction;
        if (response !== null && !response.deleted && ((response.data.flags ?? 0) & MessageFlags.Loading) !== 0) {
          world.edit(response, body);
          return response.data;
        }
        return respond(interaction, body, Number(body.flags ?? 0), files).data;
      },
    ],
    [
      "POST /channels/:id/messages",
      ({ params, body, files }) => {
        const channel = channelFor(params[0]);
        if (channel.type === ChannelType.DM) {
          if (state.refusesDirectMessages.has(channel.name)) {
            throw new Refusal(403, 50007, "Cannot send messages to this user");
          }
        } else {
          need(
            channel,
            channel.parentId === null ? PermissionFlagsBits.SendMessages : PermissionFlagsBits.SendMessagesInThreads,
          );
        }
        if (!isPublic(body.flags)) throw new Refusal(400, 50035, "Invalid Form Body");
        const { nonce, enforce_nonce: enforced } = body;
        const known = typeof nonce === "string" ? nonces.get(nonce) : undefined;
        if (enforced === true && known !== undefined && world.nowMs() - known.atMs < NONCE_MS) {
          return known.message.data;
        }
        const message = world.addMessage(channel.id, world.bot, body, { files });
        if (typeof nonce === "string") nonces.set(nonce, { message, atMs: world.nowMs() });
        return message.data;
      },
    ],
    [
      "GET /channels/:id/messages",
      ({ params, query }) => {
        const channel = channelFor(params[0]);
        need(channel, PermissionFlagsBits.ReadMessageHistory);
        const after = BigInt(query.get("after") ?? "0");
        return world
          .messagesIn(channel.id)
          .filter(({ data }) => BigInt(data.id) > after)
          .slice(0, Number(query.get("limit") ?? 50))
          .map(({ data }) => data)
          .reverse();
      },
    ],
    [
      "POST /channels/:id/messages/:message/crosspost",
      ({ params }) => {
        const channel = channelFor(params[0]);
        const { data } = messageFor(params[1]);
        if (channel.type !== ChannelType.GuildAnnouncement) {
          throw new Refusal(400, 50024, "Cannot execute action on this channel type");
        }
        data.flags = ((data.flags ?? 0) | MessageFlags.Crossposted) as MessageFlags;
        return data;
      },
    ],
    [
      "PATCH /channels/:id/messages/:message",
      ({ params, body }) => {
        channelFor(params[0]);
        const message = messageFor(params[1]);
        world.edit(message, body);
        return message.data;
      },
    ],
    [
      "DELETE /channels/:id/messages/:message",
      ({ params }) => {
        messageFor(params[1]).deleted = true;
        return null;
      },
    ],
    [
      "POST /channels/:id/messages/:message/threads",
      ({ params, body }) => {
        const parent = channelFor(params[0]);
        need(parent, PermissionFlagsBits.CreatePublicThreads);
        const { id } = messageFor(params[1]).data;
        if (world.channels().some((channel) => channel.id === id)) {
          throw new Refusal(400, 160_004, "A thread has already been created for this message");
        }
        const thread = world.addChannel({
          id,
          name: String(body["name"]),
          type: ChannelType.PublicThread,
          guildId: parent.guildId,
          parentId: parent.id,
          denied: parent.denied,
        });
        const json = channelJson(thread, world.bot.id);
        state.dispatch({ t: "THREAD_CREATE", d: { ...json, newly_created: true } });
        return json;
      },
    ],
    ["GET /channels/:id", ({ params }) => channelJson(channelFor(params[0]), world.bot.id)],
    ["POST /channels/:id/typing", () => null],
    ["PUT /channels/:id/messages/:message/reactions/:emoji/@me", () => null],
    [
      "POST /users/@me/channels",
      ({ body }) => {
        const recipient = String(body["recipient_id"]);
        const known = world.channels().find((channel) => channel.type === ChannelType.DM && channel.name === recipient);
        const channel =
          known ??
          world.addChannel({ name: recipient, type: ChannelType.DM, guildId: null, parentId: null, denied: 0n });
        return channelJson(channel, world.bot.id);
      },
    ],
  ];
}
