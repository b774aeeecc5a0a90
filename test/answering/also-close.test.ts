import { describe, expect, it } from "vitest";
import { alsoClose } from "../../src/answering/also-close.ts";
import { asksBroadly } from "../../src/answering/asks-broadly.ts";
import type { Answer } from "../../src/domain/answer.ts";
import type { PaperId } from "../../src/domain/paper.ts";

const idOf = (rank: number) => `p${rank}` as PaperId;

/** Answers with the first of some papers. */
function answerOf(scores: readonly number[], over: Partial<Answer> = {}): Answer {
  return {
    question: "Which papers study grokking?",
    status: "answered",
    mode: "extractive",
    text: "",
    sentences: [],
    citations: [{ n: 1, paperId: idOf(0), title: "0", url: null, quote: "" }],
    retrieved: scores.map((score, rank) => ({ paperId: idOf(rank), title: `${rank}`, score })),
    model: null,
    timings: { embedMs: 0, searchMs: 0, answerMs: 0, totalMs: 0 },
    ...over,
  };
}

describe("papers close to a question, but not cited", () => {
  it("are those of the ranking before it falls, without those cited, five at most", () => {
    const close = (scores: number[]) => alsoClose(answerOf(scores)).map(({ title }) => title);
    expect(close([1, 0.8, 0.75, 0.2, 0.1])).toEqual(["1", "2"]);
    expect(close([1, 0.2, 0.1])).toEqual([]);
    expect(close([1, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92])).toHaveLength(5);
    expect(close([])).toEqual([]);
  });

  it.each<[string, Partial<Answer>]>([
    ["a question about one thing", { question: "Does grokking need weight decay?" }],
    ["a question that leans on the one before", { understoodAs: "Which papers study it? (grokking)" }],
    ["another language", { language: "de" }],
    ["nothing found", { status: "not_in_corpus" }],
  ])("are not named for %s", (_what, over) => {
    expect(alsoClose(answerOf([1, 0.9, 0.8], over))).toEqual([]);
  });
});

describe("a question that asks broadly", () => {
  it.each<[string, boolean]>([
    ["Which works fight forgetting in continual learning?", true],
    ["What do we know about the edge of stability?", true],
    ["What explains grokking?", true],
    ["When is overfitting benign?", true],
    ["How can networks be pruned?", true],
    ["Ways to make networks robust", true],
    ["List the papers on grokking", true],
    ["Does batch size depend on data size?", false],
    ["Which of the two LoRA matrices matters more?", false],
    ["Why does dropout help?", false],
    ["What dataset does it use?", false],
    ["", false],
  ])("%j: %j", (question, broad) => {
    expect(asksBroadly(question)).toBe(broad);
  });
});
