/** What is counted over all papers of a corpus. */
export interface Vocabulary {
  readonly papers: number;
  /** Lexical terms of one paper, repeats included, on average. */
  readonly averageTerms: number;
  /** In how many papers each stemmed term stands. */
  readonly paperCounts: ReadonlyMap<string, number>;
  /** In how many papers each word stands, as written, in lower case. */
  readonly wordCounts: ReadonlyMap<string, number>;
  /** Short forms that abstracts define, with their long forms, the most frequent first. */
  readonly abbreviations: ReadonlyMap<string, readonly string[]>;
}

/**
 * Inverse document frequency, `ln(1 + (N - n + 0.5) / (n + 0.5))`, the form BM25 uses
 * (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009). Never negative.
 */
export function inverseDocumentFrequency(vocabulary: Vocabulary, term: string): number {
  const containing = vocabulary.paperCounts.get(term) ?? 0;
  return Math.log(1 + (vocabulary.papers - containing + 0.5) / (containing + 0.5));
}
