import { latex2unicode } from "unicode2latex";

const words = (text: string) => text.trim().split(/\s+/u);
const table = (names: string, value: (name: string) => string) =>
  new Map(words(names).map((name) => [name, value(name)]));

/** Macros whose one argument is the text: fonts, boxes, headings. */
export const WRAPPERS: ReadonlySet<string> = new Set(
  words(`emph textbf textit texttt textsc textsf textrm textup textsl textmd textnormal text underline uline ul sout mbox
  hbox fbox makebox framebox mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathnormal mathop mathbin
  mathrel mathord boldsymbol bm pmb operatorname operatornamewithlimits overrightarrow underbrace overbrace boxed cancel
  lowercase uppercase MakeUppercase MakeLowercase section subsection subsubsection paragraph caption title textquote
  mkbibemph mkbibbold textinit ensuremath url path nolinkurl mathds mathbbm mathbb textls hl`),
);

/** Macros with one argument that is no text. */
export const UNSEEN: ReadonlySet<string> = new Set(
  words(`cite citep citet citealp citealt citeyear citeyearpar parencite textcite autocite footcite ref eqref autoref
  cref Cref nameref label pageref vspace hspace phantom hphantom vphantom begin end includegraphics usepackage
  documentclass bibliographystyle bibliography color index noopsort pagestyle thispagestyle input includeonly hskip
  vskip kern mkern setlength thanks`),
);

/** Macros of layout, which stand for nothing. */
export const NOTHING: ReadonlySet<string> = new Set(
  words(`it bf rm sf tt sc sl em bfseries itshape rmfamily sffamily ttfamily scshape upshape slshape mdseries normalfont
  tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge centering noindent displaystyle textstyle
  scriptstyle scriptscriptstyle limits nolimits left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr
  Biggl Biggr bigm Bigm xspace maketitle tableofcontents frontmatter appendix today protect relax ignorespaces leavevmode boldmath unboldmath nonumber notag allowbreak
  nobreak footnotemark unskip strut null cal bfdefault sloppy`),
);

/** Macros that stand for white space. */
export const SPACES: ReadonlySet<string> = new Set(
  words(`quad qquad enspace enskip thinspace medspace thickspace negthinspace space newline linebreak par item hfill
  smallskip medskip bigskip newpage clearpage pagebreak hline vfill nobreakspace and`),
);

/** Accents over a letter or more of a formula, as marks that follow it. */
export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ["Hat", "\u0302"],
  ["Tilde", "\u0303"],
  ["Bar", "\u0304"],
  ["hat", "\u0302"],
  ["widehat", "\u0302"],
  ["tilde", "\u0303"],
  ["widetilde", "\u0303"],
  ["bar", "\u0304"],
  ["overline", "\u0304"],
  ["vec", "\u20D7"],
  ["dot", "\u0307"],
  ["ddot", "\u0308"],
  ["check", "\u030C"],
  ["breve", "\u0306"],
  ["acute", "\u0301"],
  ["grave", "\u0300"],
  ["mathring", "\u030A"],
]);

/** Names of functions, which stand apart from what is around them. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  words(`log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan min max argmin argmax inf sup lim
  liminf limsup det dim ker deg gcd Pr hom arg mod bmod sign sgn tr diag rank softmax polylog poly span`),
);

const OWN: ReadonlyMap<string, string> = new Map([
  ...table("lt less", () => "<"),
  ...table("gt greater", () => ">"),
  ...table("lVert rVert Vert", () => "‖"),
  ...table("lvert rvert vert mid", () => "|"),
  ...table("land", () => "∧"),
  ...table("lor", () => "∨"),
  ...table("dotsc dotsb dotsm dotso ldots dots textellipsis", () => "…"),
  ...table("TeX LaTeX BibTeX", (name) => name),
  ["cdots", "⋯"],
  ["colon", ":"],
  ["cdot", "·"],
  ["implies", "⟹"],
  ["iff", "⟺"],
  ["emptyset", "∅"],
  ["leqslant", "≤"],
  ["geqslant", "≥"],
  ["epsilon", "ε"],
  ["phi", "φ"],
  ["setminus", "∖"],
  ["sim", "~"],
  ["ast", "*"],
  ["star", "⋆"],
  ["coloneqq", ":="],
  ["colonequals", ":="],
  ["xrightarrow", "→"],
  ["longrightarrow", "→"],
  ["textquotesingle", "'"],
  ["textperiodcentered", "·"],
  ["percent", "%"],
  ["celsius", "°C"],
  ["degree", "°"],
  ["degrees", "°"],
  ["micro", "µ"],
  ["slash", "/"],
  ["ie", "i.e."],
  ["eg", "e.g."],
  ["etal", "et al."],
  ["lbrace", "{"],
  ["rbrace", "}"],
  ["lbrack", "["],
  ["rbrack", "]"],
  ["backslash", "\\"],
  ["textbackslash", "\\"],
  ["textasciitilde", "~"],
  ["textasciicircum", "^"],
]);

const SYMBOLS: ReadonlyMap<string, string> = new Map(
  Object.entries(latex2unicode).map(([macro, symbol]) => [macro, typeof symbol === "string" ? symbol : symbol.text]),
);

/** The character that a macro without arguments stands for (`alpha`), letters in their plain form; null for none. */
export function symbolOf(name: string): string | null {
  const own = OWN.get(name);
  if (own !== undefined) return own;
  const character = SYMBOLS.get(`\\${name}`);
  if (character === undefined || !/\S/u.test(character) || /\p{M}/u.test(character) || [...character].length > 2)
    return null;
  // Letters of formulas have a plain form; signs that are compositions (“…”) stay whole.
  return /[\u{1D400}-\u{1D7FF}]/u.test(character) ? character.normalize("NFKC") : character;
}

/** Blackboard letters, which have a form of their own in Unicode: ℝ. */
export function blackboard(letter: string): string {
  return SYMBOLS.get(`\\mathbb{${letter}}`) ?? letter;
}
