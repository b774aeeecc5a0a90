/** A sentence and the numbers that its marks name, in order, each once. */
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly number[];
}

/** `[1]`, `[1, 2]`, `[1-3]`, `[1][2]`, `【1】`, `[Paper 1]`. */
const MARK = /\s*[[【]\s*(?:paper|passage|source|ref\.?)?\s*(\d{1,4}(?:\s*[-–,;]\s*\d{1,4})*)\s*[\]】]/giu;
/** A range that names more than this is no citation. */
const LONGEST_RANGE = 20;

/** Takes the marks out of a sentence. Text that only looks like one (`[x]`, `[0.5]`) stays. */
export function parseMarks(sentence: string): MarkedText {
  const marks = new Set<number>();
  const text = sentence
    .replace(MARK, (_whole, list: string) => {
      for (const number of numbersIn(list)) marks.add(number);
      return "";
    })
    .replace(/\s+([.,;:!?])/gu, "$1")
    .replace(/\s{2,}/gu, " ")
    .trim();
  return { text, marks: [...marks] };
}

function numbersIn(list: string): number[] {
  const numbers: number[] = [];
  for (const part of list.split(/[,;]/u)) {
    const [from = Number.NaN, to = from] = part.split(/[-–]/u).map(Number);
    if (Number.isNaN(from)) continue;
    if (to < from || to - from > LONGEST_RANGE) numbers.push(from);
    else for (let n = from; n <= to; n += 1) numbers.push(n);
  }
  return numbers;
}
