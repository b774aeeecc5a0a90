import { findAbbreviations } from "../util/abbreviations.ts";
import { contentTerms, isStopWord, wordsOf } from "../util/terms.ts";
import { turnsRound } from "./opposites.ts";

/** Something in a sentence that its quote does not bear out. */
export type Objection = "number" | "name" | "negation" | "direction" | "quotation" | "markup";

/** What a sentence is held against. */
export interface Source {
  /** The quoted sentences. */
  readonly quote: string;
  readonly title: string;
  /** The whole abstract: where a quotation may come from, and where abbreviations are defined. */
  readonly abstract: string;
}

/**
 * Checks by rule what similarity can't tell: whether every number, name and negation of a sentence stands in its
 * quote, whether it turns a direction round, and whether what it puts in quotation marks was said. Names may also
 * stand in the title, be a form that the abstract defines for another one, or be what a quote points back at.
 */
export function findObjections(sentence: string, source: Source): Objection[] {
  const objections: Objection[] = [];
  const said = new Set(numbersOf(`${source.quote} ${source.title}`));
  if (!numbersOf(sentence).every((number) => said.has(number))) objections.push("number");
  if (!namesAreKnown(sentence, source)) objections.push("name");
  if (negationDiffers(sentence, source.quote)) objections.push("negation");
  if (turnsRound(sentence, source.quote)) objections.push("direction");
  if (!quotationsAreExact(sentence, source.abstract)) objections.push("quotation");
  if (hasForeignMarkup(sentence, source.abstract)) objections.push("markup");
  return objections;
}

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  ten: "10",
  twice: "2",
  double: "2",
  doubles: "2",
  half: "0.5",
  thousand: "1000",
  million: "1000000",
  billion: "1000000000",
};

/** Numbers as they can be compared: `1,000` is `1000`, `.5` is `0.5`, `50%` is `50`, `two` is `2`. */
export function numbersOf(text: string): string[] {
  const plain = text.normalize("NFKC").replace(/(?<=\d),(?=\d{3}\b)/gu, "");
  const digits = (plain.match(/(?<![\p{L}\d])\d*\.?\d+/gu) ?? []).map((number) => String(Number(number)));
  const words = wordsOf(plain).flatMap((word) => NUMBER_WORDS[word] ?? []);
  return [...digits, ...words];
}

/** Words that are written like names: capitals past the first letter, digits inside, or a capital in mid-sentence. */
function namesOf(sentence: string): string[] {
  const words = sentence.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  return words.filter((word, index) => {
    if (!/\p{Lu}/u.test(word) || isStopWord(word.toLowerCase())) return false;
    return index > 0 || /\p{Lu}|\p{N}/u.test(word.slice(1));
  });
}

/** A quote that speaks of something named before it. */
const POINTS_BACK = /^(?:it|its|this|these|those|they|their|such|we|our|the (?:proposed|resulting|new))\b/iu;

function namesAreKnown(sentence: string, { quote, title, abstract }: Source): boolean {
  const known = POINTS_BACK.test(quote) ? `${title} ${abstract}` : `${title} ${quote}`;
  const words = new Set(wordsOf(known));
  const terms = new Set(contentTerms(known));
  const said = known.toLowerCase();
  for (const [short, long] of findAbbreviations(abstract)) {
    if (said.includes(short.toLowerCase())) for (const word of wordsOf(long)) words.add(word);
    if (said.includes(long.toLowerCase())) words.add(short.toLowerCase());
  }
  return namesOf(sentence).every((name) =>
    wordsOf(name).every(
      (word) => words.has(word) || isStopWord(word) || contentTerms(word).some((term) => terms.has(term)),
    ),
  );
}

const NEGATION =
  /\b(?:not(?! (?:only|just|merely|solely)\b)|no|never|none|nor|neither|cannot|without|hardly|barely|lacks?|lacking|fails?|failed|unable|unlikely|impossible)\b|n['’]t\b/giu;
/** Content words after a negation that it is about. */
const SCOPE = 4;

/** The content terms that each negation of a text is about. */
function negatedTerms(text: string): Set<string>[] {
  return [...text.matchAll(NEGATION)].map((match) => {
    const after = text.slice(match.index + match[0].length).split(/[.;:!?]/u)[0] ?? "";
    return new Set(contentTerms(after).slice(0, SCOPE));
  });
}

/**
 * True where the one text denies what the other says: a negation whose words stand in the other text too, without a
 * negation there that shares any of them.
 */
function negationDiffers(sentence: string, quote: string): boolean {
  return deniesAlone(sentence, quote) || deniesAlone(quote, sentence);
}

function deniesAlone(text: string, other: string): boolean {
  const otherTerms = new Set(contentTerms(other));
  const otherDenied = negatedTerms(other);
  return negatedTerms(text).some((denied) => {
    const shared = [...denied].filter((term) => otherTerms.has(term));
    if (shared.length === 0 || shared.length * 2 < denied.size) return false;
    return !otherDenied.some((terms) => shared.some((term) => terms.has(term)));
  });
}

/** Shorter quotations are words that are only mentioned. */
const SHORTEST_QUOTATION = 12;

function quotationsAreExact(sentence: string, abstract: string): boolean {
  const said = asCompared(abstract);
  const quotations = [...sentence.matchAll(/["“„«]([^"”“»]+)["”“»]/gu)].map((match) => asCompared(match[1] ?? ""));
  return quotations.every((text) => text.length < SHORTEST_QUOTATION || said.includes(text.replace(/[.,;]$/u, "")));
}

/** Links, mentions, code and braces are no part of a sentence, unless the paper itself has them. */
function hasForeignMarkup(sentence: string, abstract: string): boolean {
  const found = sentence.match(
    /https?:\/\/|www\.|<[@#!:/a-z]|@(?:everyone|here)\b|\]\(|[{}]|```|\bNOT_IN_PASSAGES\b/giu,
  );
  return (found ?? []).some((markup) => !abstract.includes(markup));
}

/** Compatibility forms and white space folded, quotation marks and case ignored. */
function asCompared(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[“”„«»]/gu, '"')
    .replace(/[‘’]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
}
