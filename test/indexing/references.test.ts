import { describe, expect, it } from "vitest";
import { parseBibtex } from "../../src/indexing/parse-bibtex.ts";
import { parseRis } from "../../src/indexing/parse-ris.ts";

const BIB = `% exported
@misc{descent,
  title = {Deep {Double} Descent},
  author = {Nakkiran, Preetum and {The Team} and M{\\"u}ller, K.},
  year = {2019}, month = dec, eprint = {1912.02292v1}, archivePrefix = {arXiv},
  abstract = {Models show a \`\`double-descent'' phenomenon. It costs 5\\% \\& more.},
}

@article{paper, title={A Paper}, doi={https://doi.org/10.1000/ABC}, date={2020-03-01}}
@article{untitled, author={Doe, Jane}}
`;

describe("parseBibtex", () => {
  it("reads what an export says, without LaTeX's marks", () => {
    const { entries } = parseBibtex(BIB);
    expect(entries).toMatchObject([
      {
        arxivId: "1912.02292",
        doi: null,
        title: "Deep Double Descent",
        abstract: "Models show a “double-descent” phenomenon. It costs 5% & more.",
        url: "https://arxiv.org/abs/1912.02292",
        authors: ["Preetum Nakkiran", "The Team", "K. Müller"],
        authorCount: 3,
        line: 2,
      },
      { doi: "10.1000/abc", url: "https://doi.org/10.1000/abc", published: "2020-03-01", abstract: "", line: 9 },
    ]);
  });

  it("reports an entry without a title, or without its end, by its line, and keeps the others", () => {
    expect(parseBibtex(BIB).failures).toEqual([{ line: 10, reason: "“untitled” has no title" }]);
    const { entries, failures } = parseBibtex(`${BIB.trimEnd()}\n@article{broken, title={Never`);
    expect(entries).toHaveLength(2);
    expect(failures.map(({ line }) => line)).toEqual([10, 11]);
    expect(parseBibtex("").failures).toHaveLength(1);
  });

  it("names every one of many entries without an end, and reads what stands after them", () => {
    const broken = Array.from({ length: 80 }, (_, n) => `@misc{b${n}, title={Broken`).join("\n");
    const { entries, failures } = parseBibtex(`${broken}\n@misc{two, title={Two}, url={https://a.example/@ann}}`);
    expect(entries).toMatchObject([{ title: "Two", url: "https://a.example/@ann", line: 81 }]);
    expect(failures.map(({ line }) => line)).toEqual(Array.from({ length: 80 }, (_, n) => n + 1));
    expect(failures.at(-1)?.reason).toBe("“b79” has no end");
  });
});

const RIS = `TY  - JOUR
TI  - A Ris Title
AU  - Doe, Jane
AU  - Plato
DA  - 2020/03/01
AB  - An abstract that goes on
 in a second line.
DO  - 10.1000/182
UR  - https://arxiv.org/abs/2001.00001v2
ER  - 
TY  - JOUR
AU  - Nobody
ER  - `;

describe("parseRis", () => {
  it("reads tagged lines, and reports a record without a title", () => {
    const { entries, failures } = parseRis(RIS.split("\n"));
    expect(entries).toEqual([
      {
        statedId: null,
        arxivId: "2001.00001",
        doi: "10.1000/182",
        title: "A Ris Title",
        abstract: "An abstract that goes on in a second line.",
        url: "https://arxiv.org/abs/2001.00001v2",
        published: "2020-03-01",
        authors: ["Jane Doe", "Plato"],
        authorCount: 2,
        upvotes: null,
        line: 1,
      },
    ]);
    expect(failures).toEqual([{ line: 11, reason: "a record without a title (TI)" }]);
  });

  it("keeps a record that breaks off, and says so", () => {
    const { entries, failures } = parseRis(["TY  - JOUR", "TI  - Cut", "TY  - JOUR", "TI  - Short"]);
    expect(entries.map(({ title }) => title)).toEqual(["Cut", "Short"]);
    expect(failures).toHaveLength(2);
    expect(parseRis([]).failures).toHaveLength(1);
  });
});

describe("texts of exports", () => {
  const titleOf = (bib: string) => parseBibtex(bib).entries[0]?.title;
  const ris = (...lines: string[]) => parseRis(["TY  - JOUR", "TI  - Wells", ...lines, "ER  - "]).entries[0];

  it.each([
    [
      '@a{k, title = {On {$\\mathcal{O}(n \\log n)$} \\emph{Acer} {\\&} na{\\"\\i}ve H$_2$O}}',
      "On O(n log n) Acer & naïve H₂O",
    ],
    ["@a{k, title = {Wells for $5 and more}}", "Wells for $5 and more"],
    [
      "@a{k, title = {$\\less$p$\\greater$Wells {\\&}amp; \\foo{} springs$\\less$/p$\\greater$}}",
      "Wells & foo springs",
    ],
  ])("reads %s", (bib, title) => {
    expect(titleOf(bib)).toBe(title);
    expect(parseBibtex(bib).failures).toEqual([]);
  });

  it("reads the records of one file that write their tags in different ways", () => {
    const lines = ["TY  - JOUR", "TI  - Wells of", "ML - based depth", "ER  - ", "TY- JOUR", "TI- Ponds", "ER- "];
    expect(parseRis(lines).entries.map(({ title }) => title)).toEqual(["Wells of ML - based depth", "Ponds"]);
  });

  it("takes “and others” for no name, and the number of authors for unknown", () => {
    const { entries } = parseBibtex("@a{k, title={T}, author={Lee, Ann and Roe, Max and others}}");
    expect(entries).toMatchObject([{ authors: ["Ann Lee", "Max Roe"], authorCount: null }]);
  });

  it("keeps the particle of a name", () => {
    const { entries } = parseBibtex(
      "@a{k, title={T}, author={van der Linde, Eva and Erd{\\H{o}}s, P. and Roe, Jr., Max}}",
    );
    expect(entries[0]?.authors).toEqual(["Eva van der Linde", "P. Erdős", "Max Roe Jr."]);
  });

  it("takes only tags for tags: other capitals with a hyphen go on with the field before", () => {
    const record = ris(
      "AB  - Two ways:",
      "QR - coded wells and",
      "AI - planned ones.",
      "UR - not a link here.",
      "DO  - 10.1000/9",
    );
    expect(record).toMatchObject({
      abstract: "Two ways: QR - coded wells and AI - planned ones. UR - not a link here.",
      doi: "10.1000/9",
    });
  });

  it.each([
    "TY - JOUR|TI - Wells|DO - 10.1000/9|ER -",
    "TY  -JOUR|TI  -Wells|DO  -10.1000/9|ER  -",
    " TY  - JOUR| TI  - Wells| DO  - 10.1000/9| ER  -",
  ])("sees the tags of a file that writes them in another way: %s", (text) => {
    expect(parseRis(text.split("|"))).toMatchObject({ entries: [{ title: "Wells", doi: "10.1000/9" }], failures: [] });
  });

  it("joins what was hyphenated at the end of a line, and takes separators for spaces", () => {
    expect(ris("AB  - A state-of-the-", "      art well\u2028of two\u0085parts.")?.abstract).toBe(
      "A state-of-the-art well of two parts.",
    );
  });

  it("reads HTML, entities and soft hyphens", () => {
    expect(
      ris("AB  - &lt;p&gt;Salt &amp;amp; <i>Zea</i> wa\u00ADter, n &lt; 9.&lt;/p&gt;", "AU  - M&uuml;ller, J."),
    ).toMatchObject({
      abstract: "Salt & Zea water, n < 9.",
      authors: ["J. Müller"],
    });
  });
});
