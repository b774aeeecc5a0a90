import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import { splitSentences } from "../util/sentences.ts";
import { contentTerms } from "../util/terms.ts";

export interface FoundQuote {
  /** A sentence of the abstract, word for word. */
  readonly quote: string;
  /** Share of the sentence's terms, weighted by rarity, that stand in the quote. 0 to 1. */
  readonly overlap: number;
}

/** The sentence of an abstract that shares most with a cited sentence; null when none shares a content word. */
export function findQuote(sentence: string, abstract: string, vocabulary: Vocabulary): FoundQuote | null {
  const terms = [...new Set(contentTerms(sentence))];
  const weights = new Map(terms.map((term) => [term, inverseDocumentFrequency(vocabulary, term)]));
  const total = terms.reduce((sum, term) => sum + (weights.get(term) ?? 0), 0);
  if (total === 0) return null;
  let best: FoundQuote | null = null;
  for (const { text } of splitSentences(abstract)) {
    const present = new Set(contentTerms(text));
    const shared = terms.reduce((sum, term) => sum + (present.has(term) ? (weights.get(term) ?? 0) : 0), 0);
    const overlap = shared / total;
    if (overlap > 0 && (best === null || overlap > best.overlap)) best = { quote: text, overlap };
  }
  return best;
}
