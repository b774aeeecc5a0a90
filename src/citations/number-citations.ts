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
