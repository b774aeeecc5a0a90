import { symbolOf } from "./latex-symbols.ts";
import { scriptOf } from "./scripts.ts";

/** Names of Greek letters, as alternatives of an expression. */
export const GREEK_NAMES = `alpha|beta|gamma|delta|varepsilon|epsilon|zeta|vartheta|theta|eta|iota|kappa|lambda|mu|nu|xi|varpi|pi|varrho|rho|varsigma|sigma|tau|upsilon|varphi|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega`;
const NAME = new RegExp(String.raw`(?<![A-Za-z\\])(?:${GREEK_NAMES})(?![A-Za-z])`, "gu");
/** A sign or letter of a formula that stands in its place already. */
const SET = String.raw`\u0370-\u03FFℓ∇∂∑∏∫`;
const OPERATOR = "≤≥→∝≍≠∘·∞∇⊗⊕≲≳⟨⟩≪≫";

const BEHIND_SCRIPT = new RegExp(String.raw`(?:(?<![\p{L}_\\])(?:\p{L}|${GREEK_NAMES})|[)\]}])[_^]\{?$`, "u");
const IN_SCRIPT = /[_^]\{[^{}]{0,20}$/u;
const BEFORE_SCRIPT = new RegExp(
  String.raw`^[_^](?:\{|(?:\d{1,2}|[A-Za-z]|[ijk]{2,3}|\*|top|ast|star|${GREEK_NAMES}|[${SET}])(?![\p{L}\p{N}_]))`,
  "u",
);
/** An argument in parentheses, without words: `rho(x)`; “Pi(s)” and the receptor alpha(1) have none. */
const ARGUMENT =
  /^\((?!s\)|[cvm]\)|[^()]{0,40}\p{Ll}{4}|[^()\p{L}]{1,40}\)|[\p{L}\p{N}]{1,3}\)-?\p{L})[^()\n]{1,40}[()]/u;
/** Bounds have numbers too: `Omega(1)`. */
const BOUND = /^ ?\((?:1|[^()\p{Ll}]{0,12}[\^/=][^()]{0,12})\)/u;
const GREEK_BASE = new RegExp(`(?<![A-Za-z_])(?:${GREEK_NAMES})_$`, "u");
const GREEK_SCRIPT = new RegExp(`^_(?:${GREEK_NAMES})(?![A-Za-z_])`, "u");
/** `Phicirc` for `\\Phi\\circ`. */
const GLUED = new RegExp(String.raw`(?<![A-Za-z\\])(${GREEK_NAMES})(circ|times|mid|sim|left|right)(?![A-Za-z])`, "gu");
const BESIDE = new RegExp(`^ ?[${OPERATOR}]|^ ?(?:circ|gg|ll|leq|geq) |^ to ∞`, "u");
const BEHIND_SIGN = new RegExp(String.raw`[${OPERATOR}] ?$|[\s\p{L}\p{N})|\]][=<>]$|(?:^|[\s(])\+$`, "u");
const BEHIND_ACCENT = /(?<![\p{L}\\])(?:hat|tilde|widehat|widetilde) $/u;

/** As many places of a name are looked at. */
const MOST_PLACES = 50;

/** Names of Greek letters as the letters, each where one of its places in the text is surely in a formula. */
export function restoreGreek(glued: string): string {
  const text = glued.replace(GLUED, "$1 $2");
  const known = new Set<string>();
  const asked = new Map<string, number>();
  for (const { 0: name, index } of text.matchAll(NAME)) {
    const end = index + name.length;
    const times = (asked.get(name) ?? 0) + 1;
    asked.set(name, times);
    if (
      times <= MOST_PLACES &&
      !known.has(name) &&
      isInFormula(text.slice(Math.max(0, index - 30), index), name, text.slice(end, end + 50))
    ) {
      known.add(name);
    }
  }
  if (known.size === 0) return text;
  return text.replace(NAME, (name, at: number) => {
    if (
      !known.has(name) ||
      isPartOfName(text.slice(Math.max(0, at - 12), at), text.slice(at + name.length, at + name.length + 20))
    )
      return name;
    return symbolOf(name) ?? name;
  });
}

function isInFormula(before: string, name: string, after: string): boolean {
  if (isPartOfName(before, after)) return false;
  if (BEHIND_SCRIPT.test(before) || BEFORE_SCRIPT.test(after)) return true;
  if (IN_SCRIPT.test(before) && /^[^{}]{0,20}\}/u.test(after)) return true;
  if (ARGUMENT.test(after) && !(/^(?:[Gg]amma|beta|lambda|[Pp]i)$/u.test(name) && /^\([^()]*[, ]/u.test(after)))
    return true;
  if (/^(?:Omega|Theta)$/u.test(name) && BOUND.test(after)) return true;
  if (isInList(before, name, after)) return true;
  return BESIDE.test(after) || BEHIND_SIGN.test(before) || BEHIND_ACCENT.test(before);
}

/** `h_G(alpha)`, `(alpha,T)`, `(ε,delta)`, `(epsilon, delta)-private`. */
function isInList(before: string, name: string, after: string): boolean {
  if (/(?:(?<!\p{L})[fghpqJL]|[_^]\p{L}{1,4})\($/u.test(before) && after.startsWith(")"))
    return !/^\)-?\p{L}/u.test(after);
  if (before.endsWith("(") && /^,\p{Lu}\)/u.test(after)) return true;
  if (/\((?:[ε\u0370-\u03FF]|\p{Lu}), ?$/u.test(before) && after.startsWith(")")) return true;
  if (name === "epsilon") return before.endsWith("(") && /^, ?(?:delta|δ)\)/u.test(after);
  return name === "delta" && /\((?:epsilon|ε), ?$/u.test(before) && after.startsWith(")");
}

/** `TNF-alpha`, `beta_schedule`, `--gamma`, “the beta version”. */
function isPartOfName(before: string, after: string): boolean {
  if (/[^\s([{=<>,]-$|\.$|\p{L}\d+$/u.test(before)) return true;
  if (/\p{L}{2}_$/u.test(before) && !GREEK_BASE.test(before)) return true;
  if (GREEK_SCRIPT.test(after)) return false;
  return /^_(?![ijk]{2}(?![a-z]))[A-Za-z]{2}|^[-\w]*\.[a-z]|^ (?:distribution|prior|function|test|version|release|rays?|waves?|band)/u.test(
    after,
  );
}

const SCRIPTED = String.raw`\p{L}\p{N})\]}|*⟩'`;
const SIGN_NAMES = "top|ast|star|prime|dagger|circ|infty|perp";
const LOWER = new RegExp(
  String.raw`(?<![\p{L}_\\])((?:[\p{L}∑∏∫∇∂]|log)(?:\^(?:\d{1,2}|[A-Za-z*]))?)_(\d{1,2}|[ijk]{2,3}|[A-Za-z]|[${SET}*∞]|${SIGN_NAMES})(?![\p{L}\p{N}_{])`,
  "gu",
);
const UPPER = new RegExp(
  String.raw`(?<=[${SCRIPTED}])(?<![A-Za-z]{5}|\\[A-Za-z]{0,20}|\|\|)\^(-?\d{1,2}|(?<=(?<!\d)(?:10|2)\^)\d{3}|[A-Za-z]|[${SET}*∞]|${SIGN_NAMES})(?![\p{L}\p{N}_^{]|\.\d)`,
  "gu",
);
const NAMED_IN_BRACES = new RegExp(String.raw`(?<=[_^]\{\*?)(?:${SIGN_NAMES})(?=\})`, "gu");

/** `x_1`, `L^2`, `A^top`, scripts of one sign without braces, in Unicode; names such as `x_train` stay. */
export function restoreScripts(text: string): string {
  if (!/[_^]/u.test(text)) return text;
  return text
    .replace(NAMED_IN_BRACES, (name) => symbolOf(name) ?? name)
    .replace(LOWER, (_whole, base: string, script: string) => base + scriptOf("_", symbolOfSign(script)))
    .replace(UPPER, (_whole, script: string) => scriptOf("^", symbolOfSign(script)));
}

function symbolOfSign(script: string): string {
  return script.length > 2 ? (symbolOf(script) ?? script) : script;
}
