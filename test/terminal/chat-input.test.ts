import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { limitLines, readChatInput } from "../../src/cli/chat-input.ts";

describe("readChatInput", () => {
  it.each(["exit", "quit", "/exit", "/quit", " EXIT ", "Quit"])("ends on %j", (line) => {
    expect(readChatInput(line)).toEqual({ kind: "command", command: "/quit" });
  });

  it.each([
    ["/help", { kind: "command", command: "/help" }],
    ["/Sources ", { kind: "command", command: "/sources" }],
    ["/new", { kind: "command", command: "/new" }],
    ["/reset", { kind: "unknown", word: "/reset" }],
    ["  ", { kind: "blank" }],
    ["exit strategies", { kind: "question", text: "exit strategies" }],
    ["/new methods", { kind: "question", text: "/new methods" }],
    ["1/2", { kind: "question", text: "1/2" }],
  ])("reads %j", (line, input) => expect(readChatInput(line)).toEqual(input));
});

describe("limitLines", () => {
  it("keeps the beginning of a line that is too long, however it comes in", async () => {
    const chunks = ["abc", "def\nab", "\n\nabcdefgh", "ij\nk"].map((chunk) => Buffer.from(chunk));
    expect(await text(Readable.from(chunks).pipe(limitLines(4)))).toBe("abcd\nab\n\nabcd\nk");
  });
});
