import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { understandFollowUp } from "../../src/retrieval/understand-follow-up.ts";

describe("understandFollowUp", () => {
  it.each<[string, string[], string]>([
    ["does it happen with SGD?", ["What explains grokking?"], "does it happen with SGD? (grokking)"],
    ["why?", ["What explains grokking?"], "why? (grokking)"],
    ["and with weight decay?", ["What explains grokking?"], "and with weight decay? (grokking)"],
    ["why?", ["What explains grokking?", "does it happen with SGD?"], "why? (happen sgd grokking)"],
    [
      "How are flat minima found by sharpness-aware optimizers?",
      ["What explains grokking?"],
      "How are flat minima found by sharpness-aware optimizers?",
    ],
    ["What explains grokking?", [], "What explains grokking?"],
    ["does grokking need it?", ["What explains grokking?"], "does grokking need it?"],
  ])("reads %j after %j as %j", (question, earlier, understood) => {
    expect(understandFollowUp(question, earlier).text).toBe(understood);
  });

  it.each<[string, boolean]>([
    ["does it happen with SGD?", true],
    ["how are their steps chosen?", true],
    ["and with weight decay?", false],
    ["why?", false],
  ])("tells of %j whether a word stands for the subject: %j", (question, meant) => {
    expect(understandFollowUp(question, ["What explains grokking?"]).context).toEqual({ words: "grokking", meant });
  });

  it("never takes anything away from the question", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (question, earlier) => {
        expect(understandFollowUp(question, earlier).text.startsWith(question)).toBe(true);
      }),
    );
  });
});
