import { stemmer } from "stemmer";

/** English function words, and the words that only make a text a question. */
const STOP_WORDS = new Set(
  `a about above after again against all also although am among an and any are aren't as at be because been before
  being below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during
  each either else ever every few for from further had hadn't has hasn't have haven't having he her here hers him his
  how however i if in into is isn't it it's its itself just let's like many may me might more most much must my
  neither no nor not of off often on once one only onto or other our ours out over own per perhaps quite rather same
  shall she should shouldn't since so some somehow still such than that that's the their theirs them then there these
  they this those though through thus to too toward towards under until up upon us use used using very via was wasn't
  we were weren't what what's when where whether which while who whom whose why will with within without won't would
  wouldn't yet you your yours
  know tell explain explains explained explanation describe say says said mean means there's paper papers work works
  study studies show shows shown give gives given find finds found please anything something someone people`.split(
    /\s+/,
  ),
);

/** Words that only join others: so common that a lexical search gains nothing by looking for them. */
const JOINING_WORDS = new Set(
  "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with".split(
    " ",
  ),
);

/** Letters of Latin script that no accent mark makes, as people without them on the keyboard write them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ȷ: "j",
  ħ: "h",
  ŋ: "n",
};

/**
 * A text in lower case as words are compared: compatibility forms folded, letters of Latin and Greek script without
 * their accents (`Schrödinger` as `schrodinger`), and without the joiners that are only a matter of spelling.
 */
export function foldLetters(text: string): string {
  const lower = text
    .normalize("NFKC")
    .replace(/[\u200C\u200D]/gu, "")
    .toLowerCase();
  if (!/[^\p{ASCII}]/u.test(lower)) return lower;
  return lower
    .normalize("NFD")
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu, "")
    .normalize("NFC")
    .replace(/[øłđðþßæœıȷħŋ]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

const WORD = /[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu;

/** Words of a text, folded: letters and digits, with inner hyphens and apostrophes kept apart as separate words. */
export function wordsOf(text: string): string[] {
  return foldLetters(text).match(WORD) ?? [];
}

/** Words of a text in lower case with their accents, which tell one language from another. */
export function accentedWordsOf(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
}

/** British endings and their American spelling, which stems apart from it: `generalisation`, `behaviour`, `labelled`. */
const BRITISH: readonly (readonly [RegExp, string])[] = [
  [/(?<=\w{3})is(?=(?:e[ds]?|ers?|ing|ations?|able|ability)$)/u, "iz"],
  [/(?<=\w{3})ys(?=(?:e[ds]?|ers?|ing)$)/u, "yz"],
  [/(?<=\w{3})our(?=(?:s|ed|ing|al|ally|hoods?|able|ite)?$)/u, "or"],
  [/(?<=\w{2})ll(?=(?:ed|ing|ers?)$)/u, "l"],
  [/(?<=\w{3})tre(?=s?$)/u, "ter"],
];

/** What a word must hold for one of them: few do, and the others are spared five searches. */
const MAY_BE_BRITISH = /[iy]s[ieab]|our|ll[ei]|tres?$/u;
/** No word of a language is longer; what is longer is compared as it is written. */
const LONGEST_WORD = 64;

/** The stem of a word in lower case (Porter's stemmer, 1980), the same in British and American spelling. */
export function stemOf(word: string): string {
  if (word.length > LONGEST_WORD) return word;
  if (!MAY_BE_BRITISH.test(word)) return stemmer(word);
  return stemmer(BRITISH.reduce((spelled, [british, american]) => spelled.replace(british, american), word));
}

/** True for a word that carries no topic of its own. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Stemmed words of a text as a lexical search compares them, in order, repeats kept: all but the joining words. */
export function lexicalTerms(text: string): string[] {
  const terms: string[] = [];
  for (const word of wordsOf(text)) {
    if (!JOINING_WORDS.has(word)) terms.push(stemOf(word));
  }
  return terms;
}

/** Stemmed content words of a text, in order, repeats kept (Porter's stemmer, 1980). */
export function contentTerms(text: string): string[] {
  const terms: string[] = [];
  for (const word of wordsOf(text)) {
    if (!isStopWord(word)) terms.push(stemOf(word));
  }
  return terms;
}

/** The terms of a text, each with the number of its occurrences. */
export function countTerms(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
