const LONGEST_FORMULA = 1_000;

/** `{` → its `}`; braces behind a backslash are characters. */
export function matchBraces(text: string): Map<number, number> {
  const closeOf = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === "\\") at += 1;
    else if (sign === "{") open.push(at);
    else if (sign === "}") {
      const from = open.pop();
      if (from !== undefined) closeOf.set(from, at);
    }
  }
  return closeOf;
}

export interface Formula {
  readonly from: number;
  readonly to: number;
  /** Behind the closing sign. */
  readonly end: number;
}

const ENVIRONMENT =
  /\\begin\{((?:equation|align|alignat|gather|multline|eqnarray|displaymath|math|split|cases)\*?)\}(?:\{\d\})?/gu;

/** Formulas between `\begin{equation}` and its end. */
function findEnvironments(text: string, formulas: Map<number, Formula>): void {
  for (const { index, 0: begin, 1: name } of text.matchAll(ENVIRONMENT)) {
    const from = index + begin.length;
    const end = `\\end{${name ?? ""}}`;
    const at = text.slice(from, from + LONGEST_FORMULA).indexOf(end);
    if (at !== -1) formulas.set(index, { from, to: from + at, end: from + at + end.length });
  }
}

/** Formulas by where their opening sign begins: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`. */
export function findFormulas(text: string): Map<number, Formula> {
  const formulas = new Map<number, Formula>();
  if (text.includes("\\begin{")) findEnvironments(text, formulas);
  let opened: { at: number; sign: string } | null = null;
  for (const { index, 0: sign } of text.matchAll(/\\[()[\]]|\\.|\$\$?/gsu)) {
    if (sign.startsWith("\\") && !/[()[\]]/u.test(sign)) continue;
    if (opened !== null && isPair(opened.sign, sign)) {
      const from = opened.at + opened.sign.length;
      const content = index - from > LONGEST_FORMULA ? "" : text.slice(from, index);
      const end = index + sign.length;
      if (sign !== "$" ? content.trim() !== "" : isFormula(content, text.charAt(end))) {
        formulas.set(opened.at, { from, to: index, end });
        opened = null;
        continue;
      }
    }
    if (opened === null || sign === "$" || sign === "$$" || sign === "\\(" || sign === "\\[") {
      opened = { at: index, sign };
    }
  }
  return formulas;
}

function isPair(open: string, close: string): boolean {
  return (open.startsWith("$") && open === close) || `${open}${close}` === "\\(\\)" || `${open}${close}` === "\\[\\]";
}

/** Whether what stands between two dollar signs is a formula, not two prices and what is between them. */
function isFormula(content: string, next: string): boolean {
  if (content.trim() === "") return false;
  const open = /^\s/u.test(content);
  const close = /\s$/u.test(content);
  if (/\\[A-Za-z{},;|]|[\^_]/u.test(content)) return open === close || (content.length <= 200 && !/^\d/u.test(content));
  if (/^\s*[<>=~≤≥±×+*/|-]{1,3}\s*$/u.test(content)) return true;
  if (/\d/u.test(next)) return false;
  if (open || close) return open && close && !/\p{L}{2}/u.test(content);
  if (/\p{L}/u.test(next) && content.length > 3) return false;
  return (content.match(/\p{L}{2,}/gu) ?? []).length < 4;
}

/** `et~al.`, `Fig.~1`, `10~km`, `at~https`: not a distribution, a range or a path. */
export function isTie(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 4), at);
  const behind = text.slice(at + 1, at + 3);
  return /(?:[.)\]}$]|\p{L}{2})$/u.test(before)
    ? /^[\p{L}\d\\([$]/u.test(behind)
    : /(?<![\p{L}\p{N}])\d{1,3}$/u.test(before) && /^[\p{L}\\$]/u.test(behind);
}

/** Braces that keep letters together, as `{B}ayesian` and `{\bf x}`; a set stays in its braces. */
export function isGrouping(text: string, open: number, close: number): boolean {
  if (close - open > 200) return false;
  const inner = text.slice(open + 1, close);
  if (/^(?:\\[A-Za-z]|\$)/u.test(inner)) return true;
  if (/^[-+=<>,]$/u.test(inner)) return true;
  return /^[\p{L}\p{M}\p{N}\s'’.&+/:-]+$/u.test(inner) && /\p{Lu}/u.test(inner);
}

export function shortlyAfter(text: string, from: number, sign: string): number {
  const at = text.slice(from, from + 120).indexOf(sign);
  return at <= 0 ? -1 : from + at;
}

/** The end of a text in single quotation marks: an apostrophe inside a word is none. */
export function quoteAfter(text: string, from: number): number {
  const near = text.slice(from, from + 120);
  const end = /^[^`\s](?:[^`\n]*?[^`\s])??(?='(?![\p{L}\p{N}']))/u.exec(near)?.[0].length;
  return end === undefined ? -1 : from + end;
}
