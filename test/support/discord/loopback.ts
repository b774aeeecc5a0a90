import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type APIApplicationCommandOptionChoice,
  type APIUser,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  InteractionType,
  MessageType,
  PermissionFlagsBits,
} from "discord-api-types/v10";
import { type CheckedMessage, checkMessage } from "./check-message.ts";
import { attachGateway, type LoopbackGateway } from "./gateway.ts";
import { loadOpenApiCheck } from "./open-api.ts";
import { Refusal, type RestRequest, restRoutes } from "./rest.ts";
import {
  botPermissions,
  type Crowd,
  channelJson,
  createWorld,
  guildJson,
  type LoopbackMessage,
  type MessageBody,
  memberJson,
  type World,
} from "./world.ts";

export interface LoopbackInteraction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly user: APIUser;
  readonly sentMs: number;
  /** The message of a component. */
  readonly message: LoopbackMessage | null;
  /** Milliseconds until the first response; null while there is none. */
  acknowledgedMs: number | null;
  acknowledgedWith: number | null;
  /** The original response. */
  response: LoopbackMessage | null;
  readonly responses: LoopbackMessage[];
  modal: { readonly custom_id?: string; readonly title?: string; readonly components?: readonly unknown[] } | null;
  choices: readonly APIApplicationCommandOptionChoice[] | null;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: MessageBody & Readonly<Record<string, unknown>>;
  status: number;
}

export interface Fault {
  /** `METHOD /path` */
  readonly match: RegExp;
  times: number;
  /** A status to answer with, a 429 with its pause, a cut before the work or after it, or no answer before or after. */
  readonly mode:
    | number
    | { readonly retryAfterSeconds: number; readonly global?: boolean }
    | "drop"
    | "drop-after"
    | "hang"
    | "hang-after";
}

/** Who acts, and where. */
export interface Actor {
  readonly user?: string;
  /** A channel's id; the first server's first channel where none is given. */
  readonly channel?: string;
  /** In the direct messages with the bot. */
  readonly dm?: boolean;
  readonly locale?: string;
  readonly manager?: boolean;
  /** Only the person has installed the app. */
  readonly userInstallOnly?: boolean;
}

/** A channel is named by its id. */
type OptionValues = Readonly<Record<string, string | number | boolean | { readonly channel: string }>>;

export interface LoopbackOptions {
  /** Whether bodies are checked against Discord's own description, where it is at hand. Default true. */
  readonly checkBodies?: boolean;
  readonly guilds?: number;
  /** How large each server is besides its own channels: as the event that tells of it has them. */
  readonly crowd?: Crowd;
  readonly heartbeatMs?: number;
  /** Names of people whose direct messages are closed. */
  readonly refusesDirectMessages?: readonly string[];
}

export interface LoopbackDiscord {
  /** What `DISCORD_REST_API` is set to. */
  readonly url: string;
  readonly token: string;
  readonly world: World;
  readonly gateway: LoopbackGateway;
  readonly requests: readonly LoggedRequest[];
  /** Requests that break Discord's rules, or this bot's own. */
  readonly violations: readonly string[];
  readonly commands: ReadonlyMap<string, readonly unknown[]>;
  fault(fault: Fault): void;
  slash(name: string, options: OptionValues, actor?: Actor): LoopbackInteraction;
  complete(name: string, option: string, typed: string, actor?: Actor): LoopbackInteraction;
  useOn(command: string, message: LoopbackMessage, actor?: Actor): LoopbackInteraction;
  /** Presses the button with this label, emoji or id. */
  press(message: LoopbackMessage, which: string, actor?: Actor): LoopbackInteraction;
  choose(message: LoopbackMessage, field: string, values: readonly string[], actor?: Actor): LoopbackInteraction;
  submit(opener: LoopbackInteraction, values: Readonly<Record<string, string>>, actor?: Actor): LoopbackInteraction;
  say(content: string, actor?: Actor & { readonly replyTo?: LoopbackMessage }): LoopbackMessage;
  /** Delivers the same interaction once more. */
  deliverAgain(interaction: LoopbackInteraction): void;
  /** The bot's direct messages to a person. */
  directMessages(user: string): LoopbackMessage[];
  until<T>(look: () => T | null | undefined | false, what?: string, mostMs?: number): Promise<T>;
  close(): Promise<void>;
}

const RATE_LIMIT = 50;

/** Discord on loopback: HTTP and gateway, strict about what it is sent. */
export async function startLoopbackDiscord(options: LoopbackOptions = {}): Promise<LoopbackDiscord> {
  const world = createWorld({ guilds: options.guilds ?? 1 });
  const token = `${Buffer.from(world.bot.id).toString("base64url")}.aaaaaa.${"b".repeat(38)}`;
  const interactions = new Map<string, LoopbackInteraction>();
  const payloads = new Map<string, unknown>();
  const commands = new Map<string, readonly unknown[]>();
  const requests: LoggedRequest[] = [];
  const violations: string[] = [];
  const faults: Fault[] = [];
  const checkBody = options.checkBodies === false ? null : loadOpenApiCheck();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violations.push(`loopback: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const gateway = attachGateway(server, {
    token,
    heartbeatMs: options.heartbeatMs ?? 41_250,
    refuseIntents: true,
    *greet(sessionId) {
      yield {
        t: "READY",
        d: {
          v: 10,
          user: world.bot,
          guilds: world.guildIds.map((id) => ({ id, unavailable: true })),
          session_id: sessionId,
          resume_gateway_url: `ws://127.0.0.1:${port}`,
          shard: [0, 1],
          application: { id: world.bot.id, flags: 0 },
        },
      };
      for (const id of world.guildIds) yield { t: "GUILD_CREATE", d: guildJson(id, world, options.crowd) };
    },
  });
  const routes = restRoutes({
    world,
    interactions,
    commands,
    gatewayUrl: () => `ws://127.0.0.1:${port}`,
    refusesDirectMessages: new Set((options.refusesDirectMessages ?? []).map((name) => world.user(name).id)),
    dispatch: (event) => gateway.dispatch(event as Parameters<LoopbackGateway["dispatch"]>[0]),
  }).map(([route, handler]) => {
    const [method = "", path = ""] = route.split(" ");
    return { method, pattern: new RegExp(`^${path.replace(/:\w+/gu, "([^/]+)")}$`, "u"), handler };
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://loopback");
    const path = decodeURIComponent(url.pathname.replace(/^\/api\/v10/u, ""));
    const { body, files } = await readBody(request);
    const method = request.method ?? "GET";
    const logged: LoggedRequest = { method, path, body: (body ?? {}) as LoggedRequest["body"], status: 0 };
    requests.push(logged);
    const fault = faults.find(({ match, times }) => times > 0 && match.test(`${method} ${path}`));
    if (fault !== undefined) fault.times -= 1;
    if (fault?.mode === "drop") return void response.destroy();
    if (fault?.mode === "hang") return;
    const answer = (status: number, json: unknown, headers: Record<string, string> = {}) => {
      logged.status = status;
      const text = json === null || json === undefined ? "" : JSON.stringify(json);
      response.writeHead(json === null ? 204 : status, {
        ...(text === "" ? {} : { "content-type": "application/json" }),
        "x-ratelimit-limit": String(RATE_LIMIT),
        "x-ratelimit-remaining": String(RATE_LIMIT - 1),
        "x-ratelimit-reset-after": "1",
        "x-ratelimit-bucket": Buffer.from(path).toString("base64url").slice(0, 32),
        ...headers,
      });
      response.end(text);
    };
    if (typeof fault?.mode === "number") return answer(fault.mode, { message: "injected", code: 0 });
    if (typeof fault?.mode === "object") {
      const { retryAfterSeconds, global } = fault.mode;
      return answer(
        429,
        { message: "You are being rate limited.", retry_after: retryAfterSeconds, global: global === true },
        {
          "retry-after": String(retryAfterSeconds),
          "x-ratelimit-scope": global === true ? "global" : "user",
          ...(global === true ? { "x-ratelimit-global": "true" } : {}),
        },
      );
    }
    const needsToken = !/^\/(?:interactions|webhooks)\//u.test(path);
    if (needsToken && request.headers.authorization !== `Bot ${token}`) {
      return answer(401, { message: "401: Unauthorized", code: 0 });
    }
    check(method, path, body);
    const route = routes.find((known) => known.method === method && known.pattern.test(path));
    if (route === undefined) {
      violations.push(`${method} ${path}: not done here`);
      return answer(404, { message: "404: Not Found", code: 0 });
    }
    const params = route.pattern.exec(path)?.slice(1) ?? [];
    try {
      const result = route.handler({
        params,
        body: (body ?? {}) as RestRequest["body"],
        query: url.searchParams,
        files,
      });
      if (fault?.mode === "drop-after") return void response.destroy();
      if (fault?.mode === "hang-after") return;
      answer(200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(error.status, { message: error.message, code: error.code });
    }
  }

  function check(method: string, path: string, body: unknown): void {
    const report = (wrong: readonly string[]) => violations.push(...wrong.map((what) => `${method} ${path}: ${what}`));
    if (checkBody !== null) report(checkBody(method, path, body));
    if (typeof body !== "object" || body === null) return;
    if (/\/messages(?:\/|$)|^\/webhooks\//u.test(path) && method !== "DELETE" && !path.endsWith("/threads")) {
      report(checkMessage(body as CheckedMessage));
    } else if (path.endsWith("/callback") && "type" in body && body.type === 4 && "data" in body) {
      report(checkMessage(body.data as CheckedMessage));
    }
  }

  const channelOf = (actor: Actor) => {
    if (actor.dm === true) {
      const { id } = world.user(actor.user ?? "ada");
      const known = world.channels().find((channel) => channel.type === ChannelType.DM && channel.name === id);
      return known ?? world.addChannel({ name: id, type: ChannelType.DM, guildId: null, parentId: null, denied: 0n });
    }
    const [first] = world.channels();
    const channel = actor.channel === undefined ? first : world.channel(actor.channel);
    if (channel === undefined) throw new Error("there is no channel");
    return channel;
  };

  function interact(
    type: InteractionType,
    data: object,
    actor: Actor,
    message: LoopbackMessage | null = null,
  ): LoopbackInteraction {
    const channel = message === null ? channelOf(actor) : world.channel(message.data.channel_id);
    const user = world.user(actor.user ?? "ada");
    const interaction: LoopbackInteraction = {
      id: world.newId(),
      token: `token-${world.newId()}-${"x".repeat(40)}`,
      type,
      channelId: channel.id,
      guildId: channel.guildId,
      user,
      sentMs: world.nowMs(),
      message,
      acknowledgedMs: null,
      acknowledgedWith: null,
      response: null,
      responses: [],
      modal: null,
      choices: null,
    };
    interactions.set(interaction.id, interaction);
    const permissions = (actor.manager === true ? PermissionFlagsBits.ManageGuild : 0n).toString();
    const owners = {
      ...(actor.userInstallOnly === true || channel.guildId === null ? { 1: user.id } : {}),
      ...(actor.userInstallOnly === true ? {} : { 0: channel.guildId ?? "0" }),
    };
    const payload = {
      id: interaction.id,
      token: interaction.token,
      application_id: world.bot.id,
      type,
      version: 1,
      data,
      channel_id: channel.id,
      channel: channelJson(channel, world.bot.id),
      locale: actor.locale ?? "en-US",
      entitlements: [],
      attachment_size_limit: 10_485_760,
      authorizing_integration_owners: owners,
      context: channel.guildId === null ? 1 : 0,
      app_permissions: botPermissions(channel).toString(),
      ...(channel.guildId === null
        ? { user }
        : {
            guild_id: channel.guildId,
            guild_locale: "en-US",
            guild: { id: channel.guildId, locale: "en-US", features: [] },
            member: { ...memberJson(user), permissions },
          }),
      ...(message === null ? {} : { message: message.data }),
    };
    payloads.set(interaction.id, payload);
    gateway.dispatch({ t: "INTERACTION_CREATE", d: payload } as unknown as Parameters<LoopbackGateway["dispatch"]>[0]);
    return interaction;
  }

  const optionsOf = (name: string, values: OptionValues, focused?: string) => {
    const [command = "", subcommand] = name.split(" ");
    const resolved: Record<string, object> = {};
    const options = Object.entries(values).map(([option, value]) => {
      const more = option === focused ? { focused: true } : {};
      if (typeof value === "object") {
        const channel = world.channel(value.channel);
        resolved[channel.id] = {
          ...channelJson(channel, world.bot.id),
          permissions: "0",
          app_permissions: botPermissions(channel).toString(),
        };
        return { name: option, type: ApplicationCommandOptionType.Channel, value: channel.id };
      }
      const types = {
        string: ApplicationCommandOptionType.String,
        number: ApplicationCommandOptionType.Integer,
        boolean: ApplicationCommandOptionType.Boolean,
      };
      return { name: option, type: types[typeof value as keyof typeof types], value, ...more };
    });
    return {
      id: "1",
      name: command,
      type: ApplicationCommandType.ChatInput,
      resolved: { channels: resolved },
      options:
        subcommand === undefined
          ? options
          : [{ name: subcommand, type: ApplicationCommandOptionType.Subcommand, options }],
    };
  };

  interface AnyComponent {
    readonly type: number;
    readonly custom_id?: string;
    readonly label?: string;
    readonly emoji?: { readonly name?: string };
    readonly disabled?: boolean;
    readonly components?: readonly AnyComponent[];
  }
  const componentOf = (message: LoopbackMessage, which: string): AnyComponent => {
    const all = ((message.data.components as readonly AnyComponent[] | undefined) ?? []).flatMap(
      (row) => row.components ?? [],
    );
    const found = all.find((c) => c.label === which || c.emoji?.name === which || c.custom_id === which);
    if (found === undefined || found.disabled === true) throw new Error(`nobody can press ${which}`);
    return found;
  };

  async function until<T>(look: () => T | null | undefined | false, what = "it", mostMs = 20_000): Promise<T> {
    const giveUpMs = Date.now() + mostMs;
    while (Date.now() < giveUpMs) {
      const seen = look();
      if (seen !== null && seen !== undefined && seen !== false) return seen;
      await sleep(10);
    }
    throw new Error(`${what} did not happen`);
  }

  return {
    url: `http://127.0.0.1:${port}/api`,
    token,
    world,
    gateway,
    requests,
    violations,
    commands,
    fault: (fault) => void faults.push(fault),
    slash: (name, values, actor = {}) => interact(InteractionType.ApplicationCommand, optionsOf(name, values), actor),
    complete: (name, option, typed, actor = {}) =>
      interact(InteractionType.ApplicationCommandAutocomplete, optionsOf(name, { [option]: typed }, option), actor),
    useOn: (command, message, actor = {}) =>
      interact(
        InteractionType.ApplicationCommand,
        {
          id: "1",
          name: command,
          type: ApplicationCommandType.Message,
          target_id: message.data.id,
          resolved: { messages: { [message.data.id]: message.data } },
        },
        actor,
      ),
    press: (message, which, actor = {}) =>
      interact(
        InteractionType.MessageComponent,
        { component_type: ComponentType.Button, custom_id: componentOf(message, which).custom_id },
        actor,
        message,
      ),
    choose: (message, field, values, actor = {}) => {
      const { type, custom_id } = componentOf(message, field);
      const data = { component_type: type, custom_id, values, resolved: {} };
      return interact(InteractionType.MessageComponent, data, actor, message);
    },
    submit: (opener, values, actor = {}) => {
      const components = Object.entries(values).map(([custom_id, value], index) => ({
        type: ComponentType.Label,
        id: index + 1,
        component: { type: ComponentType.TextInput, id: index + 10, custom_id, value },
      }));
      return interact(
        InteractionType.ModalSubmit,
        { custom_id: opener.modal?.custom_id, components },
        { user: opener.user.username, channel: opener.channelId, ...actor },
        opener.message,
      );
    },
    say(content, actor = {}) {
      const channel = channelOf(actor);
      const message = world.addMessage(channel.id, world.user(actor.user ?? "ada"), { content });
      const mentioned = content.includes(`<@${world.bot.id}>`) || actor.replyTo !== undefined;
      Object.assign(message.data, {
        ...(channel.guildId === null ? {} : { guild_id: channel.guildId, member: memberJson(message.data.author) }),
        mentions: mentioned ? [world.bot] : [],
        ...(actor.replyTo === undefined
          ? {}
          : {
              type: MessageType.Reply,
              message_reference: { message_id: actor.replyTo.data.id, channel_id: channel.id },
              referenced_message: actor.replyTo.data,
            }),
      });
      // Without the privileged intent a message has its text only if it is to the bot.
      const readable = mentioned || channel.guildId === null;
      gateway.dispatch({
        t: "MESSAGE_CREATE",
        d: { ...message.data, content: readable ? content : "" },
      } as unknown as Parameters<LoopbackGateway["dispatch"]>[0]);
      return message;
    },
    deliverAgain(interaction) {
      const d = payloads.get(interaction.id);
      gateway.dispatch({ t: "INTERACTION_CREATE", d } as unknown as Parameters<LoopbackGateway["dispatch"]>[0]);
    },
    directMessages(user) {
      const { id } = world.user(user);
      const channel = world.channels().find((known) => known.type === ChannelType.DM && known.name === id);
      return channel === undefined ? [] : world.messagesIn(channel.id);
    },
    until,
    async close() {
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<{ body: unknown; files: RestRequest["files"] }> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const raw = Buffer.concat(parts);
  const type = request.headers["content-type"] ?? "";
  if (raw.length === 0) return { body: undefined, files: [] };
  if (!type.startsWith("multipart/")) return { body: JSON.parse(raw.toString("utf8")), files: [] };
  const form = await new Response(raw, { headers: { "content-type": type } }).formData();
  const files: { name: string; text: string }[] = [];
  for (const [, value] of form)
    if (typeof value !== "string") files.push({ name: value.name, text: await value.text() });
  return { body: JSON.parse(String(form.get("payload_json") ?? "{}")), files };
}
