import type { QuestionKind } from "../domain/question.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { isStopWord } from "../util/terms.ts";
import { isFunctionWord, type LanguageCode } from "./detect-language.ts";
import { termsInGlossary } from "./glossary.ts";

/** A question in another language, as far as its words tell without a translation. */
export interface ForeignQuestion {
  readonly kind: QuestionKind;
  /** English terms that it holds; null where none is known. */
  readonly terms: string | null;
  /** An English question about these terms; the question itself where none is known. */
  readonly text: string;
}

/** How questions of a kind begin, or what they hold, in the languages that are told from English. */
const KINDS: readonly (readonly [QuestionKind, RegExp])[] = [
  [
    "number",
    /\bwie ?viele?\b|\bwie (?:groß|hoch|lange|schnell|oft)\b|\bcu[aá]nt[oa]s?\b|\bcombien\b|\bquant[oa]s?\b|いくつ|どれくらい|どのくらい|何(?:個|倍|パーセント)|多少|几个|多大|多快/iu,
  ],
  [
    "why",
    /\b(?:warum|wieso|weshalb|wozu)\b|\bpor qu[eé]\b|\bpourquoi\b|\bporqu[eê]\b|\bperché\b|なぜ|どうして|为什么|為什麼|为何|почему/iu,
  ],
  [
    "comparison",
    /\b(?:unterschied|vergleiche?n?|verglichen|gegenüber)\b|\b(?:diferencias?|compara[rd]?|frente a)\b|\b(?:différences?|compare[rz]?)\b|\b(?:diferenças?|comparar?)\b|違い|比較|区别|比较|差异|\bvs\b/iu,
  ],
  [
    "definition",
    /\bwas (?:ist|sind|bedeutet|heißt)\b|\bqu[eé] (?:es|son|significa)\b|\b(?:qu'est-ce que?|c'est quoi|que signifie)\b|\bo que (?:é|são|significa)\b|\bcosa (?:è|sono)\b|とは|って何|何ですか|意味|是什么|什么是|是什麼|что такое/iu,
  ],
  [
    "mechanism",
    /\b(?:wie|wodurch|womit)\b|\bc[oó]mo\b|\bcomment\b|\bcome\b|どのように|どうやって|どうすれば|仕組み|怎么|如何|怎樣|怎样|как\b/iu,
  ],
  [
    "list",
    /\bwelche (?:arbeiten|paper|artikel|studien|aufsätze)\b|\bqu[eé] (?:art[ií]culos|trabajos|estudios)\b|\bquels (?:articles|travaux|papiers)\b|\bquais (?:artigos|trabalhos)\b|論文(?:を|は|が)|哪些论文|论文有哪些/iu,
  ],
];

/**
 * What a question in another language has in common with the corpus: words and names that it knows, and terms of the
 * field that the glossary has in English.
 */
export function readForeignQuestion(text: string, language: LanguageCode, vocabulary: Vocabulary): ForeignQuestion {
  const kind = KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
  const glossary = termsInGlossary(text, language);
  const words = glossary.rest.match(/[\p{Script=Latin}\p{Script=Greek}\p{N}]+(?:-[\p{Script=Latin}\p{N}]+)*/gu) ?? [];
  const known = words.filter((word) => {
    const lower = word.toLowerCase();
    const isKnown = lower.split("-").every((part) => vocabulary.wordCounts.has(part));
    return isKnown && !isStopWord(lower) && !isFunctionWord(lower, language);
  });
  const terms = [...new Set([...known, ...glossary.terms])];
  return terms.length === 0
    ? { kind, terms: null, text }
    : { kind, terms: terms.join(", "), text: asEnglish(kind, terms.join(" ")) };
}

/** The terms in the form of a question of that kind, so that sentences which answer such a question are close to it. */
function asEnglish(kind: QuestionKind, terms: string): string {
  switch (kind) {
    case "definition":
      return `What is ${terms}?`;
    case "mechanism":
      return `How does ${terms} work?`;
    case "why":
      return `Why ${terms}?`;
    default:
      return terms;
  }
}
