import { describe, expect, it } from "vitest";
import { findContradiction } from "../../src/answering/find-contradiction.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";

const abstracts = [
  {
    n: 1,
    title: "Early Pruning of Networks",
    abstract: "Pruning a network helps at the start of training. We prune half of the weights.",
  },
  {
    n: 2,
    title: "Warmup Revisited",
    abstract: "Learning rate warmup does not only stabilise training. It needs less memory than restarts.",
  },
];
const vocabulary = await countVocabulary(
  (async function* () {
    yield abstracts;
  })(),
);

describe("a contradiction of what a question takes for granted", () => {
  const [pruning, warmup] = abstracts;

  it.each<[string, string]>([
    ["Since warmup needs more memory than restarts, why use it?", "It needs less memory than restarts."],
    [
      "Since learning rate warmup does not stabilise training, why use it?",
      "Learning rate warmup does not only stabilise training.",
    ],
    ["Since warmup only stabilises training, why use it?", "Learning rate warmup does not only stabilise training."],
  ])("is found for %j", (question, quote) => {
    expect(findContradiction(question, warmup, vocabulary)).toMatchObject({ verdict: "denied", n: 2, quote });
  });

  it("is quoted from the paper, with the presupposition as it was written", () => {
    expect(findContradiction("Why does pruning at the end of training help a network?", pruning, vocabulary)).toEqual({
      text: "pruning at the end of training help a network",
      verdict: "denied",
      n: 1,
      quote: "Pruning a network helps at the start of training.",
    });
  });

  it.each([
    ["what the paper says", "Since warmup needs less memory than restarts, why not use it always?"],
    ["a part of what the paper says", "Why does warmup need memory?"],
    ["something else", "Since warmup was invented by accident, who found it?"],
    ["another subject", "Since dropout needs more memory than data, why use it?"],
    ["nothing", "What is warmup?"],
  ])("is not found where the question presupposes %s", (_what, question) => {
    expect(findContradiction(question, warmup, vocabulary)).toBeNull();
  });

  it("is not found where only the order of the words differs", () => {
    const question = "Why does pruning help a network at the start of training?";
    expect(findContradiction(question, pruning, vocabulary)).toBeNull();
  });

  it("is not found without a cited paper", () => {
    expect(findContradiction("Since warmup needs more memory, why use it?", undefined, vocabulary)).toBeNull();
  });
});
