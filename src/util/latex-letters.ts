/** LaTeX's accents, as marks that follow their letter. */
const MARKS: Readonly<Record<string, string>> = {
  "`": "\u0300",
  "'": "\u0301",
  "^": "\u0302",
  "~": "\u0303",
  "=": "\u0304",
  ".": "\u0307",
  '"': "\u0308",
  u: "\u0306",
  r: "\u030A",
  H: "\u030B",
  v: "\u030C",
  d: "\u0323",
  c: "\u0327",
  k: "\u0328",
  b: "\u0331",
};

/** Letters that have a name in LaTeX. */
const LETTERS: Readonly<Record<string, string>> = {
  o: "ø",
  O: "Ø",
  l: "ł",
  L: "Ł",
  i: "ı",
  j: "ȷ",
  ss: "ß",
  SS: "ẞ",
  ae: "æ",
  AE: "Æ",
  oe: "œ",
  OE: "Œ",
  aa: "å",
  AA: "Å",
  dh: "ð",
  DH: "Ð",
  th: "þ",
  TH: "Þ",
  dj: "đ",
  DJ: "Đ",
  ng: "ŋ",
  NG: "Ŋ",
};

/** A letter below an accent: `o`, `{o}`, `\i`, `{\i}`. */
const BELOW = String.raw`(?:\{ ?(?:\\([ij])|(\p{L})) ?\}|\\([ij])(?![A-Za-z])(?: |\{\})?|(\p{L}))`;
/** A brace that holds no argument of a macro. */
const OPEN = String.raw`(?<![\^_]|\\[A-Za-z]{1,20})\{ ?`;
const SIGN_ACCENT = new RegExp(String.raw`(${OPEN})?\\(["'\x60^~=.]) ?${BELOW}( ?\})?`, "gu");
const LETTER_ACCENT = new RegExp(
  String.raw`(${OPEN})?\\([uvHcdbrk])(?:\{ ?(?:\\([ij])|(\p{L})) ?\}| (?:\\([ij])(?![A-Za-z])|(\p{L})(?!\p{L})|(?<=\p{L}\\[uvHcdbrk] )(\p{L})))( ?\})?`,
  "gu",
);
const NAMED_LETTER =
  /((?<![\^_]|\\[A-Za-z]{1,20})\{ ?)?\\(ae|AE|oe|OE|aa|AA|ss|SS|dh|DH|th|TH|dj|DJ|ng|NG|[oOlLij])(?![A-Za-z])(?:( ?\})|\{\}| )?/gu;
/** `\"so\"`: quotation marks that somebody escaped. */
const ESCAPED_QUOTES = /(?<![\p{L}}])\\"([^"\\]{1,200})\\"(?![\p{L}{\\])/gu;
/** `it\'s`, escaped likewise. */
const ESCAPED_APOSTROPHE = /(?<=\p{L})\\'(?=(?:s|t|re|ve|ll|d|m)(?!\p{L}))/gu;

/**
 * A text with letters in LaTeX's spelling as the letters that they stand for: accents with and without braces, and
 * the named letters (`Schr\"odinger`, `{\'e}`, `\o`). What only looks like one is left as it is.
 */
export function latexLetters(text: string): string {
  if (!text.includes("\\")) return text;
  return text
    .replace(ESCAPED_QUOTES, '"$1"')
    .replace(ESCAPED_APOSTROPHE, "'")
    .replace(
      SIGN_ACCENT,
      (whole, open: string | undefined, sign: string, a, b, c, d, close: string | undefined) =>
        compose(whole, open, sign, a ?? b ?? c ?? d, close) ?? whole,
    )
    .replace(
      LETTER_ACCENT,
      (whole, open: string | undefined, sign: string, a, b, c, d, e, close: string | undefined) =>
        compose(whole, open, sign, a ?? b ?? c ?? d ?? e, close) ?? whole,
    )
    .replace(NAMED_LETTER, (_whole, open: string | undefined, name: string, close: string | undefined) =>
      inBraces(open, LETTERS[name] ?? name, close),
    );
}

function compose(
  whole: string,
  open: string | undefined,
  sign: string,
  letter: string | undefined,
  close: string | undefined,
): string | null {
  const composed = `${letter ?? ""}${MARKS[sign] ?? ""}`.normalize("NFC");
  // No language writes a letter that has no code of its own with so many tools: unbraced, it is something else.
  if ([...composed].length > 1 && !whole.includes("{")) return null;
  return inBraces(open, composed, close);
}

/** The braces around one letter go; a brace that opens or closes more than it stays. */
function inBraces(open: string | undefined, letter: string, close: string | undefined): string {
  return open !== undefined && close !== undefined ? letter : `${open ?? ""}${letter}${close ?? ""}`;
}
