import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { truncate } from "../../src/util/truncate.ts";

describe("truncate", () => {
  it("cuts at a word's end and marks the cut", () => {
    expect(truncate("the loss landscape of neural nets", 22)).toBe("the loss landscape of…");
    expect(truncate("short", 22)).toBe("short");
  });

  it("never exceeds the limit and never splits a surrogate pair", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 30 }), (text, limit) => {
        const cut = truncate(text, limit);
        expect(cut.length).toBeLessThanOrEqual(Math.max(limit, 0));
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
