/** An entry of a BibTeX file as it is written: values still hold LaTeX, braces and line breaks. */
export interface BibtexEntry {
  /** In lower case: `article`. */
  readonly type: string;
  /** Empty where it has none. */
  readonly key: string;
  /** Names in lower case; of two fields of one name the first one. Macros are replaced, and parts joined. */
  readonly fields: ReadonlyMap<string, string>;
  /** From 1. */
  readonly line: number;
}

export interface BibtexFailure {
  readonly line: number;
  readonly reason: string;
}

/** Entries that are no references. */
const NO_REFERENCE = new Set(["comment", "preamble", "string", "control", "xdata", "set", "ieeetranbstctl"]);
const HEAD = /@\s{0,20}([a-z]{1,40})\s{0,20}([{(])/iy;
/** A head with a key: where one begins a line, the entry before it is over, whatever is missing there. */
const NEXT_ENTRY = /[ \t]{0,8}@[a-z]{1,40}[ \t]{0,20}[{(]\s{0,20}[^\s,{}()="@]{1,200}\s{0,20}[,=]/iy;
const KEY = /\s*([^,{}="\n]{0,300})\s*/uy;
const FIELD_NAME = /([^\s=,{}"#%()@\\]{1,80})\s*=/uy;
const BARE_VALUE = /[^\s,#{}()"=]{1,200}/uy;
const SPACES = /\s*/uy;
/** What macros may add to a file, as a share of its length, so that none doubles without end. */
const MOST_EXPANDED = 4;

/**
 * Cuts a BibTeX file into its entries, in time linear in its length. An entry without its end keeps the fields that are
 * complete; it is over where the next line begins another one. Text between entries is a comment.
 *
 * @param months what the macros that every file may use stand for
 */
export function readBibtexEntries(
  text: string,
  months: Readonly<Record<string, string>>,
): { readonly entries: BibtexEntry[]; readonly failures: BibtexFailure[] } {
  const entries: BibtexEntry[] = [];
  const failures: BibtexFailure[] = [];
  const macros = new Map(Object.entries(months));
  const lineAt = createLineCounter(text);
  let expansion = MOST_EXPANDED * text.length + 1_000;
  const expand = (name: string): string => {
    const value = macros.get(name.toLowerCase());
    if (value === undefined) return name;
    expansion -= value.length;
    return expansion > 0 ? value : "";
  };
  for (let at = text.indexOf("@"); at !== -1; ) {
    HEAD.lastIndex = at;
    const head = HEAD.exec(text);
    if (head === null) {
      at = text.indexOf("@", at + 1);
      continue;
    }
    const type = (head[1] ?? "").toLowerCase();
    const line = lineAt(at);
    const behind = at + head[0].length;
    const close = head[2] === "(" ? ")" : "}";
    if (type === "comment" || type === "preamble") {
      at = text.indexOf("@", close === "}" ? endOf("{", text, behind, true).end : behind);
      continue;
    }
    const body = readBody(text, behind, close, type === "string", expand);
    const { fields, key, end } = body;
    if (type === "string") for (const [name, value] of fields) macros.set(name, value);
    const name = key === "" ? "an entry without a key" : `“${key}”`;
    if (!NO_REFERENCE.has(type)) entries.push({ type, key, fields, line });
    if (!body.isClosed) failures.push({ line, reason: `${name} has no end` });
    else if (body.isOdd) failures.push({ line, reason: `${name} has a field that can't be read` });
    at = text.indexOf("@", end);
  }
  return { entries, failures };
}

interface Body {
  readonly key: string;
  readonly fields: Map<string, string>;
  /** Behind the closing bracket, or where the next entry begins. */
  readonly end: number;
  readonly isClosed: boolean;
  /** True where something between the fields is none. */
  readonly isOdd: boolean;
}

/**
 * A backslash escapes the brace behind it, as most programs write it; to BibTeX itself it does not (`{C:\}`), so an
 * entry that has no end by the first rule is read again by the second.
 */
function readBody(text: string, start: number, close: string, isString: boolean, expand: Expand): Body {
  const body = readFields(text, start, { close, isString, expand, escapes: true });
  if (body.isClosed || !text.slice(start, body.end).includes("\\")) return body;
  const again = readFields(text, start, { close, isString, expand, escapes: false });
  return again.isClosed ? again : body;
}

type Expand = (name: string) => string;

interface ReadOptions {
  readonly close: string;
  /** `@string{name = value}` has no key. */
  readonly isString: boolean;
  readonly expand: Expand;
  readonly escapes: boolean;
}

function readFields(text: string, start: number, { close, isString, expand, escapes }: ReadOptions): Body {
  const fields = new Map<string, string>();
  let at = start;
  let key = "";
  let isOdd = false;
  if (!isString) {
    KEY.lastIndex = at;
    const found = KEY.exec(text);
    const end = KEY.lastIndex;
    if (found !== null && (text[end] === "," || text[end] === close)) {
      key = (found[1] ?? "").trim();
      at = end;
    }
  }
  for (;;) {
    at = skip(text, at);
    while (text[at] === ",") at = skip(text, at + 1);
    if (text[at] === close) return { key, fields, end: at + 1, isClosed: true, isOdd };
    if (at >= text.length || beginsEntry(text, at)) return { key, fields, end: at, isClosed: false, isOdd };
    FIELD_NAME.lastIndex = at;
    const named = FIELD_NAME.exec(text);
    const value = named === null ? null : readValue(text, at + named[0].length, expand, escapes);
    if (value === null || named === null) {
      isOdd = true;
      at = behindOddField(text, named === null ? at : at + named[0].length, close, escapes);
      continue;
    }
    at = value.end;
    if (!value.isClosed) return { key, fields, end: at, isClosed: false, isOdd };
    const name = (named[1] ?? "").toLowerCase();
    if ((fields.get(name) ?? "") === "") fields.set(name, value.value);
  }
}

interface Value {
  readonly value: string;
  readonly end: number;
  readonly isClosed: boolean;
}

/** Parts joined by `#`: in braces, in quotation marks, numbers and macros. Null where there is none. */
function readValue(text: string, start: number, expand: Expand, escapes: boolean): Value | null {
  const parts: string[] = [];
  let at = start;
  for (;;) {
    at = skip(text, at);
    const opening = text[at];
    if (opening === "{" || opening === '"') {
      const { end, isClosed } = endOf(opening, text, at + 1, escapes);
      if (!isClosed) return { value: "", end, isClosed: false };
      parts.push(text.slice(at + 1, end - 1));
      at = end;
    } else {
      BARE_VALUE.lastIndex = at;
      const bare = BARE_VALUE.exec(text)?.[0];
      if (bare === undefined) return null;
      parts.push(expand(bare));
      at += bare.length;
    }
    const behind = skip(text, at);
    if (text[behind] !== "#") return { value: parts.join(""), end: at, isClosed: true };
    at = behind + 1;
  }
}

interface End {
  /** Behind the closing mark; where there is none, where the next entry begins, or the end of the text. */
  readonly end: number;
  readonly isClosed: boolean;
}

const BRACES = /[\\{}\n]/gu;
const QUOTES = /[\\{}\n"]/gu;

/** Behind the mark that closes what stands open: a brace, or a quotation mark outside braces. */
function endOf(opening: "{" | '"', text: string, start: number, escapes: boolean): End {
  const marks = opening === "{" ? BRACES : QUOTES;
  let depth = opening === "{" ? 1 : 0;
  marks.lastIndex = start;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    const [mark] = found;
    if (mark === "\\") marks.lastIndex += escapes ? 1 : 0;
    else if (mark === "{") depth += 1;
    else if (mark === "\n" && beginsEntry(text, marks.lastIndex)) return { end: marks.lastIndex, isClosed: false };
    else if (mark === '"' && depth <= 0) return { end: marks.lastIndex, isClosed: true };
    else if (mark === "}") {
      depth -= 1;
      if (opening === "{" && depth === 0) return { end: marks.lastIndex, isClosed: true };
    }
  }
  return { end: text.length, isClosed: false };
}

/** Behind what is no field: the next comma, or before the bracket that closes the entry. */
function behindOddField(text: string, start: number, close: string, escapes: boolean): number {
  const marks = /[\\{,\n})]/gu;
  marks.lastIndex = start;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    const [mark] = found;
    if (mark === "\\") marks.lastIndex += 1;
    else if (mark === ",") return marks.lastIndex;
    else if (mark === close) return found.index;
    else if (mark === "\n" && beginsEntry(text, marks.lastIndex)) return marks.lastIndex;
    else if (mark === "{") {
      const inner = endOf("{", text, marks.lastIndex, escapes);
      if (!inner.isClosed) return inner.end;
      marks.lastIndex = inner.end;
    }
  }
  return text.length;
}

function beginsEntry(text: string, at: number): boolean {
  if (at > 0 && text[at - 1] !== "\n" && !/\n[ \t]{1,8}$/u.test(text.slice(Math.max(0, at - 9), at))) return false;
  NEXT_ENTRY.lastIndex = at;
  return NEXT_ENTRY.test(text);
}

function skip(text: string, at: number): number {
  SPACES.lastIndex = at;
  SPACES.test(text);
  return SPACES.lastIndex;
}

/** Tells on which line a place is; asked for in the order of the text. */
function createLineCounter(text: string): (at: number) => number {
  let [line, counted] = [1, 0];
  return (at) => {
    for (let end = text.indexOf("\n", counted); end !== -1 && end < at; end = text.indexOf("\n", counted)) {
      line += 1;
      counted = end + 1;
    }
    return line;
  };
}
