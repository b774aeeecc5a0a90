import { findAbbreviations } from "../util/abbreviations.ts";
import { contentTerms, isStopWord, wordsOf } from "../util/terms.ts";
import { negationDiffers, turnsRound } from "./compare-claims.ts";
import { hasForeignMarkup } from "./foreign-markup.ts";
import { numbersOf } from "./numbers.ts";
import { readClaim } from "./read-claim.ts";

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
  const [claim, quoted] = [readClaim(sentence), readClaim(source.quote)];
  if (negationDiffers(claim, quoted)) objections.push("negation");
  if (turnsRound(claim, quoted)) objections.push("direction");
  if (!quotationsAreExact(sentence, source.abstract)) objections.push("quotation");
  if (hasForeignMarkup(sentence, `${source.title} ${source.abstract}`)) objections.push("markup");
  return objections;
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

/** Shorter quotations are words that are only mentioned. */
const SHORTEST_QUOTATION = 12;
/** A sentence of more quotations says nothing of its own. */
const MOST_QUOTATIONS = 20;

function quotationsAreExact(sentence: string, abstract: string): boolean {
  const said = asCompared(abstract);
  const quotations = quotationsIn(sentence)
    .map(asCompared)
    .filter((text) => text.length >= SHORTEST_QUOTATION);
  return quotations.length <= MOST_QUOTATIONS && quotations.every((text) => said.includes(text.replace(/[.,;]$/u, "")));
}

/** What stands between an opening quotation mark and the next closing one. */
function quotationsIn(sentence: string): string[] {
  const [opening, closing] = [/["“„«]/gu, /["”“»]/gu];
  const found: string[] = [];
  for (let open = opening.exec(sentence); open !== null; open = opening.exec(sentence)) {
    closing.lastIndex = opening.lastIndex;
    const close = closing.exec(sentence);
    if (close === null) break;
    if (close.index === opening.lastIndex) continue;
    found.push(sentence.slice(opening.lastIndex, close.index));
    opening.lastIndex = closing.lastIndex;
  }
  return found;
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
