/** A sentence of a reply, and the passages that its citation markers name, in order, each once. */
export interface CitedText {
  /** The sentence without its markers. */
  readonly text: string;
  /** Passage numbers, counted from 1. */
  readonly markers: readonly number[];
}

/**
 * `[1]`, `[1, 2]`, `[1-3]`, `[1][2]`, `【1】`, `[Paper 1]`. What may repeat without an end is bounded, so that the time
 * is linear in the length of the text.
 */
const MARKER =
  /\s{0,8}[[【]\s{0,8}(?:paper|passage|source|ref\.?)?\s{0,8}(\d{1,4}(?:\s{0,8}[-–,;]\s{0,8}\d{1,4}){0,30})\s{0,8}[\]】]/giu;
/** A range that names more than this is no citation. */
const LONGEST_RANGE = 20;

/** Takes the citation markers out of a sentence. Text that only looks like one (`[x]`, `[0.5]`) stays. */
export function parseCitationMarkers(sentence: string): CitedText {
  const markers = new Set<number>();
  const text = sentence
    .replace(MARKER, (_whole, list: string) => {
      for (const number of numbersIn(list)) markers.add(number);
      return "";
    })
    .split(/\s/u)
    .filter((word) => word !== "")
    .join(" ")
    .replace(/ ([.,;:!?])/gu, "$1");
  return { text, markers: [...markers] };
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
