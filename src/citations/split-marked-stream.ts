import { splitSentences } from "../util/sentences.ts";
import { type MarkedText, parseMarks } from "./parse-marks.ts";

export interface SentenceStream {
  /** Takes a piece of the reply and returns the sentences that are complete now. */
  push(delta: string): MarkedText[];
  /** Returns what is left at the end of the reply. */
  end(): MarkedText[];
}

/** Marks that follow a sentence's stop: `It generalises. [1][2]`. */
const TRAILING_MARKS = /^(?:\s*[[【][^\]】\n]{0,40}[\]】])+/u;
/** List markers, headings and quotation bars at the start of a line. */
const LINE_DECORATION =
  /^\s*(?:[-–—*•◦▪●‣·+]\s+|#{1,6}\s+|>\s*|(?:\*\*|__)?(?:\d{1,2}[.)]|\(\d{1,2}\))(?:\*\*|__)?\s+)+/u;

/**
 * Cuts a model's reply into sentences with their marks, as the pieces arrive. A sentence is complete only when
 * text that is not a mark has followed it, since marks may come after the stop.
 */
export function createSentenceStream(): SentenceStream {
  let buffer = "";

  function take(final: boolean): MarkedText[] {
    const complete: MarkedText[] = [];
    for (;;) {
      const end = firstSentenceEnd(buffer, final);
      if (end === null) break;
      const sentence = parseMarks(cleanDecoration(buffer.slice(0, end)));
      buffer = buffer.slice(end);
      if (/[\p{L}\p{N}]/u.test(sentence.text)) complete.push(sentence);
    }
    return complete;
  }

  return {
    push(delta) {
      buffer += delta;
      return take(false);
    },
    end: () => take(true),
  };
}

/** Index after the first sentence and the marks that belong to it; null while that is not yet known. */
function firstSentenceEnd(buffer: string, final: boolean): number | null {
  if (buffer.trim() === "") return null;
  const lineEnd = /\n/u.exec(buffer.replace(/^\s+/u, (space) => " ".repeat(space.length)))?.index;
  const line = lineEnd === undefined ? buffer : buffer.slice(0, lineEnd);
  const first = splitSentences(withoutDecoration(line))[0];
  if (first === undefined) return lineEnd === undefined ? (final ? buffer.length : null) : lineEnd + 1;
  const after = line.slice(first.end);
  const marks = TRAILING_MARKS.exec(after)?.[0] ?? "";
  const end = first.end + marks.length;
  const rest = line.slice(end);
  // Something other than a mark follows, or the line or the reply is over.
  if (/\S/u.test(rest) && !(lineEnd === undefined && !final && /^\s*[[【][^\]】]{0,40}$/u.test(rest))) return end;
  if (lineEnd !== undefined) return lineEnd + 1;
  return final ? buffer.length : null;
}

/** Replaces decoration by spaces, so that positions stay. `1. ` must not look like a sentence. */
function withoutDecoration(line: string): string {
  return line.replace(LINE_DECORATION, (found) => " ".repeat(found.length));
}

function cleanDecoration(text: string): string {
  return text.replace(LINE_DECORATION, "").replace(/(\*\*|__|`)/gu, "");
}
