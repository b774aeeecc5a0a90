import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLineSplitter, textLines } from "../../src/util/text-lines.ts";

async function linesOf(content: Buffer, blockSize = content.length): Promise<(string | null)[]> {
  async function* blocks() {
    for (let at = 0; at < content.length; at += Math.max(1, blockSize)) yield content.subarray(at, at + blockSize);
  }
  const lines: (string | null)[] = [];
  for await (const line of textLines(blocks())) lines.push(line);
  return lines;
}

describe("textLines", () => {
  it.each([
    ["a\nb\n", ["a", "b"]],
    ["a\r\nb", ["a", "b"]],
    ["a\rb\r", ["a", "b"]],
    ["a\r\r\nb\r\r\n", ["a", "b"]],
    ["a\n\nb", ["a", "", "b"]],
    ["a\r\rb", ["a", "", "b"]],
    ["a\r\n\r\nb\rc\nd", ["a", "", "b", "c", "d"]],
    ["\ufeffa\n\ufeffb", ["a", "b"]],
    ["", []],
    ["\n", [""]],
    ["a\u2028b\u0085c\vd", ["a\u2028b\u0085c\vd"]],
  ])("splits %j", async (text, lines) => expect(await linesOf(Buffer.from(text))).toEqual(lines));

  it("gives the same lines in whatever blocks and encoding they come", async () => {
    const line = fc.string({ unit: fc.constantFrom("a", "b", " ", "é", "😀", "{"), minLength: 1, maxLength: 20 });
    const text = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r", "\r\r\n")), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (parts, size) => {
        const whole = parts.flat().join("");
        const lines = parts.map(([content]) => content);
        expect(await linesOf(Buffer.from(whole), size)).toEqual(lines);
        expect(await linesOf(Buffer.from(`\ufeff${whole}`, "utf16le"), size)).toEqual(lines);
        expect(await linesOf(Buffer.from(`\ufeff${whole}`, "utf16le").swap16(), size)).toEqual(lines);
      }),
    );
  });

  it("leaves out a line that is too long, and keeps the count of lines", () => {
    const splitter = createLineSplitter(3);
    expect([
      ...splitter.split("ab"),
      ...splitter.split("c\nabcd"),
      ...splitter.split("e\nx\n"),
      ...splitter.end(),
    ]).toEqual(["abc", null, "x"]);
  });

  it("takes as many steps for a run of carriage returns as it has characters", () => {
    let steps = 0;
    const splitter = createLineSplitter(10);
    for (const line of splitter.split("\r".repeat(100_000))) steps += line === "" ? 1 : 2;
    for (const line of splitter.split("x")) steps += line === "" ? 1 : 2;
    expect(steps).toBe(100_000);
  });
});
