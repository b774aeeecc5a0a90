/** Two CR at most before a LF: a longer run is empty lines. */
const LINE_END = /\r{0,2}\n|\r/u;

/**
 * The lines of a text without their ends: LF, CR LF, CR, and the CR CR LF of files that were converted twice, also
 * mixed. U+2028, U+2029, U+0085, vertical tabs and form feeds end no line: inside a field they are white space.
 */
export function splitLines(text: string): string[] {
  return text.split(LINE_END);
}

/** Splits a text that comes in parts; a line and its end may be cut in two between them. */
export interface LineSplitter {
  /** Characters of a line that is not complete yet. */
  readonly waiting: number;
  /** The lines that this part completes. */
  push(part: string): string[];
  /** What is left when the text is over; nothing where it ended with a line end. */
  end(): string[];
}

export function createLineSplitter(): LineSplitter {
  let parts: string[] = [];
  let waiting = 0;
  return {
    get waiting() {
      return waiting;
    },
    push(part) {
      parts.push(part);
      waiting += part.length;
      // Also a CR that ended the part before, and waited for a LF.
      if (!/[\r\n]/u.test(part) && parts.at(-2)?.endsWith("\r") !== true) return [];
      const text = parts.join("");
      const held = /\r{1,2}$/u.exec(text.slice(-2))?.[0] ?? "";
      const lines = splitLines(text.slice(0, text.length - held.length));
      const rest = `${lines.pop() ?? ""}${held}`;
      parts = [rest];
      waiting = rest.length;
      return lines;
    },
    end() {
      const lines = splitLines(parts.join(""));
      parts = [];
      waiting = 0;
      return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
    },
  };
}
