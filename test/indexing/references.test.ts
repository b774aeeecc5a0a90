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
    expect(failures.map(({ line }) => line)).toEqual([11, 10]);
    expect(parseBibtex("").failures).toHaveLength(1);
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
