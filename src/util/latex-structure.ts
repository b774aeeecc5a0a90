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

/** Formulas by where their opening sign begins: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`. */
export function findFormulas(text: string): Map<number, Formula> {
  const formulas = new Map<number, Formula>();
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
  if (/\d/u.test(next)) return false;
  if (open || close) return open && close && !/\p{L}{2}/u.test(content);
  if (/\p{L}/u.test(next) && content.length > 3) return false;
  return (content.match(/\p{L}{2,}/gu) ?? []).length < 4;
}

/** `et~al.`, `Fig.~1`, `at~https`: not a distribution, a range or a path. */
export function isTie(text: string, at: number): boolean {
  return (
    /(?:[.)\]]|\p{L}{2})$/u.test(text.slice(Math.max(0, at - 4), at)) && /[\p{L}\d\\([$]/u.test(text.charAt(at + 1))
  );
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
