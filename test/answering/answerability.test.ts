import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Answerability,
  type AnswerabilityEvidence,
  evidenceOf,
  holdsRareNames,
  judgeAnswerability,
  rareTerms,
} from "../../src/answering/answerability.ts";
import { createSmallCorpus } from "../support/small-corpus.ts";

const small = await createSmallCorpus([
  { _id: "1", title: "Grokking", text: "Softmax collapse stops grokking in networks." },
  { _id: "2", title: "Laws", text: "Kaplan and Chinchilla disagree on networks." },
  ...Array.from({ length: 8 }, (_, index) => ({
    _id: `n${index}`,
    title: `Networks ${index}`,
    text: "Networks learn.",
  })),
]);
const vocabulary = await small.corpus.vocabulary();

async function found(question: string) {
  const retrieval = await small.retriever.retrieve(question, 10);
  return { retrieval, profiles: await small.profiles.get(retrieval.papers.map(({ paperId }) => paperId)) };
}

describe("the evidence that a corpus answers a question", () => {
  const evidence = async (question: string, context = "") => {
    const { retrieval, profiles } = await found(question);
    return evidenceOf(retrieval, profiles, vocabulary, context);
  };

  it("is how close the best papers come, and how much of the question one of them holds", async () => {
    const near = await evidence("Does softmax collapse stop grokking in networks?");
    const far = await evidence("Does bread rise in ovens?");
    expect(near.coverage).toBe(1);
    expect(far.coverage).toBe(0);
    expect(near.sentence).toBeGreaterThan(far.sentence);
    expect(near.chunk).toBeGreaterThan(far.chunk);
  });

  it("takes in the words that a question leaves to the one before", async () => {
    expect((await evidence("softmax", "bread ovens")).coverage).toBeLessThan((await evidence("softmax")).coverage);
  });

  it("asks for no words where a question has none", async () => {
    expect((await evidence("why?")).coverage).toBe(1);
  });
});

describe("judgeAnswerability", () => {
  it.each<[AnswerabilityEvidence, Answerability]>([
    [{ sentence: 0.8, chunk: 0.8, coverage: 1 }, "answered"],
    [{ sentence: 0.5, chunk: 0.45, coverage: 0.3 }, "closest"],
    [{ sentence: 0.2, chunk: 0.2, coverage: 0.2 }, "nothing"],
    [{ sentence: 0, chunk: 0, coverage: 1 }, "nothing"],
  ])("takes %j for %s", (evidence, judged) => {
    expect(judgeAnswerability(evidence)).toBe(judged);
  });

  it("never judges better evidence worse", () => {
    const order: readonly Answerability[] = ["nothing", "closest", "answered"];
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (sentence, chunk, coverage, more) => {
        const judged = judgeAnswerability({ sentence, chunk, coverage });
        const better = judgeAnswerability({ sentence: Math.min(1, sentence + more), chunk, coverage });
        expect(order.indexOf(better)).toBeGreaterThanOrEqual(order.indexOf(judged));
      }),
    );
  });
});

describe("rare names", () => {
  it("are held together by one of the best papers, or they tell nothing", async () => {
    const holds = async (question: string) => {
      const { retrieval, profiles } = await found(question);
      return holdsRareNames(retrieval, profiles, vocabulary);
    };
    expect(await holds("Why do Kaplan and Chinchilla disagree?")).toBe(true);
    expect(await holds("Why does Kaplan collapse?")).toBe(false);
    expect(await holds("Why do networks learn?")).toBe(false);
  });

  it.each<[string, string[]]>([
    ["Kaplan on Kaplan and bread", ["kaplan"]],
    ["networks learn", []],
    ["", []],
  ])("of %j are %j", (text, terms) => {
    expect(rareTerms(text, vocabulary)).toEqual(terms);
  });
});
