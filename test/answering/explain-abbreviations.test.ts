import { describe, expect, it } from "vitest";
import { explainAbbreviations } from "../../src/answering/explain-abbreviations.ts";
import type { AnswerSentence, ShortForm } from "../../src/domain/answer.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";

const softmax = {
  n: 1,
  abstract:
    "We call this Softmax Collapse (SC). SC prevents grokking. Naive Loss Minimization (NLM) leads to SC under stochastic gradient descent (SGD).",
};
const overfitting = { n: 2, abstract: "Catastrophic overfitting (CO) is a problem. COs are found in all networks." };
const others = Array.from({ length: 6 }, (_, index) => ({
  title: `Training ${index}`,
  abstract: "We train with SGD.",
}));
const vocabulary = await countVocabulary(
  (async function* () {
    yield [
      { title: "Softmax", abstract: softmax.abstract },
      { title: "CO", abstract: overfitting.abstract },
      ...others,
    ];
  })(),
);

const sentenceOf = (text: string, ...citations: number[]): AnswerSentence => ({
  text,
  citations,
  support: "supported",
  evidence: [],
});

describe("abbreviations in an answer", () => {
  it.each<[string, AnswerSentence[], ShortForm[], string?]>([
    [
      "one that is defined elsewhere",
      [sentenceOf("SC prevents grokking.", 1)],
      [{ n: 1, short: "SC", long: "Softmax Collapse" }],
    ],
    ["one that is defined in what is shown", [sentenceOf("We call this Softmax Collapse (SC).", 1)], []],
    ["one that many papers use", [sentenceOf("It happens under SGD.", 1)], []],
    ["one that another paper defines", [sentenceOf("SC prevents grokking.", 2)], []],
    [
      "one that many papers use, where it is asked about",
      [sentenceOf("It happens under SGD.", 1)],
      [{ n: 1, short: "SGD", long: "stochastic gradient descent" }],
      "What is SGD?",
    ],
    [
      "one that is asked about and not shown",
      [sentenceOf("It prevents grokking.", 1)],
      [{ n: 1, short: "NLM", long: "Naive Loss Minimization" }],
      "Does NLM prevent grokking?",
    ],
    ["none", [sentenceOf("It prevents grokking.", 1)], []],
    ["no sentence", [], []],
    [
      "two, one in the plural",
      [sentenceOf("SC prevents grokking.", 1), sentenceOf("COs are found in all networks.", 2)],
      [
        { n: 1, short: "SC", long: "Softmax Collapse" },
        { n: 2, short: "CO", long: "Catastrophic overfitting" },
      ],
    ],
  ])("%s", (_what, sentences, forms, question = "") => {
    expect(explainAbbreviations(question, sentences, [softmax, overfitting], vocabulary)).toEqual(forms);
  });

  it("are explained for four at most", () => {
    const names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"];
    const forms = names.map((name) => `${name} Quick Zebra (${name[0] ?? ""}QZ)`);
    const shorts = names.map((name) => `${name[0] ?? ""}QZ`).join(" ");
    const explained = explainAbbreviations(
      "",
      [sentenceOf(`${shorts} win.`, 1)],
      [{ n: 1, abstract: forms.join(" ") }],
      vocabulary,
    );
    expect(explained).toHaveLength(4);
  });
});
