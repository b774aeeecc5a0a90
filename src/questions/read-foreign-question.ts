import type { QuestionKind } from "../domain/question.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { isStopWord } from "../util/terms.ts";
import { isFunctionWord, type LanguageCode } from "./detect-language.ts";
import { type ForeignRequest, readForeignRequest } from "./foreign-requests.ts";
import { termsInGlossary } from "./glossary.ts";
import type { GlossaryLanguage } from "./glossary-terms.ts";

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
export function readForeignQuestion(
  text: string,
  language: LanguageCode,
  vocabulary: Pick<Vocabulary, "wordCounts">,
): ForeignQuestion {
  const request = requestIn(text, language, vocabulary);
  if (request !== null) return request;
  const kind = KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
  const terms = termsIn(text, language, vocabulary);
  return terms.length === 0
    ? { kind, terms: null, text }
    : { kind, terms: terms.join(", "), text: asEnglish(kind, terms.join(" ")) };
}

/** Words and names of a text that the corpus knows, then the English of those that the glossary has. */
function termsIn(text: string, language: LanguageCode, vocabulary: Pick<Vocabulary, "wordCounts">): string[] {
  const glossary = termsInGlossary(text, language);
  const words = glossary.rest.match(/[\p{Script=Latin}\p{Script=Greek}\p{N}]+(?:-[\p{Script=Latin}\p{N}]+)*/gu) ?? [];
  const known = words.filter((word) => {
    const lower = word.toLowerCase();
    const isKnown = lower.split("-").every((part) => vocabulary.wordCounts.has(part));
    return isKnown && !isStopWord(lower) && !isFunctionWord(lower, language);
  });
  return [...new Set([...known, ...glossary.terms])];
}

const REQUESTED: ReadonlySet<string> = new Set<GlossaryLanguage>(["de", "fr", "es", "pt", "ja", "zh"]);

function canRequest(language: LanguageCode): language is LanguageCode & GlossaryLanguage {
  return REQUESTED.has(language);
}

/**
 * A message in another language that asks for papers, or for what is known of them, as the English question that asks
 * the same; null for any other.
 */
export function requestIn(
  text: string,
  language: LanguageCode,
  vocabulary: Pick<Vocabulary, "wordCounts">,
): ForeignQuestion | null {
  const request = canRequest(language) ? readForeignRequest(text, language) : null;
  if (request === null) return null;
  const subject = subjectOf(request.rest, language, vocabulary);
  if (subject === null && !NEEDS_NO_SUBJECT.has(request.kind)) return null;
  const kind = request.kind === "count" && subject === null && request.years === null ? "corpus" : request.kind;
  return { kind, terms: subject, text: requestInEnglish(request, subject) };
}

/** “The newest papers” are of any subject; an overview is of one. */
const NEEDS_NO_SUBJECT: ReadonlySet<QuestionKind> = new Set(["count", "list"]);

/** What a request is about: its own words where they are English, as titles are; else what is known of them. */
function subjectOf(rest: string, language: LanguageCode, vocabulary: Pick<Vocabulary, "wordCounts">): string | null {
  const joins = (word: string) =>
    isFunctionWord(word.toLowerCase(), language) || /^(?:die|[dlsmnjtc]'|\P{L}+)$/iu.test(word);
  const words = rest
    .replace(/(?<![\p{L}\p{N}])(?:[dlsmnjtc]|qu)'(?=\p{L})/giu, "")
    .replace(
      /(?<![?!¿¡.,:;。？！，、：()"“”„«»])[?!¿¡.,:;。？！，、：()"“”„«»]+(?=\s|$)|(?<=^|\s)[?!¿¡.,:;。？！，、：()"“”„«»]+/gu,
      " ",
    )
    .split(/\s+/u)
    .filter((word) => word !== "");
  while (words[0] !== undefined && joins(words[0])) words.shift();
  for (let last = words.at(-1); last !== undefined && joins(last); last = words.at(-1)) words.pop();
  const own = words.join(" ");
  if (!/[\p{L}\p{N}]/u.test(own)) return null;
  const isEnglish = words.every((word) =>
    word
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .every(
        (part) => part === "" || (/^[a-z\d]+$/u.test(part) && (vocabulary.wordCounts.has(part) || isStopWord(part))),
      ),
  );
  if (isEnglish) return own;
  const terms = termsIn(own, language, vocabulary);
  return terms.length === 0 ? own : terms.join(" ");
}

function requestInEnglish({ kind, order, count, years }: ForeignRequest, subject: string | null): string {
  const about = subject ?? "it";
  const on = [...(subject === null ? [] : [`on ${subject}`]), ...(years === null ? [] : [years])].join(" ");
  switch (kind) {
    case "author":
      return `Who wrote ${about}?`;
    case "date":
      return `When was ${about} published?`;
    case "venue":
      return `At which conference was ${about} published?`;
    case "votes":
      return `How many upvotes does ${about} have?`;
    case "summary":
      return `Summarize ${about}`;
    case "count":
      return on === "" ? "How many papers do you have?" : `How many papers are there ${on}?`;
    case "list":
      return ["List", count === null ? "the" : String(count), order, "papers", on].filter(Boolean).join(" ");
  }
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
