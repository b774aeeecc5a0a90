import { describe, expect, it } from "vitest";
import { paperText } from "../../src/util/paper-text.ts";

describe("paperText", () => {
  it.each([
    // Accents and letters.
    ['Poincar\\\'e, G\\"{o}del, {\\"O}zg{\\"u}r, na{\\"\\i}ve, Fa\\c{c}ade', "Poincaré, Gödel, Özgür, naïve, Façade"],
    [
      'Erd\\H{o}s, {\\v S}koda, \\L{}ukasz, S\\o ren, Stra{\\ss}e, \\AA ngstr\\"om',
      "Erdős, Škoda, Łukasz, Søren, Straße, Ångström",
    ],
    ['She said \\"yes\\", and it\\\'s so', 'She said "yes", and it\'s so'],
    ["Cafe\u0301 au lait", "Café au lait"],
    ["Garc\u0131\u0301a and Kad\u0131k\u00f6y", "García and Kadıköy"],
    // Macros, quotation marks, dashes.
    ["Peat scriptsizeFLaws in scriptsize, {it misread} pages", "Peat FLaws in scriptsize, misread pages"],
    ["\\emph{Quercus \\textbf{alba}} with {\\em few} leaves", "Quercus alba with few leaves"],
    [
      "see \\url{https://example.org/x_y\\%20z} or \\href{https://example.org}{our code}",
      "see https://example.org/x_y%20z or our code",
    ],
    ["``one'', `two three' and ''four''--five---six", "“one”, ‘two three’ and “four”–five—six"],
    ["run it with --verbose at https://example.org/a--b", "run it with --verbose at https://example.org/a--b"],
    ["et~al. and Fig.~3, but x~N(0,1) and 3~5", "et al. and Fig. 3, but x~N(0,1) and 3~5"],
    ["as in \\cite{key}. Text\\footnote{Or not}.", "as in. Text (Or not)."],
    ["The \\ourmethod{} way, 5\\% of A\\&B", "The ourmethod way, 5% of A&B"],
    ["C:\\temp\\new", "C:\\temp\\new"],
    ["\\textgreek{abc}, \\foo{bar} baz, \\foo{a}{b}, \\foo[opt]{bar}, \\foo", "abc, bar baz, a b, bar, foo"],
    ["\\ac{LLM}s, \\ce{H2O}, \\unit{\\kilo\\meter}, \\num{1000}", "LLMs, H2O, kilometer, 1000"],
    ["(see \\cite[p.~3]{x}, \\Citealp[see][S. 2]{y} and \\vref{z})", "(see, and)"],
    ["\\texorpdfstring{$\\ell_1$}{l1} and \\foreignlanguage{greek}{λόγος}", "ℓ₁ and λόγος"],
    ["\\newcommand{\\foo}{bar} The \\foo{} way, {\\it so\\/} and\\/or", "The foo way, so and/or"],
    ["\\textbf{open and \\emph{closed}", "open and closed"],
    ["Let \\begin{equation} E = mc^2 \\label{e} \\end{equation} be", "Let E = mc² be"],
    ["\\begin{align*} a &= b \\\\ d &\\leq e \\end{align*}", "a = b d ≤ e"],
    ["\\begin{tabular}{ll} a \\end{tabular} b", "a b"],
    ["H\\textsubscript{2}O, 5\\textsuperscript{th}, 10~km, $13$~TeV, 1{,}000", "H₂O, 5th, 10 km, 13 TeV, 1,000"],
    ["$<$5, $\\norm{x}\\leq 1$, $\\sqrt{HT}$, $\\frac{\\partial u}{2n}$", "<5, ‖x‖≤1, √(HT), ∂u/(2n)"],
    ["$X^\\top W_{ij}$ at 37$^\\circ$C, $\\unicode{x2013}$", "Xᵀ Wᵢⱼ at 37°C, –"],
    // Formulas.
    ["$O(m\\log m)$ steps, $\\mathcal{O}(1/\\sqrt{n})$", "O(m log m) steps, O(1/√n)"],
    ["$\\alpha$-stable, 3$\\times$, CO$_2$, $10^{-3}$, $x_{i+1}^2$", "α-stable, 3×, CO₂, 10⁻³, xᵢ₊₁²"],
    ["$a \\leq b$, $a\\leq b$, $x \\not\\in \\mathbb{R}^d$", "a ≤ b, a≤b, x ∉ ℝᵈ"],
    ["$\\frac{1}{2}$, $\\frac{a+b}{c}$, $n^{1/3}$, $x_{\\max}$", "1/2, (a+b)/c, n^(1/3), x_max"],
    ["\\(a+b\\), \\[c\\], $$d$$ and $\\left(\\hat{y}\\right)$", "a+b, c, d and (ŷ)"],
    ["between $5 and $6, or $7k-$8k, or \\$9", "between $5 and $6, or $7k-$8k, or $9"],
    ["an open $x and \\frac{1}", "an open $x and 1"],
    ["the set {1, 2}, {B}ayesian {GAN}s", "the set {1, 2}, Bayesian GANs"],
    // HTML, JATS, MathML and their entities.
    ["<jats:title>Abstract</jats:title><jats:p>H<jats:sub>2</jats:sub>O &amp; <i>Acer</i></jats:p>", "H₂O & Acer"],
    ["&amp;lt;p&amp;gt;M&amp;uuml;ller &amp;amp; S&#246;hne&amp;lt;/p&amp;gt;", "Müller & Söhne"],
    ["where n < 9 and m > 2, a<b>c, AT&T, R&D; <projektor>", "where n < 9 and m > 2, a<b>c, AT&T, R&D; <projektor>"],
    ["x<!-- no -->y <script>z()</script><mml:math><mml:mi>k</mml:mi></mml:math>", "x y k"],
    // Lines, spaces, invisible characters.
    [
      "state-of-the-\n  art, multi-\r\nscale, before-\n and after-care",
      "state-of-the-art, multi-scale, before- and after-care",
    ],
    ["trans-\nformers beat other transformers", "transformers beat other transformers"],
    ["prun\u00ADing, tr\u200Bee, wo\u2060od, \uFEFFbank\u202E", "pruning, tree, wood, bank"],
    ["می\u200Cخواهم 👩\u200D💻", "می\u200Cخواهم 👩\u200D💻"],
    ["an\u2028b\u2029cat\u0085do\vfig\fgo", "an b cat do fig go"],
    ["C r e d i t  R i s k, but a b c and x y z w", "Credit Risk, but a b c and x y z w"],
    ["one , two ( three ) .  Four", "one, two (three). Four"],
    ["eﬃcient ﬂow", "efficient flow"],
  ])("reads %j", (raw, clean) => {
    expect(paperText(raw)).toBe(clean);
  });

  it("takes every brace and tie for LaTeX's where the text is", () => {
    expect(
      paperText("{Deep {Nets}} {\\&}amp; van~Dam $\\less$i$\\greater$x$\\less$/i$\\greater$", { latex: true }),
    ).toBe("Deep Nets & van Dam x");
  });

  it("decodes no entity of a text whose entities are decoded", () => {
    expect(paperText("&lt; and &#945;", { entities: false })).toBe("&lt; and &#945;");
  });
});
