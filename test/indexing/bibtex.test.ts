import { describe, expect, it } from "vitest";
import { bibtexNames } from "../../src/indexing/bibtex-names.ts";
import { parseBibtex } from "../../src/indexing/parse-bibtex.ts";

describe("entries of BibTeX", () => {
  it.each([
    ['@ARTICLE { k,\n Title = "A {"}good{"} pond",\n year = 1999 }', { title: 'A "good" pond', published: "1999" }],
    ['@misc(k, title = {Ponds (and (deep) wells)}, year = "2020")', { title: "Ponds (and (deep) wells)" }],
    ['@string{p = {Ponds}}\n@misc{k, title = p # " and " # {wells}}', { title: "Ponds and wells" }],
    ['@misc{k, title={Ponds}, year=2001, month = nov # "~10"}', { published: "2001-11-10" }],
    ["@misc{k, title={Ponds}, date={2020-05/2020-07}}", { published: "2020-05" }],
    ["@misc{k, title={Ponds}, subtitle={A survey}}", { title: "Ponds: A survey" }],
    ["@misc{title={Ponds}, year={2003}}", { title: "Ponds", published: "2003" }],
    ["@misc{Lee 2020, title={Ponds}}", { title: "Ponds" }],
    ["@misc{k, title={Ponds} year={2004}}", { title: "Ponds", published: "2004" }],
    ["@misc{k, title={Ponds},, year={2004},}", { title: "Ponds", published: "2004" }],
    ["@misc{k, title={}, title={Ponds}}", { title: "Ponds" }],
    ["@misc{k, title={Files in {C:\\}}, year={2005}}", { published: "2005" }],
    ["@misc{k, title={A \\{pond\\} here}}", { title: "A {pond} here" }],
    [
      "@misc{k, title={Ponds}, abstract={See\n@article or ann@a.example}}",
      { abstract: "See @article or ann@a.example" },
    ],
    ["@misc{k, title={Ponds}, url={https://a.example/\\~{}x/{\\_}y\\%20z}}", { url: "https://a.example/~x/_y%20z" }],
    ["@misc{k, title={Ponds}, doi={10.1000/ab\\_c}}", { doi: "10.1000/ab_c" }],
    ["@misc{k, title={Ponds}, url={\\url{https://arxiv.org/abs/2002.00002}}}", { arxivId: "2002.00002" }],
    ["@inbook{k, title={Ponds}, crossref={B}}\n@book{b, title={Waters}, year=1987}", { published: "1987" }],
    ["mail ann@a.example {x}\n@comment{x {y} @misc{c, title={C}}}\n@misc{k, title={Ponds}}", { line: 3 }],
    ['@preamble{"\\newcommand{\\x}{y}"}\n@misc{k, title={Ponds}}', { title: "Ponds" }],
  ])("are read: %s", (bib, entry) => {
    const { entries, failures } = parseBibtex(bib);
    expect(entries[0]).toMatchObject(entry);
    expect(failures).toEqual([]);
  });

  it.each([
    ["@misc{k, title={Ponds}, foo bar, year={2019}}", "“k” has a field that can't be read"],
    ["@misc{k, keywords = , title={Ponds}, year={2019}}", "“k” has a field that can't be read"],
    ["@misc{k, title={Ponds}, year={2019}\n\n@misc{next, title={Next}}", "“k” has no end"],
    ["@misc{k, title={Ponds}, year={2019}, note={open\n  @misc{next, title={Next}}", "“k” has no end"],
  ])("keep what can be read of them: %s", (bib, reason) => {
    const { entries, failures } = parseBibtex(bib);
    expect(entries[0]).toMatchObject({ title: "Ponds", published: "2019" });
    expect(failures).toEqual([{ line: 1, reason }]);
    if (bib.includes("next")) expect(entries[1]?.title).toBe("Next");
  });

  it("names a file without entries", () => {
    expect(parseBibtex("nothing @ all").failures).toEqual([{ line: 1, reason: "the file holds no BibTeX entry" }]);
  });

  it("holds to a bound what macros of macros add", () => {
    const macros = Array.from({ length: 60 }, (_, n) => `@string{m${n + 1} = m${n} # m${n}}`).join("\n");
    const { entries } = parseBibtex(`@string{m0 = "ab"}\n${macros}\n@misc{k, title = {T} # m60}`);
    expect(entries[0]?.title.length).toBeLessThan(10 * macros.length);
  });
});

describe("names of BibTeX", () => {
  it.each([
    ["Donald E. Knuth and Lamport, Leslie", ["Donald E. Knuth", "Leslie Lamport"], false],
    ["de la Cruz, Eva and Roe, Jr., Max", ["Eva de la Cruz", "Max Roe Jr."], false],
    ["{Lee and Roe, Inc.} AND {\\'E}mile,\n P.", ["{Lee and Roe, Inc.}", "P. {\\'E}mile"], false],
    ["Lee, Ann and others", ["Ann Lee"], true],
    ["Lee, Ann et al.", ["Ann Lee"], true],
    ["Ann Lee and et al.", ["Ann Lee"], true],
    ["family=Gogh, prefix=van, given=Vincent and Ann Lee", ["Vincent van Gogh", "Ann Lee"], false],
    ["Lee, A.; Roe, M.; Poe, E.", ["A. Lee", "M. Roe", "E. Poe"], false],
    ["Ann Lee, Max Roe, Eva Poe", ["Ann Lee", "Max Roe", "Eva Poe"], false],
    ["Anderson, Sandy", ["Sandy Anderson"], false],
    [" and ", [], false],
    ["", [], false],
  ])("are taken apart: %s", (field, names, hasMore) => {
    expect(bibtexNames(field)).toEqual({ names, hasMore });
  });
});
