/** A stretch of a text; `text.slice(start, end)` is the sentence, without the white space around it. */
export interface SentenceSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Words after which a full stop ends no sentence. Compared in lower case, without the final stop. */
const ABBREVIATIONS = new Set(
  "e.g eg i.e ie et al etc cf vs viz resp approx ca fig figs eq eqs sec ref refs no dr mr mrs ms prof st w.r.t a.k.a i.i.d s.t incl est dept vol ed eds".split(
    " ",
  ),
);

/** Ends that stay abbreviations even before a capital letter; the others may well end a sentence there. */
const ALWAYS_OPEN = new Set(
  "e.g eg i.e ie al cf vs viz fig figs eq eqs sec ref refs no dr mr mrs ms prof st".split(" "),
);

/** A run of stops is tried from its first one only. */
const SENTENCE_END = /(?<![.!?。！？])[.!?。！？]+["'”’)\]]*(?=\s|$)/gu;

/** The word that a stop follows; a longer one is no abbreviation. */
const WORD_BEFORE = /(?<![\p{L}\p{N}.])[\p{L}\p{N}.]{0,24}$/u;

/**
 * Splits a text into sentences. Text between sentences is white space only, so nothing is lost.
 * Abbreviations, decimals, version numbers and addresses do not end a sentence.
 */
export function splitSentences(text: string): SentenceSpan[] {
  return [...sentencesOf(text)];
}

/**
 * The first sentence of a text, without reading on; undefined for a text of white space.
 *
 * @param from a place before which it is known not to end
 */
export function firstSentence(text: string, from = 0): SentenceSpan | undefined {
  const { value } = sentencesOf(text, from).next();
  return value;
}

function* sentencesOf(text: string, from = 0): Generator<SentenceSpan, undefined> {
  let start = 0;
  const ends = new RegExp(SENTENCE_END);
  ends.lastIndex = from;
  for (const match of text.matchAll(ends)) {
    const end = match.index + match[0].length;
    if (!endsSentence(text, match.index, end)) continue;
    yield* spanOf(text, start, end);
    start = end;
  }
  yield* spanOf(text, start, text.length);
}

function endsSentence(text: string, stop: number, end: number): boolean {
  const next = /\S/u.exec(text.slice(end, end + 64))?.[0];
  if (next === undefined) return true;
  // A sentence that goes on in lower case was not over.
  if (/\p{Ll}/u.test(next) && text[stop] === ".") return false;
  if (text[stop] !== ".") return true;
  const word = WORD_BEFORE.exec(text.slice(Math.max(0, stop - 24), stop))?.[0].toLowerCase() ?? "";
  if (!ABBREVIATIONS.has(word)) return true;
  return !ALWAYS_OPEN.has(word) && /\p{Lu}/u.test(next);
}

function* spanOf(text: string, from: number, to: number): Generator<SentenceSpan, undefined> {
  const raw = text.slice(from, to);
  const lead = raw.length - raw.trimStart().length;
  const body = raw.trim();
  if (body === "") return;
  yield { start: from + lead, end: from + lead + body.length, text: body };
}
