import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import { contentTerms, stemOf, wordsOf } from "../util/terms.ts";
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

/** True for a content word that a text has, or the opposite of which it has: both are about the same. */
export function isAbout(word: string, { terms, dimensions }: Subject): boolean {
  return terms.has(stemOf(word)) || sidesOf(word).some((side) => dimensions.has(side.dimension));
}

export interface SubjectOverlap {
  /** Share of the words, weighted by rarity, that a text is about: 0 to 1; 0 without words. */
  with(subject: Subject): number;
}

/** Prepares words, whose weights are looked up once, for comparison with what texts are about. */
export function createSubjectOverlap(words: readonly string[], vocabulary: Vocabulary): SubjectOverlap {
  const weights = new Map(words.map((word) => [word, inverseDocumentFrequency(vocabulary, stemOf(word))]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return {
    with(subject) {
      let sum = 0;
      for (const [word, weight] of weights) if (isAbout(word, subject)) sum += weight;
      return total > 0 ? sum / total : 0;
    },
  };
}
