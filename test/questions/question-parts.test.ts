import { describe, expect, it } from "vitest";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import { questionParts, unknownNames } from "../../src/questions/question-parts.ts";

const vocabulary = await countVocabulary(
  (async function* () {
    yield [
      { title: "Adam and grokking", abstract: "Sharpness-aware minimization (SAM) finds flat minima for ImageNet." },
    ];
  })(),
);

describe("questionParts", () => {
  it.each<[string, string[]]>([
    ["What explains grokking?", ["What explains grokking?"]],
    [
      "How does Adafactor save memory? Which tokenizer is best for Thai?",
      ["How does Adafactor save memory", "Which tokenizer is best for Thai?"],
    ],
    [
      "How does Adafactor save memory and how is speculative decoding used?",
      ["How does Adafactor save memory", "how is speculative decoding used?"],
    ],
    // A part that can't stand alone is no part.
    [
      "How can gradients explode in recurrent networks, and what remedy is proposed?",
      ["How can gradients explode in recurrent networks, and what remedy is proposed?"],
    ],
    ["What explains grokking? Why?", ["What explains grokking? Why?"]],
    ["Compare dropout used early and dropout used late", ["Compare dropout used early and dropout used late"]],
  ])("splits %j", (question, parts) => {
    expect(questionParts(question)).toEqual(parts);
  });
});

describe("unknownNames", () => {
  it.each<[string, string[]]>([
    ["How do SAM and FlashAttention differ on ImageNet?", ["FlashAttention"]],
    ["Does GPT-4o grok?", ["GPT-4o"]],
    ["Why does Adam work?", []],
    ["what is lora", []],
  ])("finds in %j: %j", (question, names) => {
    expect(unknownNames(question, vocabulary)).toEqual(names);
  });
});
