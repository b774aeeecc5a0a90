import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLineSplitter, splitLines } from "../../src/util/split-lines.ts";

describe("splitLines", () => {
  it.each([
    ["a\nb\r\nc\rd\r\r\ne", ["a", "b", "c", "d", "e"]],
    ["a\n\nb\r\rc", ["a", "", "b", "", "c"]],
    ["a\u2028b\vc\fd\u0085e", ["a\u2028b\vc\fd\u0085e"]],
  ])("splits %j", (text, lines) => {
    expect(splitLines(text)).toEqual(lines);
  });

  it("splits a text that comes in parts as it splits the whole", () => {
    const text = fc.array(fc.constantFrom("a", "b", "\r", "\n", "\r\n", "\r\r\n")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (whole, size) => {
        const splitter = createLineSplitter();
        const lines: string[] = [];
        for (let at = 0; at < whole.length; at += size) lines.push(...splitter.push(whole.slice(at, at + size)));
        lines.push(...splitter.end());
        const expected = splitLines(whole);
        if (expected.at(-1) === "") expected.pop();
        expect(lines).toEqual(expected);
      }),
    );
  });
});
