/** What a body holds, in order: JSON documents, and data that is none. */
export type BodyEvent =
  | { readonly kind: "json"; readonly name: string | null; readonly value: unknown }
  | { readonly kind: "text"; readonly name: string | null; readonly text: string }
  /** One event, line or document is longer than any that is read. */
  | { readonly kind: "overlong" };

export interface BodyReader {
  /** Takes a piece of the body and returns the events that are complete now. */
  push(piece: string): BodyEvent[];
  /** Returns what is left at the end of the body. */
  end(): BodyEvent[];
}

/** Characters of one event, line or document. */
const LONGEST_EVENT = 4_000_000;
const OPENS_DOCUMENT = /^[^\S\n]{0,64}[{[]/u;

/**
 * Reads server-sent events, JSON lines and whole JSON documents alike: services call one by the other's type, leave
 * the empty line between events out, or answer a request for a stream with one document.
 */
export function createBodyReader(): BodyReader {
  let name: string | null = null;
  let data: string[] = [];
  let document: string[] | null = null;
  let line: string[] = [];
  let pending = 0;
  let endedInReturn = false;
  let events: BodyEvent[] = [];

  const emit = (text: string) => {
    const value = parseJson(text);
    events.push(value === undefined ? { kind: "text", name, text } : { kind: "json", name, value });
  };
  const endDocument = () => {
    if (document !== null) emit(document.join("\n"));
    document = null;
  };
  const endEvent = () => {
    if (data.length > 0) emit(data.join("\n"));
    data = [];
    name = null;
    pending = 0;
  };
  const takeData = (value: string) => {
    // A document in one line needs no empty line after it.
    if (data.length > 0 || parseJson(value) === undefined) data.push(value);
    else emit(value);
  };
  const takeLine = (text: string) => {
    if (document !== null && !text.startsWith("data:")) {
      document.push(text);
      return;
    }
    endDocument();
    if (text.trim() === "") endEvent();
    else if (OPENS_DOCUMENT.test(text)) {
      endEvent();
      if (parseJson(text) === undefined) document = [text];
      else emit(text);
    } else {
      const colon = text.indexOf(":");
      const field = colon === -1 ? text : text.slice(0, colon);
      const value = colon === -1 ? "" : text.slice(colon + 1).replace(/^ /u, "");
      if (field === "data") takeData(value);
      else if (field === "event") {
        endEvent();
        name = value.trim();
      }
    }
  };
  const endLine = () => {
    const text = line.join("");
    line = [];
    takeLine(text);
    if (data.length === 0 && document === null) pending = 0;
  };
  const taken = () => {
    const complete = events;
    events = [];
    return complete;
  };

  return {
    push(piece) {
      const text = endedInReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
      if (piece !== "") endedInReturn = piece.endsWith("\r");
      for (const [index, part] of text.split(/\r\n|\r|\n/u).entries()) {
        if (index > 0) endLine();
        line.push(part);
        pending += part.length + 1;
        if (pending > LONGEST_EVENT) return [...taken(), { kind: "overlong" }];
      }
      return taken();
    },
    end() {
      endLine();
      endDocument();
      endEvent();
      return taken();
    },
  };
}

/** The value of a JSON object or list; undefined for anything else. */
function parseJson(text: string): unknown {
  if (!OPENS_DOCUMENT.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
