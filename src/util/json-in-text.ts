/** Deeper values are no answer to anything that is asked for. */
const DEEPEST = 8;
/** Steps for each character: enough for any text but one made to be slow. */
const STEPS_EACH = 20;
const NUMBER = /-?\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,4})?/iuy;
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

/** White space of JSON, and the no-break space that models write; false for NaN, behind the end. */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

/** A value, and where the text goes on after it. */
interface Read {
  readonly value: unknown;
  readonly end: number;
}

/**
 * The JSON lists and objects that stand in a text, in order, outermost only: a model sets them in prose, code fences and
 * other brackets. A comma before a closing bracket is allowed. The time is linear in the length of the text.
 */
export function jsonValuesIn(text: string): unknown[] {
  let steps = STEPS_EACH * text.length;
  const values: unknown[] = [];
  for (let at = 0; at < text.length && steps > 0; at += 1) {
    const found = text[at] === "[" || text[at] === "{" ? readValue(at, 0) : null;
    if (found === null) continue;
    values.push(found.value);
    at = found.end - 1;
  }
  return values;

  function skipSpace(from: number): number {
    let at = from;
    while (isSpace(text.charCodeAt(at))) {
      at += 1;
      steps -= 1;
    }
    return at;
  }

  function readValue(from: number, depth: number): Read | null {
    steps -= 1;
    if (depth > DEEPEST || steps <= 0) return null;
    const first = text[from];
    if (first === '"') return readString(from);
    if (first === "[") return readItems(from, "]", depth);
    if (first === "{") return readItems(from, "}", depth);
    for (const [word, value] of WORDS) {
      if (text.startsWith(word, from)) return { value, end: from + word.length };
    }
    NUMBER.lastIndex = from;
    const number = NUMBER.exec(text)?.[0];
    return number === undefined ? null : { value: Number(number), end: from + number.length };
  }

  function readString(from: number): Read | null {
    for (let at = from + 1; at < text.length && steps > 0; at += 1) {
      steps -= 1;
      if (text[at] === "\\") at += 1;
      else if (text[at] === '"') {
        try {
          return { value: JSON.parse(text.slice(from, at + 1)), end: at + 1 };
        } catch {
          return null;
        }
      }
    }
    return null;
  }

  /** The items of a list, or the entries of an object. */
  function readItems(from: number, close: "]" | "}", depth: number): Read | null {
    const items: unknown[] = [];
    const entries: [string, unknown][] = [];
    let at = skipSpace(from + 1);
    while (text[at] !== close) {
      let key: string | null = null;
      if (close === "}") {
        const name = text[at] === '"' ? readString(at) : null;
        if (name === null || typeof name.value !== "string") return null;
        key = name.value;
        at = skipSpace(name.end);
        if (text[at] !== ":") return null;
        at = skipSpace(at + 1);
      }
      const item = readValue(at, depth + 1);
      if (item === null) return null;
      if (key === null) items.push(item.value);
      else entries.push([key, item.value]);
      at = skipSpace(item.end);
      if (text[at] === ",") at = skipSpace(at + 1);
      else if (text[at] !== close) return null;
    }
    return { value: close === "]" ? items : Object.fromEntries(entries), end: at + 1 };
  }
}
