import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import { contentTerms, wordsOf } from "../util/terms.ts";
import { sidesOf } from "./opposite-words.ts";

/** What a text is about: its stemmed content words, and the dimensions in which it takes a side. */
export interface Subject {
  readonly terms: ReadonlySet<string>;
  readonly dimensions: ReadonlySet<number>;
}

/** Reads what a text is about. */
export function subjectOf(text: string): Subject {
  const dimensions = wordsOf(text).flatMap((word) => sidesOf(word).map(({ dimension }) => dimension));
  return { terms: new Set(contentTerms(text)), dimensions: new Set(dimensions) };
}

/** True for a word that a text has, or the opposite of which it has: both are about the same. */
export function isAbout(word: string, { terms, dimensions }: Subject): boolean {
  return (
    contentTerms(word).some((term) => terms.has(term)) || sidesOf(word).some((side) => dimensions.has(side.dimension))
  );
}

/** Share of some words, weighted by rarity, that a text is about: 0 to 1. */
export function shareOf(words: readonly string[], subject: Subject, vocabulary: Vocabulary): number {
  let [sum, total] = [0, 0];
  for (const word of new Set(words)) {
    const weight = contentTerms(word).reduce(
      (most, term) => Math.max(most, inverseDocumentFrequency(vocabulary, term)),
      0,
    );
    total += weight;
    if (isAbout(word, subject)) sum += weight;
  }
  return total > 0 ? sum / total : 0;
}
