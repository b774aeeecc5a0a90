import { AppError } from "../domain/errors.ts";
import { LIMITS } from "../domain/limits.ts";
import { peek } from "./bytes.ts";

/** Bytes from which an encoding without a byte order mark is told. */
const TOLD_FROM_BYTES = 512;

/**
 * The lines of a text without their ends: LF, CR LF, CR, and CR CR LF, also mixed. UTF-8 and UTF-16 of either byte
 * order are read, with a byte order mark or, where the text is Latin enough to tell, without; marks are no part of a
 * line. Null stands for a line over `LIMITS.line`, which is left out. Throws `INPUT_INVALID` for what is no such text,
 * and for more than `LIMITS.lines` lines.
 */
export async function* textLines(source: AsyncIterable<Uint8Array>): AsyncIterable<string | null> {
  let count = 0;
  const splitter = createLineSplitter(LIMITS.line.most);
  for await (const text of decoded(source)) {
    for (const line of splitter.split(text)) {
      count += 1;
      if (count > LIMITS.lines.most) {
        throw new AppError("INPUT_INVALID", `the file has more than ${LIMITS.lines.most} lines; split it`);
      }
      yield line;
    }
  }
  yield* splitter.end();
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

async function* decoded(source: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const { head, bytes } = await peek(source, TOLD_FROM_BYTES);
  const encoding = encodingOf(head);
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (block?: Uint8Array): string => {
    const binary = () => new AppError("INPUT_INVALID", "this is a binary file; expected text in UTF-8 or UTF-16");
    if (encoding === "utf-8" && block?.includes(0) === true) throw binary();
    let text: string;
    try {
      text = block === undefined ? decoder.decode() : decoder.decode(block, { stream: true });
    } catch (error) {
      const what =
        encoding === "utf-8"
          ? "this is no UTF-8 text; save it as UTF-8"
          : "this is no valid UTF-16 text; save it as UTF-8";
      throw new AppError("INPUT_INVALID", what, { cause: error });
    }
    if (text.includes("\0")) throw binary();
    return text;
  };
  for await (const block of bytes) yield decode(block);
  yield decode();
}

/** The encoding that a text's first bytes tell: a byte order mark, or zeros in every second place. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const length = Math.min(head.byteLength, TOLD_FROM_BYTES) & ~1;
  for (let at = 0; at < length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  // Half of the characters, at least, are of the first 256.
  if (odd > length / 4 && even <= odd / 20) return "utf-16le";
  if (even > length / 4 && odd <= even / 20) return "utf-16be";
  return "utf-8";
}

/** Splits a text that comes in pieces. */
export function createLineSplitter(maxCharacters: number): {
  split(piece: string): Iterable<string | null>;
  end(): Iterable<string | null>;
} {
  let line = "";
  let isTooLong = false;
  /** Carriage returns that a line feed may follow. */
  let returns = 0;

  const add = (text: string) => {
    if (isTooLong) return;
    if (line.length + text.length > maxCharacters) {
      isTooLong = true;
      line = "";
    } else line += text;
  };
  const take = (): string | null => {
    const taken = isTooLong ? null : withoutMarks(line);
    line = "";
    isTooLong = false;
    return taken;
  };
  /** The lines that carriage returns ended which no line feed followed. */
  function* takeReturns(): Iterable<string | null> {
    for (; returns > 0; returns -= 1) yield take();
  }

  return {
    *split(piece) {
      const ends = /[\r\n]/gu;
      let from = 0;
      while (from < piece.length) {
        if (piece[from] === "\r") {
          returns += 1;
          from += 1;
        } else if (piece[from] === "\n") {
          returns = 0;
          from += 1;
          yield take();
        } else {
          yield* takeReturns();
          ends.lastIndex = from;
          const at = ends.exec(piece)?.index ?? piece.length;
          add(piece.slice(from, at));
          from = at;
        }
      }
    },
    *end() {
      yield* takeReturns();
      if (line !== "" || isTooLong) yield take();
    },
  };
}

/** Files that were put together have a mark in their middle too. */
function withoutMarks(line: string): string {
  let from = 0;
  while (line.charCodeAt(from) === 0xfeff) from += 1;
  return from === 0 ? line : line.slice(from);
}
