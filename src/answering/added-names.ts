import type { LanguageCode } from "../questions/detect-language.ts";
import { isStopWord, stemOf, wordsOf } from "../util/terms.ts";

/** Names of months and days, and what the field is called in other languages: no names of anything else. */
const COMMON = new Set(
  `january february march april may june july august september october november december monday tuesday wednesday
  thursday friday saturday sunday english ai ki ia ml dl nlp llm llms`.split(/\s+/u),
);
/** Languages that write only names with a capital inside a sentence; German writes every noun so. */
const CAPITALS_ARE_NAMES: readonly LanguageCode[] = ["en", "es", "fr", "it", "pt"];
const LATIN: readonly LanguageCode[] = [...CAPITALS_ARE_NAMES, "de"];
/** Two words that begin alike may be one name in two languages: `Norwegen`, `Norway`. */
const SAME_BEGINNING = { letters: 4, share: 0.5 };

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]{0,63}/gu;
const ENDS_BEFORE = /[.!?:。！？“„«"(]\s{0,4}$/u;

/**
 * Names in a text that a model wrote which none of its sources holds: words with a capital in mid-sentence, a capital or
 * a digit past the first letter, or Latin letters among others. German nouns look like names; only two that nothing
 * knows in a row are taken for one.
 *
 * @param isKnown whether a word, in lower case, is known from elsewhere
 */
export function addedNames(
  text: string,
  language: LanguageCode,
  sources: string,
  isKnown: (word: string) => boolean = () => false,
): string[] {
  const isFamiliar = createFamiliarity(sources, isKnown);
  const words = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    word,
    startsSentence: index === 0 || ENDS_BEFORE.test(text.slice(Math.max(0, index - 6), index)),
    isAdded: !wordsOf(word).every(isFamiliar),
  }));
  return words
    .filter(({ word, startsSentence, isAdded }, index) => {
      if (!isAdded) return false;
      if (isMarked(word)) return true;
      if (!LATIN.includes(language)) return /^\p{Script=Latin}{2}/u.test(word);
      if (startsSentence || !/^\p{Lu}/u.test(word)) return false;
      if (CAPITALS_ARE_NAMES.includes(language)) return true;
      return [words[index - 1], words[index + 1]].some(
        (next) => next?.isAdded === true && !next.startsSentence && /^\p{Lu}/u.test(next.word),
      );
    })
    .map(({ word }) => word);
}

/** Capitals or digits inside a word, or inside one of the words that hyphens join. */
function isMarked(word: string): boolean {
  return word.split(/[-'’]/u).some((part) => /[\p{L}\p{N}]\p{Lu}|\p{L}\p{N}|\p{N}\p{L}/u.test(part));
}

function createFamiliarity(sources: string, isKnown: (word: string) => boolean): (word: string) => boolean {
  const words = wordsOf(sources);
  const known = new Set(words.flatMap((word) => [word, stemOf(word)]));
  const run = words.join("");
  const beginnings = new Map<string, string[]>();
  for (const word of new Set(words.map(plain))) {
    const beginning = word.slice(0, SAME_BEGINNING.letters);
    const alike = beginnings.get(beginning);
    if (alike === undefined) beginnings.set(beginning, [word]);
    else alike.push(word);
  }
  const beginsAlike = (word: string) =>
    word.length >= SAME_BEGINNING.letters &&
    (beginnings.get(word.slice(0, SAME_BEGINNING.letters)) ?? []).some(
      (other) => commonBeginning(word, other) >= SAME_BEGINNING.share * word.length,
    );
  return (word) =>
    isStopWord(word) ||
    /^\p{N}+$/u.test(word) ||
    word.length === 1 ||
    COMMON.has(word) ||
    known.has(word) ||
    known.has(stemOf(word)) ||
    (word.length >= SAME_BEGINNING.letters && run.includes(word)) ||
    beginsAlike(plain(word)) ||
    isKnown(word);
}

function plain(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "");
}

function commonBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
