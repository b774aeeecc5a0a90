import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import type { PaperProfile } from "./paper-profiles.ts";

/** Saturation and length normalisation, the values that most systems start from. */
const K1 = 1.2;
const B = 0.75;

/** Terms to look for, each with its weight: how often a question says it, or how much an expansion counts. */
export type WeightedTerms = ReadonlyMap<string, number>;

/** BM25 of one paper's title and abstract. */
export type ScoreLexically = (paper: PaperProfile) => number;

/**
 * Prepares BM25 of weighted terms (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009): their
 * rarity is looked up once for all papers.
 */
export function createBm25(terms: WeightedTerms, vocabulary: Vocabulary): ScoreLexically {
  const weighted = [...terms].map(
    ([term, weight]) => [term, weight * inverseDocumentFrequency(vocabulary, term) * (K1 + 1)] as const,
  );
  const perTerm = (K1 * B) / Math.max(1, vocabulary.averageTerms);
  return (paper) => {
    const norm = K1 * (1 - B) + perTerm * paper.length;
    let score = 0;
    for (const [term, weight] of weighted) {
      const count = paper.terms.get(term);
      if (count === undefined) continue;
      score += (weight * count) / (count + norm);
    }
    return score;
  };
}
