import { firstSentence } from "../util/sentences.ts";
import { type CitedText, parseCitationMarkers } from "./parse-citation-markers.ts";

export interface SentenceStream {
  /** Takes a piece of the reply and returns the sentences that are complete now. */
  push(delta: string): CitedText[];
  /** Returns what is left at the end of the reply. */
  end(): CitedText[];
}

/** Markers that follow a sentence's stop: `It generalises. [1][2]`. */
const TRAILING_MARKERS = /^(?:\s*[[【][^\]】\n]{0,40}[\]】])+/u;
/** List markers, headings and quotation bars at the start of a line. */
const LINE_DECORATION =
  /^\s*(?:[-–—*•◦▪●‣·+]\s+|#{1,6}\s+|>\s*|(?:\*\*|__)?(?:\d{1,2}[.)]|\(\d{1,2}\))(?:\*\*|__)?\s+)+/u;

/** A longer stretch without an end is cut between words: no sentence of an answer is that long. */
const LONGEST_SENTENCE = 2_000;
/** Without one of these, nothing ends that was not about to end before. */
const MAY_END = /[.!?。！？\n]/u;
/** Whether a sentence ends at a stop is known once so much has followed. */
const LOOK_AHEAD = 128;

/**
 * Cuts a model's reply into sentences with their markers, as the pieces arrive. A sentence is complete only when
 * text that is not a marker has followed it, since markers may come after the stop. No more of the reply is held, or
 * gone through again with the next piece, than the longest sentence.
 */
export function createSentenceStream(): SentenceStream {
  let buffer = "";
  let mayEnd = false;
  // No sentence ends before here: what was looked at once is not looked at with every piece again.
  let decided = 0;

  function take(final: boolean): CitedText[] {
    const complete: CitedText[] = [];
    for (;;) {
      const cut = nextCut(buffer, final, decided);
      if (cut.end === null) {
        decided = Math.max(decided, Math.min(cut.pending, buffer.length - LOOK_AHEAD));
        break;
      }
      const { end } = cut;
      decided = 0;
      const sentence = parseCitationMarkers(cleanDecoration(buffer.slice(0, end)));
      buffer = buffer.slice(end);
      if (/[\p{L}\p{N}]/u.test(sentence.text)) complete.push(sentence);
    }
    return complete;
  }

  return {
    push(delta) {
      buffer += delta;
      mayEnd ||= MAY_END.test(delta);
      if (!mayEnd && buffer.length <= LONGEST_SENTENCE) return [];
      const complete = take(false);
      mayEnd = MAY_END.test(buffer);
      return complete;
    },
    end: () => take(true),
  };
}

interface Cut {
  /** Where the buffer is cut; null while that is not yet known. */
  readonly end: number | null;
  /** The end of a sentence that waits for what follows it; the buffer's where none does. */
  readonly pending: number;
}

/** Where the buffer is cut next. */
function nextCut(buffer: string, final: boolean, decided: number): Cut {
  if (buffer.length <= LONGEST_SENTENCE) return firstSentenceEnd(buffer, final, decided);
  const beginning = buffer.slice(0, LONGEST_SENTENCE);
  const cut = firstSentenceEnd(beginning, false, Math.min(decided, LONGEST_SENTENCE - LOOK_AHEAD));
  if (cut.end !== null) return cut;
  const wordEnd = beginning.trimEnd().length < LONGEST_SENTENCE ? LONGEST_SENTENCE : beginning.search(/\s\S*$/u);
  if (wordEnd > 0) return { ...cut, end: wordEnd };
  return { ...cut, end: beginning.isWellFormed() ? LONGEST_SENTENCE : LONGEST_SENTENCE - 1 };
}

/** Where the first sentence ends, and the markers that belong to it. */
function firstSentenceEnd(buffer: string, final: boolean, decided: number): Cut {
  const at = (end: number | null, pending = buffer.length): Cut => ({ end, pending });
  if (buffer.trim() === "") return at(null);
  const newline = buffer.indexOf("\n", buffer.length - buffer.trimStart().length);
  const lineEnd = newline === -1 ? undefined : newline;
  const line = lineEnd === undefined ? buffer : buffer.slice(0, lineEnd);
  const first = firstSentence(withoutDecoration(line), Math.max(0, Math.min(decided, line.length - LOOK_AHEAD)));
  if (first === undefined) return at(lineEnd === undefined ? (final ? buffer.length : null) : lineEnd + 1);
  const after = line.slice(first.end);
  const markers = TRAILING_MARKERS.exec(after)?.[0] ?? "";
  const end = first.end + markers.length;
  const rest = line.slice(end);
  // Something other than a marker follows, or the line or the reply is over.
  if (/\S/u.test(rest) && !(lineEnd === undefined && !final && /^\s*[[【][^\]】]{0,40}$/u.test(rest))) return at(end);
  if (lineEnd !== undefined) return at(lineEnd + 1);
  // Looked for again from a little before, where the stops begin.
  return final ? at(buffer.length) : at(null, Math.max(0, first.end - LOOK_AHEAD));
}

/** Replaces decoration by spaces, so that positions stay. `1. ` must not look like a sentence. */
function withoutDecoration(line: string): string {
  return line.replace(LINE_DECORATION, (found) => " ".repeat(found.length));
}

function cleanDecoration(text: string): string {
  return text.replace(LINE_DECORATION, "").replace(/(\*\*|__|`)/gu, "");
}
