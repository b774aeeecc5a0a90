import stringWidth from "string-width";

/** Where a text goes on, and how it is broken. Columns count from 0. */
export interface WrapOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** The column where the text begins; default 0. */
  readonly column?: number;
}

export interface Wrapped {
  readonly text: string;
  /** The column behind the last character. */
  readonly column: number;
}

/** Beyond this share of the width, lines are not indented: little would be left of them. */
const MOST_INDENT = 0.5;
const LINE_START = /^ *(?:\[\d{1,4}\] |\d{1,4}\. |• |\d{4}-\d\d-\d\d \d\d:\d\d {2}|(?:ok|note|problem) +)?/u;
// Colours as picocolors writes them.
const ESCAPE = "\u001b";
const COLOUR = new RegExp(`${ESCAPE}\\[(\\d{1,3})m`, "gu");
const UNFINISHED_COLOUR = new RegExp(`${ESCAPE}\\[\\d*$`, "u");
/** Between any two of these a line may end: scripts without spaces. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
/** A letter that takes two columns, without asking the library. */
const WIDE_LETTER = /^[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]$/u;
/** What no line begins with. */
const NO_START = /^[\p{Pe}\p{Pf}、。，．！？：；・ー…々]/u;

/**
 * Breaks lines that are wider than a terminal at spaces, and between characters of scripts without spaces. A word or an
 * address that is wider than a line stays whole. What follows a break stands under the text of its line: behind its
 * spaces and its number. Colours end with a line and go on in the next.
 */
export function wrapText(text: string, { width, column = 0 }: WrapOptions): Wrapped {
  let end = column;
  const lines = text.split("\n").map((line, index) => {
    const wrapped = wrapLine(line, width, index === 0 ? column : 0);
    end = wrapped.column;
    return wrapped.text;
  });
  return { text: lines.join("\n"), column: end };
}

function wrapLine(line: string, width: number, start: number): Wrapped {
  const total = start + stringWidth(line);
  if (total <= width) return { text: line, column: total };
  const lead = start > 0 ? "" : (LINE_START.exec(line.replaceAll(COLOUR, ""))?.[0] ?? "");
  const indent = stringWidth(lead) > width * MOST_INDENT ? 0 : stringWidth(lead);
  let open: number[] = [];
  let out = "";
  let column = start;
  // Spaces wait until it is known that the word behind them stands on the same line.
  let spaces = "";
  let begun = start > 0;
  for (const piece of piecesOf(line)) {
    if (piece.trim() === "") {
      spaces += piece;
      continue;
    }
    const wide = WIDE_LETTER.test(piece) ? 2 : stringWidth(piece);
    const fits = column + spaces.length + wide <= width;
    if (fits || !begun || (column <= indent && spaces === "")) {
      out += spaces + piece;
      column += spaces.length + wide;
    } else {
      out += `${open.length > 0 ? "\u001b[0m" : ""}\n${" ".repeat(indent)}${open.map((code) => `\u001b[${code}m`).join("")}${piece}`;
      column = indent + wide;
    }
    spaces = "";
    // The spaces and the number of a line never stand alone.
    begun ||= column > stringWidth(lead);
    open = colourAfter(open, piece);
  }
  return { text: out + spaces, column: column + spaces.length };
}

/** Words, runs of spaces, and single characters of scripts without spaces with the marks that belong to them. */
function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  for (const part of line.split(/( +)/u)) {
    if (!WITHOUT_SPACES.test(part)) {
      if (part !== "") pieces.push(part);
      continue;
    }
    let piece = "";
    let last = "";
    for (const character of part) {
      const breaks =
        (WITHOUT_SPACES.test(character) || WITHOUT_SPACES.test(last)) &&
        !NO_START.test(character) &&
        last !== ESCAPE &&
        !/[\p{Ps}\p{Pi}\u200d]/u.test(last) &&
        !/\p{M}|\u200d/u.test(character) &&
        !insideColour(piece);
      if (breaks && piece !== "") {
        pieces.push(piece);
        piece = "";
      }
      piece += character;
      last = character;
    }
    pieces.push(piece);
  }
  return pieces;
}

function insideColour(piece: string): boolean {
  return UNFINISHED_COLOUR.test(piece.slice(-5));
}

/** The colours that are on behind a piece. */
function colourAfter(before: readonly number[], piece: string): number[] {
  let open = [...before];
  for (const [, digits] of piece.matchAll(COLOUR)) {
    const code = Number(digits);
    if (code === 0) open = [];
    else if (code === 22) open = open.filter((each) => each !== 1 && each !== 2);
    else if (code === 39) open = open.filter((each) => each < 30);
    else if (code > 22 && code < 30) open = open.filter((each) => each !== code - 20);
    else open = [...open, code];
  }
  return open;
}
