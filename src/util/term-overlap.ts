import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import { contentTerms } from "./terms.ts";

export interface TermOverlap {
  /** Share of the text's terms, weighted by rarity, that another text has: 0 to 1; 0 for a text without terms. */
  with(other: string): number;
  /** Share of the weight that lies on terms that no paper of the corpus has; 1 for a text without terms. */
  readonly unknown: number;
}

/** Prepares a text, whose terms are stemmed and weighted once, for comparison with others. */
export function createTermOverlap(text: string, vocabulary: Vocabulary): TermOverlap {
  const weights = new Map(contentTerms(text).map((term) => [term, inverseDocumentFrequency(vocabulary, term)]));
  const weightWhere = (holds: (term: string) => boolean): number => {
    let sum = 0;
    for (const [term, weight] of weights) if (holds(term)) sum += weight;
    return sum;
  };
  const total = weightWhere(() => true);
  return {
    with(other) {
      const present = new Set(contentTerms(other));
      return total > 0 ? weightWhere((term) => present.has(term)) / total : 0;
    },
    unknown: total > 0 ? weightWhere((term) => !vocabulary.paperCounts.has(term)) / total : 1,
  };
}
