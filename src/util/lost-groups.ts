/** Names of sizes that a page glued to the word behind them. */
const FONT_SIZE = /(?<![\p{L}\p{N}\\])(?:scriptsize|footnotesize|normalsize)(?=\p{Lu})/gu;
/** `big(` … `big)`, `left(` … `right)`, the names glued to their brackets. */
const SIZE = /(?<!\\)(?:(left|[bB]igg?l?)(?=[([{|])|(right|[bB]igg?r?)(?=[)\]}|]))/gu;
/** The longest formula between two brackets. */
const LONGEST = 400;

/** A text without names of sizes of which the backslash is lost; words such as “left” stay before their brackets. */
export function withoutSizes(text: string): string {
  const plain = text.includes("size") ? text.replace(FONT_SIZE, "") : text;
  if (!/(?:left|[bB]igg?l?)[([{|]/u.test(plain)) return plain;
  const names: { readonly at: number; readonly end: number }[] = [];
  const open: { readonly at: number; readonly end: number; readonly kind: string }[] = [];
  for (const { 0: name, 1: opening, 2: closing, index } of plain.matchAll(SIZE)) {
    const end = index + name.length;
    if (opening !== undefined) {
      open.push({ at: index, end, kind: opening.slice(0, 3) });
      continue;
    }
    const last = open.at(-1);
    const kind = closing === "right" ? "lef" : name.slice(0, 3);
    if (last === undefined || last.kind !== kind) {
      // `big|x big|`: what closes looks like what opens.
      if (name.startsWith("big") || name.startsWith("Big")) open.push({ at: index, end, kind });
      continue;
    }
    open.pop();
    if (index - last.end > LONGEST || !isFormula(plain.slice(last.end + 1, index))) continue;
    names.push(last, { at: index, end });
  }
  const parts: string[] = [];
  let from = 0;
  for (const { at, end } of names.sort((one, other) => one.at - other.at)) {
    parts.push(plain.slice(from, at).replace(/ $/u, closesAt(plain, end) ? "" : " "));
    from = end;
  }
  parts.push(plain.slice(from));
  return parts.join("");
}

function closesAt(text: string, at: number): boolean {
  return /[)\]}]/u.test(text.charAt(at));
}

function isFormula(content: string): boolean {
  return /[_^{}=+*|<>/\d]/u.test(content) || /^\p{L}$/u.test(content);
}

/** The longest numerator, in characters. */
const LONGEST_NUMERATOR = 60;

/** `1{n}`, what is left of `\frac{1}{n}`, as LaTeX again. */
export function restoreFractions(text: string): string {
  if (!/[\p{L}\p{N}})\]]\{/u.test(text)) return text;
  const { openOf, closeOf } = matchGroups(text);
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf("{"); at !== -1; at = text.indexOf("{", at + 1)) {
    const close = closeOf.get(at);
    if (close === undefined || at < from) continue;
    const start = numeratorStart(text, at, openOf);
    if (start < from || start === at) continue;
    const above = text.slice(start, at);
    const below = text.slice(at + 1, close);
    if (!isNumerator(above) || !isDenominator(below)) continue;
    parts.push(text.slice(from, start), `\\frac{${above}}{`);
    from = at + 1;
  }
  parts.push(text.slice(from));
  return parts.join("");
}

function numeratorStart(text: string, end: number, openOf: ReadonlyMap<number, number>): number {
  let at = end;
  while (at > 0 && end - at < LONGEST_NUMERATOR) {
    const before = openOf.get(at - 1);
    if (before !== undefined) at = before;
    else if (/[\s([{})\]=,+<>|·≤≥~]/u.test(text.charAt(at - 1))) break;
    else at -= 1;
  }
  // `a-b{c}` is a fraction as a whole only where it fills its brackets.
  const minus = at + text.slice(at, end).lastIndexOf("-");
  return minus >= at && !/[([{]/u.test(text.charAt(at - 1)) ? minus + 1 : at;
}

function isNumerator(text: string): boolean {
  if (/[_^]$/u.test(text)) return false;
  return /^[\d.]+$|^\\sqrt\{.*\}$/u.test(text) || !/\p{L}{2}|\\[A-Za-z]+$|[{}]$/u.test(text.replace(/\p{Lm}/gu, ""));
}

function isDenominator(text: string): boolean {
  return text !== "" && !/,|(?<!\\)\b\p{L}{4}/u.test(text);
}

function matchGroups(text: string) {
  const openOf = new Map<number, number>();
  const closeOf = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === "{") open.push(at);
    else if (sign === "}") {
      const from = open.pop();
      if (from === undefined) continue;
      openOf.set(at, from);
      closeOf.set(from, at);
    }
  }
  return { openOf, closeOf };
}
