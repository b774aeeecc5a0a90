import { describe, expect, it } from "vitest";
import { MAX_QUESTION_CHARACTERS, readQuestion } from "../../src/util/read-question.ts";

describe("readQuestion", () => {
  it.each([
    ["  What\texplains\n grokking? ", "What explains grokking?"],
    ["What\u0000 is\u0007 SAM?", "What is SAM?"],
    ["zero\u200bwidth \u202emarks", "zerowidth marks"],
    ["損失地形とは", "損失地形とは"],
  ])("cleans %j", (text, expected) => {
    expect(readQuestion(text)).toBe(expected);
  });

  it.each([
    ["", /empty/u],
    [" \u0000\u0001 ", /empty/u],
    ["🙂", /no words/u],
    ["?!", /no words/u],
    ["x".repeat(10_000), /10000 characters, at most 2000/u],
  ])("refuses %j in one sentence", (text, message) => {
    expect(() => readQuestion(text)).toThrow(message);
  });

  it("takes a question of exactly the longest length", () => {
    expect(readQuestion("x".repeat(MAX_QUESTION_CHARACTERS))).toHaveLength(MAX_QUESTION_CHARACTERS);
  });
});
