import type { Vocabulary } from "../domain/vocabulary.ts";
import { expandAbbreviations, findAbbreviations } from "../util/abbreviations.ts";
import { splitSentences } from "../util/sentences.ts";
import { createTermOverlap } from "../util/term-overlap.ts";

export interface FoundQuote {
  /** One or two sentences of the abstract, word for word. */
  readonly quote: string;
  /** Share of the sentence's terms, weighted by rarity, that stand in the quote. 0 to 1. */
  readonly overlap: number;
}

/** A second sentence is quoted where it holds so much more of what is to be shown. */
const WORTH_A_SECOND = 0.15;

/**
 * The sentence of an abstract that shares most with a cited sentence, with the one before or after it where that holds
 * what is missing; null when none shares a content word. Abbreviations that the abstract defines count in both forms.
 */
export function findQuote(sentence: string, abstract: string, vocabulary: Vocabulary): FoundQuote | null {
  const abbreviations = findAbbreviations(abstract);
  const termOverlap = createTermOverlap(sentence, vocabulary);
  const spans = splitSentences(abstract);
  const overlapOf = (start: number, end: number) =>
    termOverlap.with(expandAbbreviations(abstract.slice(start, end), abbreviations));
  let best: { first: number; last: number; overlap: number } | null = null;
  spans.forEach(({ start, end }, index) => {
    const overlap = overlapOf(start, end);
    if (overlap > 0 && (best === null || overlap > best.overlap)) best = { first: index, last: index, overlap };
  });
  if (best === null) return null;
  const single: { first: number; last: number; overlap: number } = best;
  let chosen = single;
  for (const [first, last] of [
    [single.first - 1, single.last],
    [single.first, single.last + 1],
  ] as const) {
    const [from, to] = [spans[first], spans[last]];
    if (from === undefined || to === undefined) continue;
    const overlap = overlapOf(from.start, to.end);
    if (overlap > single.overlap + WORTH_A_SECOND && overlap > chosen.overlap) chosen = { first, last, overlap };
  }
  const quote = abstract.slice(spans[chosen.first]?.start ?? 0, spans[chosen.last]?.end ?? 0);
  return { quote, overlap: chosen.overlap };
}
