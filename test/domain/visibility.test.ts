import { describe, expect, it } from "vitest";
import { maySee, type OwnedRow, type Viewer } from "../../src/domain/visibility.ts";

const ROW: OwnedRow = { userId: "ada", serverId: "lab", channelId: "general", visibility: "public" };
const VIEWER: Viewer = { userId: "bob", serverId: "lab", channelId: "general", parentChannelId: null, alone: false };
const PRIVATE = { visibility: "private" } as const;
const ADA = { userId: "ada" };
const DIRECT = { serverId: null, channelId: "direct" };

describe("maySee", () => {
  it.each<[string, Partial<OwnedRow>, Partial<Viewer>, boolean]>([
    ["what was shown to everybody, in its place", {}, {}, true],
    ["the same, alone", {}, { alone: true }, true],
    [
      "what was shown in the channel of a thread, in the thread",
      {},
      { channelId: "t", parentChannelId: "general" },
      true,
    ],
    ["what was shown in a thread, in its channel", { channelId: "t" }, {}, false],
    ["what was shown in another channel", {}, { channelId: "mods" }, false],
    ["what was shown in another server", {}, { serverId: "other" }, false],
    ["another server's channel of the same name", { serverId: "other" }, {}, false],
    ["a server's answer in direct messages", {}, DIRECT, false],
    ["direct messages in a server", DIRECT, {}, false],
    ["what was said in direct messages, there", { ...DIRECT, ...ADA }, { ...DIRECT, ...ADA }, true],
    ["one's own private answer, alone", PRIVATE, { ...ADA, alone: true }, true],
    ["one's own private answer, where others see what is made of it", PRIVATE, ADA, false],
    ["one's own private answer in another channel", PRIVATE, { ...ADA, alone: true, channelId: "mods" }, false],
    ["what was shown in a place that is not known", { channelId: "" }, { channelId: "" }, false],
    ["somebody else's private answer", PRIVATE, { alone: true }, false],
  ])("of %s: %#", (_what, row, viewer, expected) => {
    expect(maySee({ ...ROW, ...row }, { ...VIEWER, ...viewer })).toBe(expected);
  });
});
