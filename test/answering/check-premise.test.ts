import { describe, expect, it } from "vitest";
import { checkPremise } from "../../src/answering/check-premise.ts";
import { readPremise } from "../../src/answering/read-premise.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";

const abstracts = [
  {
    n: 1,
    title: "Early Pruning of Networks",
    abstract: "Pruning a network helps at the start of training. We prune half of the weights.",
    quote: "We prune half of the weights.",
  },
  {
    n: 2,
    title: "Warmup Revisited",
    abstract: "Learning rate warmup does not only stabilise training. It needs less memory than restarts.",
    quote: "It needs less memory than restarts.",
  },
];
const vocabulary = await countVocabulary(
  (async function* () {
    yield abstracts;
  })(),
);

describe("a premise", () => {
  it.each<[string, { text: string; outright: boolean } | null]>([
    ["Since pruning hurts networks, why do it?", { text: "pruning hurts networks", outright: true }],
    ["Given that warmup is free, who needs it?", { text: "warmup is free", outright: true }],
    ["Why does pruning hurt networks?", { text: "pruning hurt networks", outright: false }],
    ["As a regulariser for networks, does pruning help?", null],
    ["If pruning hurts networks, why do it?", { text: "pruning hurts networks", outright: false }],
    ["Pruning hurts networks. Why do it?", { text: "Pruning hurts networks", outright: false }],
    ["Pruning hurts networks, so why do it?", { text: "Pruning hurts networks", outright: false }],
    ["How does pruning hurt networks?", { text: "pruning hurt networks", outright: false }],
    ["Why does pruning help or hurt networks?", null],
    ["How can pruning help networks?", null],
    ["What explains grokking?", null],
  ])("of %j is %j", (question, premise) => {
    expect(readPremise(question)).toEqual(premise);
  });

  it.each<[string, "denied" | "unconfirmed" | null, number?]>([
    ["Since warmup needs more memory than restarts, why use it?", "denied", 2],
    ["Why does pruning at the end of training help a network?", "denied", 1],
    ["Since learning rate warmup does not stabilise training, why use it?", "denied", 2],
    ["Since warmup only stabilises training, why use it?", "denied", 2],
    ["Since warmup needs less memory than restarts, why not use it always?", null],
    ["Why does pruning help a network at the start of training?", null],
    ["Since pruning was invented by accident, who found it?", "unconfirmed", 1],
    ["Why was pruning invented by accident?", null],
    ["How does pruning help?", null],
  ])("of %j is judged %j", (question, verdict, n) => {
    const premise = checkPremise(question, abstracts, vocabulary);
    expect(premise?.verdict ?? null).toBe(verdict);
    expect(premise?.n).toBe(n);
    if (premise !== null) expect(abstracts[premise.n - 1]?.abstract).toContain(premise.quote);
  });

  it("is not judged without a cited paper", () => {
    expect(checkPremise("Since pruning hurts networks, why do it?", [], vocabulary)).toBeNull();
  });
});
