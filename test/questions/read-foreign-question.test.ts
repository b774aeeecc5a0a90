import { describe, expect, it } from "vitest";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import type { LanguageCode } from "../../src/questions/detect-language.ts";
import { termsInGlossary } from "../../src/questions/glossary.ts";
import { GLOSSARY } from "../../src/questions/glossary-terms.ts";
import { type ForeignQuestion, readForeignQuestion } from "../../src/questions/read-foreign-question.ts";

const vocabulary = await countVocabulary(
  (async function* () {
    yield [{ title: "LoRA and grokking", abstract: "Adam needs low-rank matrices for ImageNet." }];
  })(),
);

describe("readForeignQuestion", () => {
  it.each<[string, LanguageCode, ForeignQuestion]>([
    ["Was ist Überanpassung?", "de", { kind: "definition", terms: "overfitting", text: "What is overfitting?" }],
    ["Warum hilft Grokking?", "de", { kind: "why", terms: "Grokking, help", text: "Why Grokking help?" }],
    [
      "¿Qué es el doble descenso?",
      "es",
      { kind: "definition", terms: "double descent", text: "What is double descent?" },
    ],
    ["二重降下とは何ですか", "ja", { kind: "definition", terms: "double descent", text: "What is double descent?" }],
    ["LoRA 是什么?", "zh", { kind: "definition", terms: "LoRA", text: "What is LoRA?" }],
    ["Wie backe ich Brot?", "de", { kind: "mechanism", terms: null, text: "Wie backe ich Brot?" }],
  ])("reads %j (%s)", (text, language, expected) => {
    expect(readForeignQuestion(text, language, vocabulary)).toEqual(expected);
  });
});

describe("the glossary", () => {
  it("takes the longest term that is there, at word boundaries", () => {
    expect(termsInGlossary("gutartige Überanpassung", "de")).toEqual({ terms: ["benign overfitting"], rest: "" });
    expect(termsInGlossary("Überanpassungsfrei", "de").terms).toEqual([]);
    expect(termsInGlossary("何", "ko")).toEqual({ terms: [], rest: "何" });
  });

  it("finds each of its own forms", () => {
    for (const [english, forms] of GLOSSARY) {
      for (const [language, written] of Object.entries(forms)) {
        for (const form of written) {
          expect(termsInGlossary(form, language as LanguageCode).terms, form).toContain(english);
        }
      }
    }
  });
});
