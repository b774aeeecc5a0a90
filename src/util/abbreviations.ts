/** A short form in parentheses: `(NTK)`, `(LoRA)`, `(QNNs)`. */
const SHORT_FORM = /\(([\p{L}][\p{L}\p{N}-]{1,9})\)/gu;
/** A long form has fifteen words at most; so far before its short form it is looked for. */
const LONGEST_LONG_FORM = 300;
/** A text that defines more than these is no abstract. */
const MOST_ABBREVIATIONS = 200;

/**
 * Abbreviations that a text defines as “long form (SF)”, by the algorithm of Schwartz and Hearst, “A Simple Algorithm
 * for Identifying Abbreviation Definitions in Biomedical Text” (2003): the letters of the short form are looked for
 * backwards in the words before it, the first one at a word's start.
 *
 * @returns short form → long form, as written
 */
export function findAbbreviations(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(SHORT_FORM)) {
    const short = match[1] ?? "";
    if (!/\p{Lu}/u.test(short) || found.has(short)) continue;
    const wordCount = Math.min(short.length + 5, short.length * 2);
    const long = matchLongForm(short, wordsBefore(text, match.index).slice(-wordCount).join(" "));
    if (long !== null) found.set(short, long);
    if (found.size === MOST_ABBREVIATIONS) break;
  }
  return found;
}

/** The words before a place of a text, as far as they can be part of a long form. */
function wordsBefore(text: string, end: number): string[] {
  const start = Math.max(0, end - LONGEST_LONG_FORM);
  const words = text.slice(start, end).trimEnd().split(/\s+/u);
  // The first one may be the end of a longer word.
  return start === 0 ? words : words.slice(1);
}

function matchLongForm(short: string, before: string): string | null {
  // The plural's s belongs to both forms and need not be found.
  const letters = [...short.replace(/s$/u, "").toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  const text = before.toLowerCase();
  let at = text.length;
  for (let i = letters.length - 1; i >= 0; i -= 1) {
    const letter = letters[i] ?? "";
    do at -= 1;
    while (at >= 0 && (text[at] !== letter || (i === 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? ""))));
    if (at < 0) return null;
  }
  const long = before.slice(at).trim();
  return long.length > short.length && /\s|-/u.test(long) ? long : null;
}

/** The text with every short form followed by its long form, so that both are found. */
export function expandAbbreviations(text: string, abbreviations: ReadonlyMap<string, string>): string {
  if (abbreviations.size === 0) return text;
  return text.replace(/[\p{L}\p{N}-]+/gu, (word) => {
    const long = abbreviations.get(word) ?? abbreviations.get(word.replace(/s$/u, ""));
    return long === undefined ? word : `${long} ${word}`;
  });
}
