import { symbolOf } from "./latex-symbols.ts";
import { restoreFractions, withoutSizes } from "./lost-groups.ts";
import { GREEK_NAMES, restoreGreek, restoreScripts } from "./lost-letters.ts";
import { restoreOperators } from "./lost-operators.ts";

const alternatives = (names: string) => names.trim().split(/\s+/u).join("|");

/** Names that are no word of any language. */
const SIGNS = alternatives(`varepsilon vartheta varphi varrho varsigma leqslant leq geqslant geq infty nabla cdots cdot
  ldots neq(?!u) longrightarrow leftrightarrow rightarrow Rightarrow leftarrow propto asymp(?!t) lesssim gtrsim langle rangle
  lfloor rfloor lceil rceil lVert rVert subseteq supseteq setminus otimes oplus odot simeq preceq succeq coloneqq
  emptyset varnothing hbar`);
/** Macros whose group of braces tells that a backslash is lost. */
const WITH_GROUP = alternatives(`mathcal mathbb mathbf mathrm mathsf mathfrak mathscr mathit boldsymbol bm textbf textit
  texttt textsc textrm textsf emph text operatorname frac dfrac tfrac sqrt widehat widetilde hat tilde bar overline
  underline vec dot ddot href cite citep citet footnote textsuperscript textsubscript ensuremath binom mbox`);
/** What may stand glued before a macro: a letter or two, a number, another name. */
const GLUED = String.raw`[A-Za-z]{1,2}|\d[\d.]{0,8}|[A-Z]?[a-z]?(?:alpha|beta|gamma|delta|theta|lambda|sigma|omega)|min|max|log|exp`;

/** Whether there may be something to put back: most texts are passed on at once. */
const TRIGGER = new RegExp(
  String.raw`[_^{]|[0-9)|](?:times|mid|sim|approx|[lg]eq)(?![a-z])|[a-z]x20[12]|size[A-Z]|[=<>+](?:${GREEK_NAMES})\b|~[a-z]{2,20}[12]|varepsilon|rightarrow|infty|asymp(?!t)|cdot|[lg]eq |\b(?:${[
    SIGNS,
    String.raw`[A-Za-z]?(?:times|mid|circ) ?[^\sa-z]|(?:sim|ll|gg|pm) ?[^\sa-z]|(?:[A-Za-z]?times|circ|ll|gg|mid|sim) [a-z](?![a-z])`,
    String.raw`math(?:cal|bb|bf|rm|frak|scr)|(?:${GREEK_NAMES})(?: ?[(=<>]|[),])|(?:hat|tilde|bar) [A-Z]\(`,
  ].join("|")})`,
);

/**
 * A text whose page lost the backslashes of its LaTeX, with what they began put back: `ell_1` becomes “ℓ₁”, `F_Theta`
 * “F_Θ”, `mathcal{O}` LaTeX again. A name is taken for a macro's only where it is no word, or where signs of a formula
 * stand beside it (`_`, `^`, a brace, a number glued to it). Addresses, names of files and code stay as they are.
 */
export function restoreBackslashes(text: string): string {
  if (!TRIGGER.test(text)) return text;
  const hasMacros = /\\[A-Za-z]{2,40}\s?[{[]/u.test(text);
  const plain = text.replace(NAMED_ADDRESS, "$1");
  const parts: string[] = [];
  let from = 0;
  for (const { 0: token, index } of plain.matchAll(TOKEN)) {
    if (!(token.startsWith("`") || CODE.test(token) || FILE.test(token))) continue;
    parts.push(restore(plain.slice(from, index), hasMacros), token);
    from = index + token.length;
  }
  parts.push(restore(plain.slice(from), hasMacros));
  return parts.join("");
}

const NAMED_ADDRESS = /(?<![\p{L}\p{N}\\])url\{(https?:[^\s{}]{1,500})\}/gu;
const TOKEN = /`[^`\n]{1,80}`|[^\s`]{1,40}(?: (?:==|!=|&&|\+=) [^\s`]{1,40}){1,9}|[^\s`]+/gu;
const FILE =
  /[\p{L}\p{N}]\.(?:[a-z]{2,4}\/|(?:py|txt|jsonl?|md|csv|ts|js|c|h|cpp|sh|zip|gz|tar|pth?|bin|ya?ml|toml|png|pdf|jpg|np[yz]|ipynb)(?![\p{L}\p{N}]))/u;
const CODE = /:\/\/| [=!&+]|^["'(]?(?:www\.|[.~]{0,2}\/|-{1,2}[a-z])|@[\p{L}\p{N}]|==|::|&&|\+\+|\(\)|;[a-z]/u;

function restore(raw: string, hasMacros: boolean): string {
  const named = withoutSizes(raw)
    .replace(/\{([-+=<>,])\}/gu, "$1")
    .replace(LOST_CITATION, "")
    .replace(LOST_FONT, "\\$1{$2}")
    .replace(LOST_SHAPE, "\\")
    .replace(IN_BRACES, (_whole, name: string) => symbolOf(name) ?? name)
    .replace(LOST_GROUP, (_whole, glued: string | undefined, name: string) => `${glued ?? ""}\\${name}`)
    .replace(LOST_DASH, (_whole, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(LOST_SIGN, putSign)
    .replace(ELL, "ℓ")
    .replace(SUM, (name) => symbolOf(name) ?? name);
  const lettered = restoreGreek(named);
  const isLost = lettered !== raw;
  const summed = isLost ? lettered.replace(SHORT_SUM, (name) => symbolOf(name) ?? name) : lettered;
  const signed = restoreOperators(restoreScripts(summed), isLost);
  return isLost && !hasMacros ? restoreFractions(signed) : signed;
}

/** What is left of `Memento~\cite{wang2025memento}`. */
const LOST_CITATION = /(?<=[\p{L}\p{N})])~(?:cite[pt]?)?\{?[a-z]{2,20}(?:19|20)\d\d[a-z][\w,-]{0,60}\}?/gu;
/** Fonts before a letter, `mathcal O`, and before a word in braces, `{it word}`. */
const LOST_FONT = /(?<![\p{L}\p{N}\\])(math(?:cal|bb|bf|rm|frak|scr)) ?([A-Za-z])(?![A-Za-z])/gu;
const LOST_SHAPE = /(?<=\{)(?=(?:it|bf|em|tt|sc|rm) [A-Za-z])/gu;
/** `4{times}`, `37{degrees}C`, `{beta}1`. */
const IN_BRACES =
  /(?<![\p{L}\\$])\{(times|approx|sim|pm|leq?|geq?|degrees?|micro|alpha|beta|gamma|delta|epsilon|kappa|lambda|mu|sigma|omega|Delta)\}(?!\{)/gu;
const LOST_GROUP = new RegExp(String.raw`(?<![\p{L}\p{N}\\])(${GLUED})?(${WITH_GROUP})(?=\{)`, "gu");
/** Codes of dashes and quotation marks, glued to the words around them. */
const LOST_DASH = /(?<=\p{Ll})x(201[3489cd]|2026)(?=\p{Ll})/gu;
const LOST_SIGN = new RegExp(String.raw`(?<![\p{L}\p{N}\\])(${GLUED})?(${SIGNS})(?![a-z])( ?)`, "gu");
const ELL = /(?<![\p{L}\\])ell(?=[_^]|\([a-z][,)_])/gu;
const SUM = /(?<![\p{L}\\])(?:sum|prod|int|bigcup|bigcap)(?=[_^]\{)|(?<=\})(?:sum|prod|int)(?=_)/gu;

const SHORT_SUM = /(?<![\p{L}\\])(?:sum|prod|int)(?=_[A-Za-z](?![\p{L}\p{N}_]))/gu;

/** A sign in the place of its name; the space that the macro took goes where there is none before it. */
function putSign(
  whole: string,
  glued: string | undefined,
  name: string,
  space: string,
  at: number,
  text: string,
): string {
  const behind = text.slice(at + whole.length, at + whole.length + 3);
  if (name === "nabla" && !/^(?:[_^({]|\p{L}(?!\p{L}))/u.test(behind)) return whole;
  const sign = symbolOf(name) ?? name;
  const isTight = glued !== undefined || /[^\s(]/u.test(text.charAt(at - 1));
  if (isTight && space !== "" && /^[≤≥≠≍∝→←↔⇒≃≲≳⊆⊇]/u.test(sign)) return `${glued ?? ""} ${sign} `;
  const takes = /^[∇⟨⌊⌈‖]/u.test(sign) || (isTight && !/^[\p{L}∞∅]/u.test(sign));
  return `${glued ?? ""}${sign}${takes ? "" : space}`;
}
