import { ACCENTS, symbolOf } from "./latex-symbols.ts";

/** A variable at the end of what stands before, or at the beginning of what stands behind; `a` and `I` are words. */
const VARIABLE_BEFORE = /(?<![\p{L}\p{N}'’_.-])(?![aAI]$)\p{L}[\p{Lm}\p{No}*]*$/u;
const VARIABLE_BEHIND = /^(?![aAI](?![\p{Lm}\p{No}_^(]))\p{L}(?:[\p{Lm}\p{No}*]+|[_^({]|(?![\p{L}\p{N}'’-]))/u;
const OPERATOR =
  /( ?)(?<!\\)(times|in|circ|mid|sim|ll|gg|approx|cup|cap|to|pm|equiv|subset|wedge)(?![A-Za-z\p{Lm}])( ?)/gu;
const ACCENT =
  /(?<![\p{L}\\])(hat|tilde|bar|widehat|widetilde|overline|vec) (?=[\u0370-\u03FF]|[A-Z]\(|\p{L}[\p{No}_^]|\p{L}\p{Lm})(\p{L})/gu;
/** `sim30%`, “more than times 50”. */
const ABOUT =
  /(?<![\p{L}\p{N}\\])sim(?:(?<!in sim) (?=\d[\d.,]*(?:\d|%|x\b|×))|(?=\d[\d.,]*(?:[%kKMB×]|x\b)|\d[\d.,]*\d(?:[\s,.;)]|$)))/gu;
const MULTIPLE = /(?<= (?:than|by|about|around|nearly|roughly|approximately|over) )times (?=\d)/gu;
const DOTS = /(?<=[\p{L}\p{N}]\p{No}?, ?)dots(?=, ?[\p{L}\p{N}])/gu;
const PARTIAL = /(?<![\p{L}\\])partial(?=[_^][\p{L}\p{N}{]| ?[a-zA-Z]\/)/gu;

/** Names of operators between variables or numbers as their signs: `n times n`, `1mid x`, `100times`, `x in R^d`. */
export function restoreOperators(text: string, isLost: boolean): string {
  return text
    .replace(ABOUT, "~")
    .replace(MULTIPLE, "×")
    .replace(DOTS, "…")
    .replace(PARTIAL, "∂")
    .replace(ACCENT, (_whole, accent: string, letter: string) =>
      `${letter}${ACCENTS.get(accent) ?? ""}`.normalize("NFC"),
    )
    .replace(OPERATOR, (whole, before: string, name: string, behind: string, at: number) => {
      const left = text.slice(Math.max(0, at - 12), at);
      const right = text.slice(at + whole.length, at + whole.length + 16);
      const spaced = before !== "";
      if ((spaced && behind === "") || !isOperator(name, left, right, spaced, isLost)) return whole;
      const sign = symbolOf(name) ?? name;
      // What was glued on the left took the space on the right.
      const tight = before === "" && !(name === "times" && /^\p{L}{2}/u.test(right.slice(0, 2)));
      return `${before}${sign}${tight ? "" : behind}`;
    });
}

/** Whether the name of an operator is one by what is left and right of it; glued or with spaces on both sides. */
function isOperator(name: string, left: string, right: string, spaced: boolean, isLost: boolean): boolean {
  const between = VARIABLE_BEFORE.test(left) && VARIABLE_BEHIND.test(right);
  switch (name) {
    case "times":
      return spaced ? between || isProduct(left, right) : isGluedProduct(left, between);
    case "in":
      // A space, or the letters of a set of numbers: `x in R^d`.
      return (
        /(?:[\p{Lm}\p{No}*)\]}]|(?<![\p{L}\p{N}'’.-])(?![aAI]$)\p{L})$/u.test(left) && /^R[\p{Lm}\p{No}^_]/u.test(right)
      );
    case "to":
      return /[\p{Lm}\p{No}\u0370-\u03FF]$|(?<![\p{L}\p{N}'’-])\p{L}$/u.test(left) && right.startsWith("∞");
    case "pm":
      return /\d\.\d+$/u.test(left) && /^\d*\.\d/u.test(right);
    case "mid":
      return between || (/(?<![\p{L}\p{N}])\d$/u.test(left) && !spaced && VARIABLE_BEHIND.test(right));
    case "ll":
    case "gg":
      return (
        spaced && VARIABLE_BEFORE.test(left) && (VARIABLE_BEHIND.test(right) || /^(?:\d|min\b|max\b)/u.test(right))
      );
    case "sim":
      return VARIABLE_BEFORE.test(left) && /^(?:\p{L}[\p{Lm}\p{No}]*[(_^]|\\math)/u.test(right);
    case "circ":
      return between;
    default:
      return spaced && isLost && between;
  }
}

/** `NO times NO`, `3 times 3 kernels`, `R^3 times {0}`. */
function isProduct(left: string, right: string): boolean {
  const token = /(?<![\p{L}\p{N}.-])(?:\p{Lu}{1,3}|\d{1,5})$/u.exec(left)?.[0];
  if (token !== undefined && right.startsWith(token) && !/^[\p{L}\p{N}]/u.test(right.slice(token.length))) {
    return /^\p{Lu}/u.test(token) || /^\d+ (?:grid|image|resolution|pixel|conv|kernel|matri|patch|filter)/u.test(right);
  }
  return /[\p{Lm}\p{No}]$/u.test(left) && /^[{[]/u.test(right);
}

/** `100times fewer`, `8times 8`, `R³times R`. */
function isGluedProduct(left: string, between: boolean): boolean {
  return /(?<![\p{L}\p{N}])\d[\d.,]{0,8}$|[\p{No}\p{Lm})\]}]$/u.test(left) || between;
}
