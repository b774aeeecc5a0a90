import fc from "fast-check";
import pc from "picocolors";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { wrapText } from "../../src/cli/wrap-text.ts";

const colour = pc.createColors(true);
const wrap = (text: string, width: number) => wrapText(text, { width }).text;

describe("wrapText", () => {
  it.each([
    ["words", "the moss grows on the wall", 12, "the moss\ngrows on the\nwall"],
    ["what fits", "  moss", 20, "  moss"],
    ["lines by themselves", "a b\nc d e f", 5, "a b\nc d e\nf"],
    ["the spaces before a line", "    one two three", 13, "    one two\n    three"],
    ["the number before a line", "[12] one two three", 13, "[12] one two\n     three"],
    ["an address", "see https://example.org/a/long/way here", 12, "see\nhttps://example.org/a/long/way\nhere"],
    ["scripts without spaces", "苔は壁に生える。", 6, "苔は壁\nに生え\nる。"],
    ["wide signs", "😀 😀 😀 😀", 5, "😀 😀\n😀 😀"],
  ])("breaks %s", (_what, text, width, wrapped) => expect(wrap(text, width)).toBe(wrapped));

  it("ends colours with a line and goes on with them", () => {
    const wrapped = wrap(`1. ${colour.bold("moss and stone")}`, 9);
    expect(wrapped).toBe("1. \u001b[1mmoss\u001b[0m\n   \u001b[1mand\u001b[0m\n   \u001b[1mstone\u001b[22m");
  });

  it("goes on at the column where the text before ended", () => {
    expect(wrapText("moss", { width: 10, column: 8 })).toEqual({ text: "\nmoss", column: 4 });
    expect(wrapText("moss", { width: 12, column: 8 })).toEqual({ text: "moss", column: 12 });
  });

  it("loses no word, and makes no line of several words too wide", () => {
    const text = fc.array(fc.stringMatching(/^[a-z苔壁。(]{1,12}$/u), { minLength: 1 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 60 }), (line, width) => {
        const lines = wrap(line, width).split("\n");
        expect(lines.join("").replaceAll(" ", "")).toBe(line.replaceAll(" ", ""));
        for (const each of lines) if (each.includes(" ")) expect(stringWidth(each)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
