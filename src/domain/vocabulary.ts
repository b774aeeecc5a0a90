/** In how many papers of the corpus each stemmed term stands. */
export interface Vocabulary {
  readonly papers: number;
  readonly paperCounts: ReadonlyMap<string, number>;
}

/**
 * Inverse document frequency, `ln(1 + (N - n + 0.5) / (n + 0.5))`, the form BM25 uses
 * (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009). Never negative.
 */
export function inverseDocumentFrequency(vocabulary: Vocabulary, term: string): number {
  const containing = vocabulary.paperCounts.get(term) ?? 0;
  return Math.log(1 + (vocabulary.papers - containing + 0.5) / (containing + 0.5));
}
