import type { AnswerSentence } from "../domain/answer.ts";

/** Gives passages their numbers in the shown answer: 1…k in the order of first use. */
export interface CitationNumbers {
  /** The number of a passage (counted from 1 in the prompt), new or known. */
  numberOf(passage: number): number;
  /** Passage numbers in the order of their citation numbers. */
  readonly passages: readonly number[];
}

export function createCitationNumbers(): CitationNumbers {
  const passages: number[] = [];
  return {
    passages,
    numberOf(passage) {
      const at = passages.indexOf(passage);
      return at === -1 ? passages.push(passage) : at + 1;
    },
  };
}

/** At most so many marks stay on one sentence; a model that cites everything cites nothing. */
const MAX_MARKS = 5;

/**
 * The sentence as shown, or null when none of its marks names a passage that was in the prompt: such a sentence is
 * dropped, since nobody could check it.
 */
export function citeSentence(
  text: string,
  marks: readonly number[],
  passageOf: (mark: number) => number | null,
  numbers: CitationNumbers,
): AnswerSentence | null {
  const passages = [...new Set(marks.map(passageOf).filter((passage) => passage !== null))].slice(0, MAX_MARKS);
  if (passages.length === 0) return null;
  return { text, citations: passages.map((passage) => numbers.numberOf(passage)).sort((a, b) => a - b) };
}
