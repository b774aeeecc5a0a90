import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Action, decodeAction, encodeAction } from "../../src/discord/custom-ids.ts";
import { LIMITS } from "../../src/discord/limits.ts";
import { paperKeyOf } from "../../src/domain/paper.ts";

const paperKey = paperKeyOf("a paper whose id is as long as anything: ".repeat(20));

describe("custom ids", () => {
  it.each<Action>([
    { do: "sources", answerId: "abc_-123" },
    { do: "follow-up", answerId: "abc" },
    { do: "helpful", answerId: "abc" },
    { do: "unhelpful", answerId: "abc" },
    { do: "ask-about", paperKey },
    { do: "related", paperKey },
    { do: "related-page", paperKey, sort: "recent", from: 20 },
    { do: "search-page", searchId: "xyz", from: 5 },
    { do: "settings", field: "limits" },
    { do: "pick", what: "paper" },
  ])("come back as what they were made of: $do", (action) => {
    const id = encodeAction(action);
    expect(id.length).toBeLessThanOrEqual(LIMITS.customId);
    expect(decodeAction(id)).toEqual(action);
  });

  it.each([
    "",
    "sources",
    "sources:",
    "unknown:x",
    "related:short",
    "search-page:x:-1",
    "search-page:x:1e9",
    "settings:x",
  ])("are refused when the bot did not make them: %j", (id) => {
    expect(decodeAction(id)).toBeNull();
  });

  it("never throw", () => {
    fc.assert(fc.property(fc.string(), (id) => void decodeAction(id)));
  });
});
