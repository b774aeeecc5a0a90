import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ShownReference } from "../../src/domain/question.ts";
import { readFollowUp, readReference, turnsReferredTo, withoutReference } from "../../src/questions/follow-up.ts";

const turnsOf = (questions: readonly string[]) => questions.map((question) => ({ question }));
const grokking = ["What explains grokking?"];

describe("a question after others", () => {
  it.each<[string, string[], string]>([
    ["why?", grokking, "grokking"],
    ["and with weight decay?", grokking, "grokking"],
    ["does it happen with SGD?", grokking, "grokking"],
    ["why?", [...grokking, "does it happen with SGD?"], "happen sgd grokking"],
    // Greetings and thanks change no subject.
    ["why?", [...grokking, "ok thanks"], "grokking"],
    ["what about the batch size?", ["how is dropout used in transformers?"], "dropout transformers"],
  ])("%j after %j needs the words %j", (question, earlier, words) => {
    expect(readFollowUp(question, turnsOf(earlier)).context?.words).toBe(words);
  });

  it.each<[string, string[]]>([
    ["How are flat minima found by sharpness-aware optimizers?", grokking],
    ["what is neural collapse?", grokking],
    ["papers on pruning", grokking],
    ["ok different question: what is the neural tangent kernel", grokking],
    ["adam or adafactor for low memory?", grokking],
    ["So why do overtrained models get harder to tune?", grokking],
    ["does grokking need it?", grokking],
    // What the pronoun stands for is in the question itself.
    ["What is double descent and why does it happen?", grokking],
    ["What is overfitting, and can it be avoided?", grokking],
    ["what is muP? who needs it?", grokking],
    ["is it possible to train without warmup?", grokking],
    ["why?", []],
    ["why?", ["hello"]],
  ])("%j after %j stands alone", (question, earlier) => {
    expect(readFollowUp(question, turnsOf(earlier))).toEqual({ context: null, standalone: null });
  });

  it.each<[string, boolean]>([
    ["does it happen with SGD?", true],
    ["how are their steps chosen?", true],
    ["and with weight decay?", false],
    ["why?", false],
  ])("%j: a word stands for the subject: %j", (question, meant) => {
    expect(readFollowUp(question, turnsOf(grokking)).context).toEqual({ words: "grokking", meant });
  });

  it.each<[string, string, string | null]>([
    ["how does it work?", "what is sharpness-aware minimization?", "how does sharpness-aware minimization work?"],
    ["what is its cost?", "what is warmup?", "what is warmup’s cost?"],
    ["why does it happen?", "what is neural collapse?", "why does neural collapse happen?"],
    ["is that slow?", "how does dropout work?", null],
    ["does this method help?", "what is warmup?", null],
    // A turn that points at a list names no subject.
    ["who wrote it?", "tell me about the third one", null],
    ["do they need it?", "what is warmup?", null],
    ["why?", "what is warmup?", null],
  ])("%j after %j is asked alone as %j", (question, before, standalone) => {
    expect(readFollowUp(question, turnsOf([before])).standalone).toBe(standalone);
  });

  it("looks at the last two turns that ask something", () => {
    const turns = turnsOf(["hi", "what is warmup?", "why?", "ok thanks", "and Adam?"]);
    expect(turnsReferredTo(turns)).toEqual(turnsOf(["why?", "and Adam?"]));
  });

  it("never repeats its own words, takes over eight at most, and never throws", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, fc.array(text), (question, earlier) => {
        const words = readFollowUp(question, turnsOf(earlier)).context?.words.split(" ") ?? [];
        expect(words.length).toBeLessThanOrEqual(8);
        for (const word of words) expect(question.toLowerCase().split(" ")).not.toContain(word);
      }),
    );
  });
});

describe("a reference to papers that were shown", () => {
  it.each<[string, ShownReference | null]>([
    ["tell me more about number 2", { kind: "nth", n: 2 }],
    ["3.", { kind: "nth", n: 3 }],
    ["summarize 4 please", { kind: "nth", n: 4 }],
    ["compare the first and the third", { kind: "several", places: [1, 3] }],
    ["is the second one better than the first?", { kind: "nth", n: 2 }],
    ["papers 2 and 4", { kind: "several", places: [2, 4] }],
    ["just the first two", { kind: "several", places: [1, 2] }],
    ["the top three please", { kind: "several", places: [1, 2, 3] }],
    ["summarise all of them", { kind: "all" }],
    ["how do they compare?", { kind: "all" }],
    ["how does dropout compare with weight decay?", null],
    ["does training with 2 and 4 layers differ?", null],
    ["the first one?", { kind: "nth", n: 1 }],
    ["tell me more about the third", { kind: "nth", n: 3 }],
    ["how does the 2nd paper work?", { kind: "nth", n: 2 }],
    ["what does paper 4 say", { kind: "nth", n: 4 }],
    ["and #2?", { kind: "nth", n: 2 }],
    ["explain [3]", { kind: "nth", n: 3 }],
    ["the last one", { kind: "last" }],
    ["do both need a second forward pass", { kind: "all" }],
    ["which of these is older?", { kind: "all" }],
    ["compare the two", { kind: "all" }],
    ["more", { kind: "more" }],
    ["any others?", { kind: "more" }],
    ["show me more papers please", { kind: "more" }],
    ["what else?", { kind: "more" }],
    ["what is first-order optimization?", null],
    ["does Adam use second moments?", null],
    ["more data or more parameters?", null],
    ["papers from 2024", null],
    ["why?", null],
  ])("%j: %j", (text, reference) => {
    expect(readReference(text)).toEqual(reference);
  });

  it.each([
    ["how does the second paper work?", "how does it work?"],
    ["what dataset does paper 2 use", "what dataset does it use"],
    ["why does SAM help?", "why does SAM help?"],
  ])("is taken out of %j: %j", (text, without) => {
    expect(withoutReference(text)).toBe(without);
  });
});
