import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine } from "../../src/util/clean-text.ts";
import { paperText } from "../../src/util/paper-text.ts";

const PIECES = [
  ..."\\{}$&;<>~^_-`'\"#%@|/=.,:!?()[]0129aoeCxy \n\r\t",
  ..."\u00AD\u200B\u200C\u200D\u2028\u0085\u202E\uFEFF\u0301\u0338\uFB01\u00A0é漢😀\uD800",
  ..."\\\\ $$ \\( \\) \\[ \\] &amp; &lt; &gt; &#38; &#x3b; &semi; &bsol; &lbrace; amp; lt; <p> </p> <b> <sub> </sub> <sup> <title> </title>".split(
    " ",
  ),
  ..."<!-- --> <![CDATA[ ]]> \\emph{ \\frac{ \\frac \\sqrt \\not \\log \\alpha \\textbackslash \\href{ \\url{ \\verb| \\begin{a} ''".split(
    " ",
  ),
  ..."-- --- `` '' x^{ x_{ \\\"o \\'e \\c{ \\o \\item \\less \\greater \\& \\$ \\_ \\{ \\} mathcal{ ://".split(" "),
  ..."alpha Theta _theta beta^ ell_1 x_i L^2 W_{ij} R^d ^top left( right) Obig( big) big[ sqrt{ 1{ }{n} {times} mathcalO".split(
    " ",
  ),
  ..."varepsilon nabla infty rightarrow leq hat tilde times 3times xmid circ in sim30% sum_{ \\foo{ \\foo[ \\begin{math} \\end{math} \\norm{".split(
    " ",
  ),
  "-\n",
  " and ",
  " in ",
  " times ",
  " to ",
  "C r e d i t",
  " ,",
  " .",
];
const hostile = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(""));
const options = fc.record({ latex: fc.boolean(), entities: fc.boolean() });

describe("paperText on any text", () => {
  it("changes nothing in its own result", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 200 })), options, (text, how) => {
        const once = paperText(text, how);
        expect(paperText(once, { entities: how.entities })).toBe(once);
      }),
      { numRuns: 10_000 },
    );
  });

  it("gives one well-formed line in NFC without control and invisible characters", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const clean = paperText(text);
        expect(clean).toBe(cleanLine(clean));
        expect(clean).not.toMatch(/[\p{Cc}\u00AD\u200B\u2028\u202E\uFEFF]| {2}/u);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** How much more of the processor's time `clean` takes for a run eight times as long. */
function growth(clean: (text: string) => string, run: string): number {
  const work = (length: number) => {
    const text = run.repeat(Math.ceil(length / run.length));
    const before = process.cpuUsage().user;
    clean(text);
    return process.cpuUsage().user - before;
  };
  work(10_000);
  const short = Math.max(2_000, work(10_000), work(10_000));
  return work(80_000) / short;
}

const RUNS = [
  ..."\\{}$&<>~^_-`' .,;()[]aAé1\"\n\r",
  "\\{",
  "$a",
  "$a ",
  "$ a",
  "&a",
  "&amp;",
  "&#38;",
  "&amp",
  "amp;",
  "<b ",
  "<p>",
  "<sub>a",
  "<title>",
  "<!--",
  "<tex-math>",
  "<style>",
  "<a b=c ",
  "{{",
  "{a ",
  "{}",
  "a-\n",
  "-\n ",
  "a  ",
  "a b ",
  "C r e d i t ",
  " ,",
  "''a ",
  "`a ",
  "``",
  "--a",
  "://--",
  "\\emph{",
  "\\frac{",
  "\\frac",
  "\\sqrt[",
  "\\not",
  "\\href{",
  "\\verb|a",
  "\\cite[a]",
  "\\(",
  "\\[",
  "\\'",
  '\\"a ',
  '\\"',
  "\\c{",
  "x^{",
  "x_",
  "\\textbackslash ",
  "\\ ",
  "mathcal{",
  "\\begin{a}",
  "\\begin{math}",
  "\\foo{",
  "\\foo{a}",
  "left(x_1",
  "left(x_1right)",
  "big|",
  "1{n",
  "sqrt{d}{n}",
  "alpha ",
  "alpha(x",
  "alpha_",
  "F_theta ",
  "nvarepsilon",
  "n times ",
  "a == ",
  "x_1 ",
  "_^",
  "ell_",
  "mathcalO ",
  "\u0301",
  "\u00AD",
  "a\u200D",
];

describe("paperText on long runs", () => {
  it.each(RUNS.map((run) => [JSON.stringify(run), run]))("takes time linear in their length: %s", (_name, run) => {
    for (const clean of [paperText, (raw: string) => paperText(raw, { latex: true })]) {
      // Eight times for the length, sixty-four for its square; a collection of garbage may disturb one measurement.
      expect([1, 2, 3, 4].some(() => growth(clean, run) < 32)).toBe(true);
    }
  });
});
