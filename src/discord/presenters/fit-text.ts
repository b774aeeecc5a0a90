import { splitSentences } from "../../util/sentences.ts";

const ELLIPSIS = "…";
/** A cut at a sentence's end may give up so much of what would fit; else the cut is at a word's end. */
const WORTH_A_SENTENCE = 0.5;
const WORTH_A_WORD = 0.6;
const LOOK_AHEAD = 100;
/** Graphemes are told in pieces, since for each of them the segmenter copies all of what it was given. */
const PIECE = 256;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * The longest beginning of a text that fits once it is rendered, cut at a sentence's end where one is near, else at a
 * word's, else between two graphemes, never inside one. The cut is made before rendering, so that no escape, link or
 * code is ever split.
 *
 * @param render turns text into markdown; longer text never gives a shorter result
 */
export function fitText(text: string, maxLength: number, render: (text: string) => string = (same) => same): string {
  const whole = text.toWellFormed();
  const rendered = render(whole);
  if (rendered.length <= maxLength) return rendered;
  const fits = (end: number, mark: string) => render(whole.slice(0, end).trimEnd() + mark).length <= maxLength;

  // No cut behind the first end that is too long can fit; what follows shows how a sentence there goes on.
  let reach = maxLength + 1;
  while (reach < whole.length && fits(reach, ELLIPSIS)) reach *= 2;
  const head = whole.slice(0, reach + LOOK_AHEAD);
  const longest = lastThatFits(graphemeStarts(head), (end) => fits(end, ELLIPSIS));
  if (longest === null) return "";
  const sentenceEnds = splitSentences(head).map(({ end }) => end);
  const sentence = lastThatFits(sentenceEnds, (end) => fits(end, ` ${ELLIPSIS}`));
  if (sentence !== null && sentence >= longest * WORTH_A_SENTENCE) {
    return render(`${whole.slice(0, sentence).trimEnd()} ${ELLIPSIS}`);
  }
  const wordEnds = [...head.matchAll(/\s+/gu)].map(({ index }) => index);
  const word = lastThatFits(wordEnds, (end) => fits(end, ELLIPSIS));
  const end = word !== null && word >= longest * WORTH_A_WORD ? word : longest;
  return end === 0
    ? render(ELLIPSIS).length <= maxLength
      ? render(ELLIPSIS)
      : ""
    : render(whole.slice(0, end).trimEnd() + ELLIPSIS);
}

/** What markdown is not to be cut within: an escape, code, a link, a mention; else one character. */
const MARKDOWN_TOKEN = /\\[^\s\da-z]|`[^`\n]*`|\[(?:\\.|[^[\]\\])*\]\(<[^<>\s]*>\)|<[^<>\s]{1,80}>|[\s\S]/giuy;

/**
 * The longest beginning of a text that is rendered already, cut at a line's end where one is near, else at a word's;
 * never inside an escape, code, a link or a mention.
 */
export function fitMarkdown(markdown: string, maxLength: number): string {
  if (markdown.length <= maxLength) return markdown;
  let [end, line, word] = [0, 0, 0];
  for (MARKDOWN_TOKEN.lastIndex = 0; ; end = MARKDOWN_TOKEN.lastIndex) {
    const token = MARKDOWN_TOKEN.exec(markdown)?.[0];
    if (token === undefined || end + token.length > maxLength - ELLIPSIS.length) break;
    if (token === "\n") line = end;
    if (/\s/u.test(token)) word = end;
  }
  const cut = line >= end * WORTH_A_SENTENCE ? line : word >= end * WORTH_A_WORD ? word : end;
  const shown = `${markdown.slice(0, cut).trimEnd()}${cut === line && line > 0 ? "\n" : ""}${ELLIPSIS}`;
  return shown.length <= maxLength ? shown : "";
}

/** Where the graphemes of a text begin, in order. */
function graphemeStarts(text: string): number[] {
  const starts: number[] = [];
  for (let from = 0, size = PIECE; from < text.length; ) {
    const isPairCut = /[\uD800-\uDBFF]/.test(text.charAt(from + size - 1));
    const end = from + size + (isPairCut ? 1 : 0);
    const found = [...segmenter.segment(text.slice(from, end))].map(({ index }) => from + index);
    const last = found.pop() ?? from;
    starts.push(...found);
    if (end >= text.length) return [...starts, last];
    // The last grapheme may go on behind the piece: the next one begins with it, and is longer if it is all there is.
    size = last === from ? size * 2 : PIECE;
    from = last;
  }
  return starts;
}

/** The largest of ascending positions that fits, by bisection; null when none does. */
function lastThatFits(positions: readonly number[], fits: (position: number) => boolean): number | null {
  let low = 0;
  let high = positions.length - 1;
  let best: number | null = null;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const position = positions[middle] ?? 0;
    if (fits(position)) {
      best = position;
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
}

/**
 * Joins as many whole parts as fit into the budget. Where not all do, a last line says how many are left out; where not
 * even the first one does, it is cut.
 *
 * @param more what the last line says; it is reserved room for
 */
export function fitParts(
  parts: readonly string[],
  separator: string,
  maxLength: number,
  more: (left: number) => string,
): { readonly text: string; readonly shown: number } {
  const whole = parts.join(separator);
  if (whole.length <= maxLength) return { text: whole, shown: parts.length };
  let length = whole.length;
  for (let shown = parts.length - 1; shown > 0; shown -= 1) {
    length -= separator.length + (parts[shown]?.length ?? 0);
    if (length > maxLength) continue;
    const text = [...parts.slice(0, shown), more(parts.length - shown)].join(separator);
    if (text.length <= maxLength) return { text, shown };
  }
  return { text: fitMarkdown(parts[0] ?? "", maxLength), shown: 0 };
}
