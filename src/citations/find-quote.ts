import type { Vocabulary } from "../domain/vocabulary.ts";
import { splitSentences } from "../util/sentences.ts";
import { createTermOverlap } from "../util/term-overlap.ts";

export interface FoundQuote {
  /** A sentence of the abstract, word for word. */
  readonly quote: string;
  /** Share of the sentence's terms, weighted by rarity, that stand in the quote. 0 to 1. */
  readonly overlap: number;
}

/** The sentence of an abstract that shares most with a cited sentence; null when none shares a content word. */
export function findQuote(sentence: string, abstract: string, vocabulary: Vocabulary): FoundQuote | null {
  const termOverlap = createTermOverlap(sentence, vocabulary);
  let best: FoundQuote | null = null;
  for (const { text } of splitSentences(abstract)) {
    const overlap = termOverlap.with(text);
    if (overlap > 0 && (best === null || overlap > best.overlap)) best = { quote: text, overlap };
  }
  return best;
}
