import { LIMITS } from "../domain/limits.ts";

/** A stretch of a BibTeX file that its parser is not given, and why. */
export interface RefusedEntry {
  readonly line: number;
  readonly reason: string;
}

/** The parser goes on from each of these to the end of the file, so it gets no more of them. */
const MOST_BROKEN = 50;
const HEAD = /@[^\S\n]{0,20}[a-z]{1,40}[^\S\n]{0,20}[{(]/giy;
const KEY = /[^\s,{}()@=]{1,60}(?=\s{0,20},)/uy;
const MARKS = /[\\{}()\n]/gu;

/**
 * A BibTeX file as its parser can read it in linear time: with spaces, and every line break, in the place of entries
 * over `LIMITS.bibtexEntry` and of the marks of those that have no end, once there were many of them.
 */
export function guardBibtex(text: string): { readonly text: string; readonly refused: readonly RefusedEntry[] } {
  const kept: string[] = [];
  const refused: RefusedEntry[] = [];
  let [copied, broken] = [0, 0];
  let [line, counted] = [1, 0];
  const refuse = (start: number, end: number, why: string) => {
    for (let at = text.indexOf("\n", counted); at !== -1 && at < start; at = text.indexOf("\n", at + 1)) {
      line += 1;
      counted = at + 1;
    }
    kept.push(text.slice(copied, start), text.slice(start, end).replace(/[^\n]+/gu, " "));
    copied = end;
    refused.push({ line, reason: `${nameAt(text, start)} ${why}` });
  };
  for (let at = text.indexOf("@"); at !== -1; ) {
    const end = endOfEntry(text, at);
    if (end === null) {
      broken += 1;
      if (broken > MOST_BROKEN) refuse(at, at + 1, "has no end");
    } else if (end - at > LIMITS.bibtexEntry.most) {
      refuse(at, end, `is longer than ${LIMITS.bibtexEntry.most} characters`);
    }
    at = text.indexOf("@", end ?? at + 1);
  }
  kept.push(text.slice(copied));
  return { text: kept.join(""), refused };
}

/** Behind the bracket that closes the entry; null where none does before the next line that begins one. */
function endOfEntry(text: string, start: number): number | null {
  HEAD.lastIndex = start;
  if (!HEAD.test(text)) return null;
  const inBraces = text[HEAD.lastIndex - 1] === "{";
  let depth = inBraces ? 1 : 0;
  MARKS.lastIndex = HEAD.lastIndex;
  for (let found = MARKS.exec(text); found !== null; found = MARKS.exec(text)) {
    const [mark] = found;
    if (mark === "\\") MARKS.lastIndex += 1;
    else if (mark === "\n") {
      if (text[MARKS.lastIndex] !== "@") continue;
      HEAD.lastIndex = MARKS.lastIndex;
      if (HEAD.test(text)) return null;
    } else if (mark === "{") depth += 1;
    else if (mark === "}") {
      depth -= 1;
      if (inBraces && depth === 0) return MARKS.lastIndex;
    } else if (mark === ")" && !inBraces && depth <= 0) return MARKS.lastIndex;
  }
  return null;
}

/** The entry's key in quotation marks, or “an entry”. */
function nameAt(text: string, start: number): string {
  HEAD.lastIndex = start;
  if (!HEAD.test(text)) return "what begins with this @";
  KEY.lastIndex = HEAD.lastIndex;
  const key = KEY.exec(text)?.[0];
  return key === undefined ? "an entry without a key" : `“${key}”`;
}
