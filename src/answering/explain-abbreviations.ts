import type { AnswerSentence, ShortForm } from "../domain/answer.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { findAbbreviations } from "../util/abbreviations.ts";
import { contentTerms } from "../util/terms.ts";

/** A cited paper, as far as its abbreviations are looked up. */
export interface CitedText {
  readonly n: number;
  readonly abstract: string;
}

const MOST_EXPLAINED = 4;
/** An abbreviation that so many papers use, or this share of them, is one that the field knows. */
const KNOWN_FROM = { papers: 5, share: 0.01 };

/**
 * What abbreviations in an answer's sentences stand for, where an abstract defines them outside of what is shown: “SC
 * prevents grokking” says nothing by itself. Those that the question asks about are always explained. Four at most.
 */
export function explainAbbreviations(
  question: string,
  sentences: readonly AnswerSentence[],
  cited: readonly CitedText[],
  vocabulary: Vocabulary,
): ShortForm[] {
  const shown = sentences.map(({ text }) => text).join(" ");
  const asked = new Set(question.match(/[\p{L}\p{N}-]+/gu) ?? []);
  const known = Math.max(KNOWN_FROM.papers, KNOWN_FROM.share * vocabulary.papers);
  const isKnown = (short: string) =>
    !asked.has(short) && contentTerms(short).every((term) => (vocabulary.paperCounts.get(term) ?? 0) >= known);
  const explained = new Map<string, ShortForm>();
  for (const { n, abstract } of cited) {
    const own = new Set(
      sentences
        .filter(({ citations }) => citations.includes(n))
        .flatMap(({ text }) => text.match(/[\p{L}\p{N}-]+/gu) ?? []),
    );
    for (const [short, long] of findAbbreviations(abstract)) {
      const isUsed = own.has(short) || own.has(`${short}s`) || asked.has(short);
      if (!isUsed || explained.has(short) || isKnown(short)) continue;
      if (shown.toLowerCase().includes(long.toLowerCase())) continue;
      explained.set(short, { n, short, long });
    }
  }
  return [...explained.values()].slice(0, MOST_EXPLAINED);
}
