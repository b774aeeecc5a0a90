/** A text that is nothing but one short stretch, over and over. */
export interface HostileText {
  readonly name: string;
  /** The text, of about `length` UTF-16 units. */
  readonly make: (length: number) => string;
}

/** What is repeated, by name; between two letters, so that no run touches the beginning or the end. */
const REPEATED: Readonly<Record<string, string>> = {
  dots: ".",
  spaces: " ",
  tabs: "\t",
  newlines: "\n",
  "spaces and newlines": " \n",
  "open parentheses": "(",
  "open brackets": "[",
  "open braces": "{",
  "less-than signs": "<",
  ampersands: "&",
  "dollar signs": "$",
  quotes: '"',
  "opening quotes": "“",
  "single quotes": "'",
  backticks: "`",
  backslashes: "\\",
  hyphens: "-",
  slashes: "/",
  commas: ",",
  colons: ":",
  "question marks": "?",
  stars: "*",
  bars: "|",
  "at signs": "@",
  "number signs": "#",
  "one letter": "a",
  "one capital": "A",
  digits: "1",
  "a.a.": "a.",
  "1.1.": "1.",
  "1,1,": "1,",
  "a-a-": "a-",
  "a/a/": "a/",
  "a:a:": "a:",
  "a,a,": "a,",
  "words of one letter": "a ",
  "capitals apart": "A ",
  "digits apart": "1 ",
  "names in a row": "Ann Lee ",
  "sentences of one letter": "A. ",
  "stops and quotes": '."',
  "stops and brackets": ".)",
  "brackets around letters": "(A)",
  "short forms": "(ABC) ",
  "numbered short forms": "A1 (B) ",
  markers: "[1]",
  "markers apart": " [1] ",
  "open markers": "[1, ",
  "list marks": "- ",
  "list numbers": "1. ",
  "either or": "a or b ",
  "either, or": ", or ",
  "and again": "and ",
  "which what": "what is ",
  papers: "papers ",
  denials: "not good ",
  comparisons: "more A than B ",
  amounts: "3 cats ",
  addresses: "https://",
  "addresses with dots": "http://a. ",
  "mail addresses": "a@",
  DOIs: "10.1234/",
  "arXiv ids": "2401.",
  "arXiv prefixes": "arxiv:",
  tags: "<a>",
  "thinking tags": "<think>",
  "closing tags": "</think>",
  entities: "&amp;",
  "entities without end": "&amp",
  macros: "\\emph{",
  "empty maths": "$$",
  "escaped braces": "\\{",
  "soft hyphens": "\u00AD",
  "hyphens at line ends": "a-\n",
  "letters apart": "x y ",
  "CJK letters": "的",
  "CJK stops": "。",
  kana: "の",
  "combining marks": "\u0301",
  "letters with marks": "e\u0301",
  emoji: "🙂",
  "joined emoji": "👩\u200D",
  flags: "🇩",
  "lone surrogates": "\uD83D",
  "zero-width spaces": "\u200B",
  "line separators": "\u2028",
};

/** Inputs that every reader is tried on. */
export const HOSTILE_TEXTS: readonly HostileText[] = [
  ...Object.entries(REPEATED).map(([name, unit]): HostileText => ({ name, make: (length) => between(unit, length) })),
  { name: "nested braces", make: (length) => nested("{", "}", length) },
  { name: "nested brackets", make: (length) => nested("[", "]", length) },
  { name: "nested tags", make: (length) => nested("<b>", "</b>", length) },
  { name: "words, all different", make: (length) => counted((n) => `${inLetters(n)} `, length) },
  { name: "short forms, all different", make: (length) => counted((n) => `(A${inLetters(n)}) `, length) },
  { name: "sentences, all different", make: (length) => counted((n) => `We find ${inLetters(n)}. `, length) },
];

function between(unit: string, length: number): string {
  return `x${unit.repeat(Math.ceil(length / unit.length))}x`;
}

/** As many opening marks as the length allows, and as many closing ones. */
export function nested(open: string, close: string, length: number): string {
  const depth = Math.ceil(length / (open.length + close.length));
  return open.repeat(depth) + close.repeat(depth);
}

/** Stretches made of 0, 1, 2 … until the length is reached. */
export function counted(make: (n: number) => string, length: number): string {
  const parts: string[] = [];
  for (let n = 0, total = 0; total < length; n += 1) {
    const part = make(n);
    parts.push(part);
    total += part.length;
  }
  return parts.join("");
}

/** A number in four letters, so that stretches made of numbers have one length. */
function inLetters(n: number): string {
  return n
    .toString(26)
    .padStart(4, "0")
    .replace(/\d/gu, (digit) => String.fromCharCode(113 + Number(digit)));
}
