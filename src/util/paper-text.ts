import { withoutInvisible } from "./clean-text.ts";
import { latexLetters } from "./latex-letters.ts";
import { latexText } from "./latex-text.ts";
import { decodeEntities, withoutTags } from "./markup-text.ts";

export interface PaperTextOptions {
  /** The text is LaTeX's for certain, as a field of BibTeX is: every brace and `~` is markup. */
  readonly latex?: boolean;
  /** False for a text whose entities are decoded already, as those of XML are: none is decoded twice. */
  readonly entities?: boolean;
}

/** What one round leaves to the next is little: `\&lt;`, or a tag in LaTeX's spelling. */
const MOST_ROUNDS = 5;

/**
 * The one way in which a text of a paper — a title, an abstract, a name — comes in, whatever it was read from: one line
 * of Unicode text (NFC) without entities, tags, LaTeX, hyphens of line ends, invisible characters, letters spaced apart
 * and stray spaces. Applied to its own result it changes nothing; takes time linear in the length of the text.
 */
export function paperText(raw: string, options: PaperTextOptions = {}): string {
  if (raw === "") return "";
  const entities = options.entities ?? true;
  const latex = options.latex ?? false;
  let text = cleanOnce(raw, { latex, entities });
  // Another round of the same would do the same.
  if (text === raw && !latex) return text;
  for (let round = 1; round < MOST_ROUNDS; round += 1) {
    const next = cleanOnce(text, { latex: false, entities });
    if (next === text) return text;
    text = next;
  }
  // Markup that grows anew out of every round means nothing: its signs go.
  return settle(text.replace(/[\\${}<>&`~^_]+/gu, " "), entities);
}

function settle(plain: string, entities: boolean): string {
  let text = plain;
  for (let round = 0; round < MOST_ROUNDS; round += 1) text = cleanOnce(text, { latex: false, entities });
  return text;
}

/** `ı` and `ȷ` below an accent: LaTeX takes away the dot that the accent replaces anyway. */
const DOTLESS = /[ıȷ](?=[\u0300-\u0315\u031B])/gu;

function cleanOnce(raw: string, { latex, entities }: Required<PaperTextOptions>): string {
  const decoded = entities ? decodeEntities(raw) : raw;
  const untagged = withoutTags(decoded);
  const plain = latexText(latexLetters(untagged), { certain: latex });
  return withSettledSpaces(joinSpacedLetters(joinLines(plain)))
    .replace(DOTLESS, (letter) => (letter === "ı" ? "i" : "j"))
    .trim()
    .normalize("NFC");
}

const LINE_BREAK = "[\\n\\r\\u2028\\u2029\\u0085\\v\\f]";
const BLANK = "[^\\S\\n\\r\\u2028\\u2029\\v\\f]";
/** Begins at the hyphen: a search from every letter on would take many times as long. */
const HYPHEN_AT_END = new RegExp(
  `(?<=[\\p{L}\\p{N}\\p{M}])([-\\u2010\\u00AD])${BLANK}*${LINE_BREAK}\\s*([\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]{0,40})`,
  "gu",
);
const HYPHEN_BEFORE_BREAK = new RegExp(`[-\\u2010]${BLANK}*${LINE_BREAK}`, "u");
const LONGEST_PART = 40;
const PART_AT_END = /[\p{L}\p{N}\p{M}]{1,40}$/u;
/** After a hyphen that stands for a part of a word: “before- and after-care”. */
const JOINING = /^(?:and|or|to|nor|und|oder|bis|et|ou|e|o|y|en|of|vs)$/iu;

/**
 * One line out of many. A hyphen at the end of a line stays, without a space behind it, unless the word without it
 * stands elsewhere in the text; a soft hyphen goes.
 */
function joinLines(text: string): string {
  const words = HYPHEN_BEFORE_BREAK.test(text) ? new Set(text.match(/\p{L}{6,}/gu) ?? []) : new Set<string>();
  const joined = text.replace(HYPHEN_AT_END, (_whole, hyphen: string, second: string, at: number) => {
    if (hyphen === "\u00AD") return second;
    if (JOINING.test(second)) return `${hyphen} ${second}`;
    const first = PART_AT_END.exec(text.slice(Math.max(0, at - LONGEST_PART), at))?.[0] ?? "";
    const starts = !/[\p{L}\p{N}-]/u.test(text.charAt(at - first.length - 1));
    return starts && words.has(first + second) ? second : hyphen + second;
  });
  return withoutInvisible(joined)
    .replace(/[\uFB00-\uFB06]/gu, (ligature) => ligature.normalize("NFKC"))
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/gu, " ");
}

const LATIN = "\\p{Script=Latin}";
const SPACED_LETTERS = new RegExp(
  `(?<![\\p{L}\\p{N}\\p{M}])(?<![\\p{L}\\p{N}]['’-])${LATIN}(?: {1,4}${LATIN}(?![\\p{L}\\p{N}\\p{M}'’])){3,}`,
  "gu",
);

/** `C r e d i t` as “Credit”; what may be variables of a formula stays apart. */
function joinSpacedLetters(text: string): string {
  return text.replace(SPACED_LETTERS, (run) => {
    const words = run
      .split(/ {2,}/u)
      .map((word) => word.replaceAll(" ", ""))
      .join(" ");
    const letters = words.replaceAll(" ", "");
    return isSpelledApart(letters) ? words.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ") : run;
  });
}

function isSpelledApart(letters: string): boolean {
  const capitalised = /^\p{Lu}\p{Ll}{3,}/u.test(letters);
  if (!capitalised && !/^\p{Lu}+$/u.test(letters) && letters.length < 5) return false;
  if (/^[acgtun]+$/iu.test(letters) || !/[aeiouy]/iu.test(letters) || !/[^aeiouy]/iu.test(letters)) return false;
  // A run of the alphabet is a list of names.
  const lower = letters.toLowerCase();
  const steps = [...lower].slice(1).map((letter, at) => (letter.codePointAt(0) ?? 0) - (lower.codePointAt(at) ?? 0));
  return !steps.every((step) => step === 1) && new Set(lower).size > 2;
}

const BEFORE_STOP = /(?<=[\p{L}\p{N}\p{M})\]”’"'%…]) (?=[,;.:!?](?:[\s)\]”’"]|$))/gu;
const BEFORE_COMMA = /(?<=\p{L}) ([,;])(?=\p{L})/gu;

function withSettledSpaces(text: string): string {
  return text
    .replace(/ {2,}/gu, " ")
    .replace(BEFORE_COMMA, "$1 ")
    .replace(BEFORE_STOP, "")
    .replace(/(?<=\() (?=\S)|(?<=[^\s(]) (?=\))/gu, "");
}
