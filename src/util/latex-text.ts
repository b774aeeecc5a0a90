import { createOutput, divisor, type Output, operand } from "./latex-output.ts";
import { findFormulas, isGrouping, isTie, matchBraces, quoteAfter, shortlyAfter } from "./latex-structure.ts";
import { ACCENTS, blackboard, FUNCTIONS, NOTHING, SPACES, symbolOf, UNSEEN, WRAPPERS } from "./latex-symbols.ts";
import { restoreBackslashes } from "./lost-backslashes.ts";
import { scriptOf } from "./scripts.ts";

/** How a text is read: in a BibTeX field every brace and `~` is LaTeX's; elsewhere only what can't be anything else. */
export interface LatexOptions {
  readonly certain: boolean;
}

const DEEPEST = 40;
const MACRO_NAME = /[A-Za-z]{1,40}\*?/uy;
const SIGNS = /[\\${}~`'_^-]/u;
const PLAIN = /[^\\${}~`'_^&-]+/uy;
/**
 * A text with LaTeX's macros, quotation marks, dashes and simple formulas as the Unicode text that they stand for.
 * What can't be turned simply stays readable, without its backslash: `\foo` becomes `foo`. Accents are read by
 * `latexLetters`.
 */
export function latexText(text: string, options: LatexOptions): string {
  const restored = restoreBackslashes(text);
  return SIGNS.test(restored) ? createReader(restored, options).read() : restored;
}

type Mode = "text" | "formula";

function createReader(text: string, { certain }: LatexOptions) {
  const closeOf = matchBraces(text);
  const formulas = findFormulas(text);
  const quotes = text.includes("``");
  let depth = 0;

  /** Reads a stretch; what it stands for. */
  function readRange(from: number, to: number, mode: Mode): string {
    if (depth >= DEEPEST) return text.slice(from, to).replace(/[\\{}]+/gu, " ");
    depth += 1;
    const out = createOutput();
    let at = from;
    while (at < to) at = readOne(out, at, to, mode);
    depth -= 1;
    return out.text();
  }

  /** Reads what begins at a place; where the next begins. */
  function readOne(out: Output, at: number, to: number, mode: Mode): number {
    const sign = text.charAt(at);
    switch (sign) {
      case "\\":
        return readMacro(out, at, to, mode);
      case "{":
        return readGroup(out, at, to, mode);
      case "}":
        if (!certain && mode === "text") out.add(sign);
        return at + 1;
      case "$":
        return readDollar(out, at, to, mode);
      case "^":
      case "_":
        return readScript(out, at, to, mode, sign);
      case "&":
        // Columns of equations.
        out.add(mode === "formula" ? " " : sign);
        return at + 1;
      case "~":
        out.add(mode === "formula" || certain || isTie(text, at) ? " " : sign);
        return at + 1;
      case "-":
      case "`":
      case "'":
        return mode === "text" ? readRun(out, at, to, sign) : readPlain(out, at, to);
      default:
        return readPlain(out, at, to);
    }
  }

  function readPlain(out: Output, at: number, to: number): number {
    PLAIN.lastIndex = at + 1;
    const end = Math.min(to, at + 1 + (PLAIN.exec(text)?.[0].length ?? 0));
    out.add(text.slice(at, end));
    return end;
  }

  /** Dashes and quotation marks, by how many signs stand in a row. */
  function readRun(out: Output, at: number, to: number, sign: string): number {
    let end = at + 1;
    while (end < to && text.charAt(end) === sign) end += 1;
    const run = text.slice(at, end);
    const next = text.charAt(end);
    if (sign === "-") {
      // `--rebuild` is an option, `https://xn--…` an address.
      const isOption = !certain && /^$|[\s(“"'`[]/u.test(out.last()) && /[A-Za-z]/u.test(next);
      out.add(out.isInAddress() || isOption ? run : run === "--" ? "–" : run === "---" ? "—" : run);
      return end;
    }
    const opens = /^$|[\s([{-]/u.test(out.last());
    if (sign === "`" && run.length === 2) out.add("“");
    else if (sign === "'" && run.length === 2 && quotes && opens && /\S/u.test(next)) out.add("“");
    else if (sign === "'" && run.length === 2 && (quotes || certain)) out.add("”");
    else if (sign === "'" && run.length === 2) {
      const closing = shortlyAfter(text, end, "''");
      if (closing === -1 || closing >= to) out.add(run);
      else {
        out.add(`“${readRange(end, closing, "text")}”`);
        return closing + 2;
      }
    } else if (sign === "`" && run.length === 1 && opens) {
      const closing = quoteAfter(text, end);
      if (closing === -1 || closing >= to) out.add(run);
      else {
        out.add(`‘${readRange(end, closing, "text")}’`);
        return closing + 1;
      }
    } else out.add(run);
    return end;
  }

  function readDollar(out: Output, at: number, to: number, mode: Mode): number {
    const formula = mode === "formula" ? undefined : formulas.get(at);
    if (formula === undefined || formula.end > to) {
      if (mode === "text") out.add("$");
      return at + 1;
    }
    out.add(readRange(formula.from, formula.to, "formula").trim());
    return formula.end;
  }

  function readGroup(out: Output, at: number, to: number, mode: Mode): number {
    const close = closeOf.get(at);
    if (close === undefined || close >= to) {
      if (!certain && mode === "text") out.add("{");
      return at + 1;
    }
    const keeps = !certain && mode === "text" && !isGrouping(text, at, close);
    const inner = readRange(at + 1, close, mode);
    out.add(keeps ? `{${inner}}` : inner);
    return close + 1;
  }

  /** `^2`, `_{i}`: in a formula always, in a text where braces say so. */
  function readScript(out: Output, at: number, to: number, mode: Mode, sign: "^" | "_"): number {
    const close = closeOf.get(at + 1);
    if (mode === "text" && (close === undefined || close >= to || close - at > 60 || !/\S/u.test(out.last()))) {
      out.add(sign);
      return at + 1;
    }
    const argument = readArgument(at + 1, to, "formula");
    if (argument === null) {
      if (mode === "text") out.add(sign);
      return at + 1;
    }
    out.add(scriptOf(sign, argument.text) + spaceBefore(argument.end));
    return argument.end;
  }

  /** The space that the macro before a place took. */
  function spaceBefore(at: number): string {
    return /\s/u.test(text.charAt(at - 1)) ? " " : "";
  }

  /** The argument of a macro: a group, and in formulas also one character or one macro. */
  function readArgument(from: number, to: number, mode: Mode): { text: string; end: number } | null {
    let at = from;
    while (at < to && at < from + 20 && /\s/u.test(text.charAt(at))) at += 1;
    if (at >= to) return null;
    const close = closeOf.get(at);
    if (close !== undefined && close < to) return { text: readRange(at + 1, close, mode), end: close + 1 };
    if (mode === "text" || /[{}$]/u.test(text.charAt(at))) return null;
    if (text.charAt(at) !== "\\") {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      return { text: character, end: at + character.length };
    }
    if (depth >= DEEPEST) return null;
    depth += 1;
    const out = createOutput();
    const end = readMacro(out, at, to, mode);
    depth -= 1;
    return { text: out.text(), end };
  }

  function readMacro(out: Output, at: number, to: number, mode: Mode): number {
    MACRO_NAME.lastIndex = at + 1;
    const name = MACRO_NAME.exec(text)?.[0];
    if (name === undefined || at + 1 + name.length > to) return readControlSign(out, at, to, mode);
    const formula = name === "begin" ? formulas.get(at) : undefined;
    if (formula !== undefined && formula.end <= to) {
      out.add(` ${readRange(formula.from, formula.to, "formula").trim()} `);
      return formula.end;
    }
    return readNamed(out, at, to, mode, name);
  }

  function readControlSign(out: Output, at: number, to: number, mode: Mode): number {
    const sign = String.fromCodePoint(text.codePointAt(at + 1) ?? 32);
    const end = Math.min(to, at + 1 + sign.length);
    const formula = formulas.get(at);
    if (formula !== undefined && formula.end <= to) {
      out.add(readRange(formula.from, formula.to, "formula").trim());
      return formula.end;
    }
    if (/[\s\\,;:]/u.test(sign)) {
      out.add(mode === "formula" || certain || /[\s\\,;]/u.test(sign) ? " " : sign);
      // `\\[2pt]`
      const skip = sign === "\\" ? /^\[[^\]]{0,20}\]/u.exec(text.slice(end, end + 24))?.[0].length : undefined;
      return end + (skip ?? 0);
    }
    if (sign === "|") out.add(mode === "formula" ? "‖" : "|");
    else if (sign === "-" || sign === "@" || (sign === "!" && mode === "formula")) out.add("");
    else if (sign === "/")
      out.add(certain || (/\p{L}/u.test(out.last()) && !/[\p{L}\p{N}/]/u.test(text.charAt(end))) ? "" : "/");
    else out.add(sign);
    return end;
  }

  function readNamed(out: Output, at: number, to: number, mode: Mode, starred: string): number {
    const name = starred.replace("*", "");
    const behind = at + 1 + (starred.endsWith("*") && name in STARRED ? starred.length : name.length);
    if (name === "verb") {
      const end = text.indexOf(text.charAt(behind), behind + 1);
      if (end !== -1 && end < to && end - behind < 200) {
        out.add(text.slice(behind + 1, end));
        return end + 1;
      }
    }
    if (LABELLED.has(name)) return readLabelled(out, behind, to, mode);
    if (name === "url" || name === "path" || name === "nolinkurl") {
      const close = closeOf.get(behind);
      if (close !== undefined && close < to) {
        out.add(text.slice(behind + 1, close).replace(/\\([%#&_~{}])(?:\{\})?/gu, "$1"));
        return close + 1;
      }
    }
    if (FRACTIONS.has(name)) return readFraction(out, behind, to, mode);
    if (name === "sqrt") return readRoot(out, behind, to);
    if (name === "textsuperscript" || name === "textsubscript" || name === "sp" || name === "sb") {
      const argument = readArgument(behind, to, mode);
      if (argument !== null) {
        out.add(scriptOf(name.endsWith("superscript") || name === "sp" ? "^" : "_", argument.text));
        return argument.end;
      }
    }
    if (name === "enquote" || name === "mkbibquote") return readInside(out, behind, to, mode, "“", "”");
    if (name === "footnote" || name === "footnotetext") return readInside(out, behind, to, mode, " (", ")");
    const fences = FENCES.get(name);
    if (fences !== undefined && closeOf.has(behind)) return readInside(out, behind, to, mode, ...fences);
    if (name === "texorpdfstring") {
      const first = readArgument(behind, to, mode);
      const second = first === null ? null : readArgument(first.end, to, mode);
      out.add(first?.text ?? "");
      return second?.end ?? first?.end ?? behind;
    }
    if (DEFINITIONS.has(name)) return pastArguments(behind, to, 3);
    if (name === "unicode") {
      const code = /^\{(?:x|"|0x)?([0-9A-Fa-f]{2,5})\}/u.exec(text.slice(behind, behind + 12));
      if (code?.[1] !== undefined) {
        out.add(String.fromCodePoint(Number.parseInt(code[1], 16)));
        return behind + code[0].length;
      }
    }
    if (name === "pmod") return readInside(out, behind, to, mode, " (mod ", ")");
    const mark = ACCENTS.get(name);
    if (mark !== undefined) {
      const argument = readArgument(behind, to, "formula");
      if (argument !== null) {
        out.add([...argument.text].length === 1 ? `${argument.text}${mark}`.normalize("NFC") : argument.text);
        return argument.end;
      }
    }
    if (name === "stackrel" || name === "overset" || name === "underset") {
      const first = readArgument(behind, to, mode);
      const second = first === null ? null : readArgument(first.end, to, mode);
      out.add(second?.text ?? first?.text ?? "");
      return second?.end ?? first?.end ?? behind;
    }
    if (name === "binom" || name === "dbinom" || name === "tbinom") {
      const first = readArgument(behind, to, mode);
      const second = first === null ? null : readArgument(first.end, to, mode);
      if (first !== null) {
        out.add(second === null ? first.text : `(${first.text} choose ${second.text})`);
        return second?.end ?? first.end;
      }
    }
    if (WRAPPERS.has(name)) {
      const inner = name === "ensuremath" ? "formula" : /^(?:text|mbox|hbox)/u.test(name) ? "text" : mode;
      const argument = readArgument(behind, to, inner) ?? readArgument(behind, to, mode);
      if (argument !== null) {
        if (name.startsWith("operatorname")) out.addWord(argument.text, text.charAt(argument.end));
        else out.add(name === "mathbb" || name === "mathds" ? blackboard(argument.text) : argument.text);
        return argument.end;
      }
      if (!isPath(out, mode)) return text.charAt(behind) === "{" && !closeOf.has(behind) ? behind + 1 : behind;
    }
    if (UNSEEN.has(name) || REFERENCE.test(name)) {
      const skip = /^\s?(?:\[[^\]]{0,60}\]){0,2}/u.exec(text.slice(behind, behind + 130))?.[0].length ?? 0;
      const close = closeOf.get(behind + skip);
      if (close !== undefined && close < to) {
        if (name === "begin" || name === "end" || name.endsWith("space")) out.add(" ");
        const isTable =
          name === "begin" && /^(?:tabular|array|minipage|otherlanguage)/u.test(text.slice(behind + 1, close));
        return isTable ? pastArguments(close + 1, to, 1) : close + 1;
      }
    }
    if (name === "not") {
      const negated = readArgument(behind, to, "formula");
      if (negated !== null) {
        out.add(`${negated.text}\u0338`.normalize("NFC") + spaceBefore(negated.end));
        return negated.end;
      }
    }
    if (SPACES.has(name) && (certain || mode === "formula" || name !== "and")) {
      out.add(" ");
      return behind;
    }
    const empty = text.startsWith("{}", behind) ? 2 : 0;
    if (NOTHING.has(name)) {
      const invisible = /^(?:left|right)$/u.test(name) && text.charAt(behind) === "." ? 1 : 0;
      return name === "xspace" ? behind + empty : pastSpace(behind + empty + invisible, to);
    }
    const symbol = symbolOf(name);
    if (symbol !== null) {
      const isLetter = /^[\p{L}\p{N}]/u.test(symbol);
      const spaced = /\s$/u.test(out.last());
      out.add(symbol);
      if (empty > 0) return behind + empty;
      // A macro takes the space behind it; where there is one before it too, both are meant.
      const takes = isLetter || !/^[“‘«]/u.test(symbol) ? mode === "formula" && !spaced : true;
      return takes ? pastSpace(behind, to) : behind;
    }
    if (!FUNCTIONS.has(name)) {
      const argument = readUnknown(behind, to, mode, name, isPath(out, mode));
      if (argument !== null) {
        out.add(argument.text);
        return argument.end;
      }
    }
    if (mode === "text" && !FUNCTIONS.has(name)) {
      const line = certain ? null : /^[nrt](?=[A-Z]|$)/u.exec(name);
      if (line !== null && !/[\p{L}\p{N}:\\]/u.test(out.last())) {
        out.add(` ${name.slice(1)}`);
        return behind;
      }
      if (empty === 0 && isPath(out, mode)) {
        out.add(`\\${name}`);
        return behind;
      }
      out.add(name);
      return behind + empty;
    }
    out.addWord(name, text.charAt(behind + empty));
    return behind + empty;
  }

  /** Whether a backslash goes on with a path of Windows or a pattern. */
  function isPath(out: Output, mode: Mode): boolean {
    return !certain && mode === "text" && depth === 1 && /[\p{L}\p{N}:\\]/u.test(out.last());
  }

  /** `\href{address}{label}`: the label; the address where that is empty. */
  function readLabelled(out: Output, behind: number, to: number, mode: Mode): number {
    const first = closeOf.get(behind);
    if (first === undefined || first >= to) return behind;
    const label = readArgument(first + 1, to, "text");
    const address = text.slice(behind + 1, first);
    out.add(label !== null && (label.text.trim() !== "" || mode === "formula") ? label.text : address);
    return label?.end ?? first + 1;
  }

  function readInside(out: Output, behind: number, to: number, mode: Mode, open: string, close: string): number {
    const argument = readArgument(behind, to, mode);
    if (argument === null) return behind;
    out.add(`${open}${argument.text}${close}`);
    return argument.end;
  }

  /** The arguments of a macro that nobody knows; null where it has none, or where they may be a pattern's: `\d{3}`. */
  function readUnknown(behind: number, to: number, mode: Mode, name: string, isPath: boolean) {
    if (name.length < 2 || isPath) return null;
    const option = /^\[[^\][{}]{0,60}\](?=\{)/u.exec(text.slice(behind, behind + 64))?.[0].length ?? 0;
    const texts: string[] = [];
    let end = behind + option;
    while (texts.length < MOST_ARGUMENTS) {
      const close = closeOf.get(end);
      if (close === undefined || close >= to || close === end + 1) break;
      texts.push(readRange(end + 1, close, mode).trim());
      end = close + 1;
    }
    // A brace that never closes goes with its macro.
    if (texts.length === 0)
      return text.charAt(behind) === "{" && !closeOf.has(behind) ? { text: name, end: behind + 1 } : null;
    return { text: texts.filter((each) => each !== "").join(" "), end };
  }

  /** Past as many arguments as there are, unread. */
  function pastArguments(from: number, to: number, most: number): number {
    let at = from;
    for (let count = 0; count < most; count += 1) {
      const option = /^\[[^\][{}]{0,60}\]/u.exec(text.slice(at, at + 64))?.[0].length ?? 0;
      const close = closeOf.get(at + option);
      if (close === undefined || close >= to) break;
      at = close + 1;
    }
    return at;
  }

  function readFraction(out: Output, behind: number, to: number, mode: Mode): number {
    const inner = mode === "text" && !/^ ?\d ?\d(?!\d)/u.test(text.slice(behind, behind + 5)) ? "text" : "formula";
    const above = readArgument(behind, to, inner);
    const below = above === null ? null : readArgument(above.end, to, inner);
    if (above === null) return behind;
    // What was read is not read again: nested fractions without an end would take time without end.
    out.add(below === null ? above.text : `${operand(above.text)}/${divisor(below.text)}`);
    return below?.end ?? above.end;
  }

  function readRoot(out: Output, behind: number, to: number): number {
    const degree = /^\[([^\]]{1,10})\]/u.exec(text.slice(behind, behind + 12));
    const argument = readArgument(behind + (degree?.[0].length ?? 0), to, "formula");
    if (argument === null) return behind;
    const index = degree?.[1] === undefined ? "" : scriptOf("^", degree[1]).replace("^", "");
    out.add(`${index}√${divisor(argument.text)}`);
    return argument.end;
  }

  function pastSpace(from: number, to: number): number {
    return from < to && /\s/u.test(text.charAt(from)) ? from + 1 : from;
  }

  return { read: () => readRange(0, text.length, "text") };
}

/** Macros whose second argument is the text. */
const LABELLED: ReadonlySet<string> = new Set(
  "href textcolor colorbox foreignlanguage raisebox scalebox rotatebox hyperref".split(" "),
);
/** Macros that define others, or set something. */
const DEFINITIONS: ReadonlySet<string> = new Set(
  "newcommand renewcommand providecommand DeclareMathOperator newtheorem definecolor setcounter selectlanguage".split(
    " ",
  ),
);
/** Macros that put signs around their argument. */
const FENCES: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["norm", ["‖", "‖"]],
  ["abs", ["|", "|"]],
  ["bra", ["⟨", "|"]],
  ["ket", ["|", "⟩"]],
  ["braket", ["⟨", "⟩"]],
  ["floor", ["⌊", "⌋"]],
  ["ceil", ["⌈", "⌉"]],
  ["ang", ["", "°"]],
]);
/** Citations and references by whatever name. */
const REFERENCE = /^(?:[A-Za-z]{0,20}[Cc]ite[a-z]{0,20}|[A-Za-z]{0,10}ref)$/u;
const MOST_ARGUMENTS = 4;

/** Macros that have a form with a star. */
const STARRED: Readonly<Record<string, true>> = {
  operatorname: true,
  section: true,
  subsection: true,
  hspace: true,
  DeclareMathOperator: true,
  newcommand: true,
};
const FRACTIONS: ReadonlySet<string> = new Set(["frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"]);
