import { describe, expect, it } from "vitest";
import { type Known, leanEvent } from "../../src/discord/lean-events.ts";
import { createWorld, guildJson } from "../support/discord/world.ts";

const BOT = "100000000000000001";
const known: Known = {
  botId: BOT,
  hasChannel: (id) => id === "known",
  hasRole: (_serverId, roleId) => roleId === "kept",
};
const verdictOn = (name: string, data: unknown) => leanEvent(name, data, known);

describe("an event about a server", () => {
  const member = (id: string, roles: string[] = []) => ({ user: { id }, roles });
  it.each(["GUILD_CREATE", "GUILD_UPDATE"])("is cut to the bot's own roles and member: %s", (name) => {
    const server: Record<string, unknown> = {
      id: "s",
      name: "a server",
      owner_id: "1",
      preferred_locale: "de",
      icon: "picture",
      roles: [{ id: "s" }, { id: "mine", permissions: "8" }, { id: "kept" }, { id: "other" }],
      members: [member("1", ["other"]), member(BOT, ["mine"])],
      channels: [{ id: "c" }],
      threads: [
        { id: "t", owner_id: BOT },
        { id: "u", owner_id: "1" },
      ],
      emojis: [{ id: "e" }],
      voice_states: [{}],
    };
    expect(verdictOn(name, server)).toEqual({ kind: "take" });
    expect(server).toEqual({
      id: "s",
      name: "a server",
      owner_id: "1",
      preferred_locale: "de",
      icon: null,
      roles: [{ id: "s" }, { id: "mine", permissions: "8" }, { id: "kept" }],
      members: [member(BOT, ["mine"])],
      channels: [],
      threads: [{ id: "t", owner_id: BOT }],
      emojis: [],
      voice_states: [],
    });
  });

  it("keeps as little of a large one as of a small one", () => {
    const world = createWorld({ guilds: 1 });
    const [id = ""] = world.guildIds;
    const sizeOf = (crowd: { channels: number; roles: number; members: number }) => {
      const server = guildJson(id, world, crowd);
      leanEvent("GUILD_CREATE", server, { ...known, botId: world.bot.id });
      return JSON.stringify(server).length;
    };
    expect(sizeOf({ channels: 500, roles: 250, members: 1_000 })).toBe(sizeOf({ channels: 0, roles: 0, members: 0 }));
  });

  it.each([[{ id: "s", unavailable: true }], [null], ["text"], [{ id: 1 }], [{ id: "s", members: "many" }]])(
    "is left as it is where there is nothing to cut: %j",
    (data) => {
      const before = structuredClone(data);
      expect(verdictOn("GUILD_CREATE", data)).toEqual({ kind: "take" });
      expect(data).toEqual(before);
    },
  );
});

describe("what becomes of an event", () => {
  const message = (over: object = {}) => ({ channel_id: "c", guild_id: "s", mentions: [{ id: BOT }], ...over });
  it.each<[string, string, unknown, object]>([
    ["a direct message", "MESSAGE_CREATE", message({ guild_id: undefined, mentions: [] }), { kind: "take" }],
    ["a mention where the channel is known", "MESSAGE_CREATE", message({ channel_id: "known" }), { kind: "take" }],
    ["a mention elsewhere", "MESSAGE_CREATE", message(), { kind: "fetch-channel", channelId: "c" }],
    ["a message to others", "MESSAGE_CREATE", message({ mentions: [{ id: "1" }] }), { kind: "ignore" }],
    ["a message to nobody", "MESSAGE_CREATE", message({ mentions: undefined }), { kind: "ignore" }],
    ["a message that is none", "MESSAGE_CREATE", {}, { kind: "ignore" }],
    ["an edited message", "MESSAGE_UPDATE", message(), { kind: "ignore" }],
    ["a new channel", "CHANNEL_CREATE", { id: "c" }, { kind: "ignore" }],
    ["a change of an unknown channel", "CHANNEL_UPDATE", { id: "c" }, { kind: "ignore" }],
    ["a change of a known channel", "CHANNEL_UPDATE", { id: "known" }, { kind: "take" }],
    ["somebody's thread", "THREAD_CREATE", { id: "t", owner_id: "1" }, { kind: "ignore" }],
    ["the bot's thread", "THREAD_CREATE", { id: "t", owner_id: BOT }, { kind: "take" }],
    ["the end of a thread", "THREAD_DELETE", { id: "t" }, { kind: "take" }],
    ["a question", "INTERACTION_CREATE", {}, { kind: "take" }],
    ["the end of a server", "GUILD_DELETE", { id: "s" }, { kind: "take" }],
    ["something new", "SOMETHING_NEW", {}, { kind: "take" }],
  ])("%s", (_what, name, data, verdict) => {
    expect(verdictOn(name, data)).toEqual(verdict);
  });
});
