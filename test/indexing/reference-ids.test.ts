import { describe, expect, it } from "vitest";
import { parseBibtex } from "../../src/indexing/parse-bibtex.ts";
import { parseRis } from "../../src/indexing/parse-ris.ts";

const bib = (fields: string) => parseBibtex(`@article{k, title={A Title of Some Length}, ${fields}}`).entries[0];
const ris = (...lines: string[]) => parseRis(["TY  - JOUR", "TI  - A Title", ...lines, "ER  - "]).entries[0];

describe("the arXiv id of a reference in BibTeX", () => {
  it.each<[string, string | null]>([
    ["eprint={2309.12345}", "2309.12345"],
    ["eprint={arXiv:2309.12345v2 [cs.RO]}", "2309.12345"],
    ["eprint={http://arxiv.org/abs/2309.12345v1}", "2309.12345"],
    ["eprint={math.DG/0211159}, archivePrefix={arXiv}", "math/0211159"],
    ["eprint={0211159}, eprinttype={arxiv}, eprintclass={math.DG}", "math/0211159"],
    ["arxivId={2309.12345}", "2309.12345"],
    ["doi={https://doi.org/10.48550/ARXIV.2309.12345}", "2309.12345"],
    ["url={https://www.alphaxiv.org/abs/2309.12345}", "2309.12345"],
    ["journal={arXiv preprint arXiv:2309.12345}", "2309.12345"],
    ["journal={CoRR}, volume={abs/2309.12345}", "2309.12345"],
    ["journal={CoRR}, volume={math.DG/0211159}", "math/0211159"],
    ["journal={arXiv e-prints}, pages={arXiv:2309.12345}", "2309.12345"],
    ["publisher={arXiv}, number={2309.12345}", "2309.12345"],
    ["publisher={arXiv}, number={arXiv:2309.12345}", "2309.12345"],
    [String.raw`howpublished={\url{https://arxiv.org/pdf/2309.12345.pdf}}`, "2309.12345"],
    ["note={arXiv:2309.12345 [cs]}", "2309.12345"],
    ["note={Preprint available at https://arxiv.org/abs/2309.12345}", "2309.12345"],
    // A number that only looks like one, one of another archive, and other papers.
    ["volume={2309.12345}", null],
    ["journal={Tides}, number={2309.12345}, pages={1204.5678}", null],
    ["eprint={2309.12345}, eprinttype={jstor}", null],
    ["eprint={2313.12345}", null],
    ["eprint={2309.1234}", null],
    ["number={cs/1234567}", null],
    ["note={A comment on arXiv:2309.12345}", null],
    ["note={See also arXiv:2309.12345 and arXiv:2309.54321}", null],
    ["doi={10.1016/j.bog.2003.08049}", null],
  ])("%s: %j", (fields, id) => {
    expect(bib(fields)?.arxivId).toBe(id);
  });
});

it.each<[string, string | null]>([
  ["doi={https://doi.org/10.1000/ABC.1}", "10.1000/abc.1"],
  [String.raw`doi={10.1000/A\_B.}`, "10.1000/a_b"],
  ["url={https://dx.doi.org/10.1000/abc}", "10.1000/abc"],
  ["url={https://example.org/10.1000/abc}", null],
])("the DOI of %s: %j", (fields, doi) => {
  expect(bib(fields)?.doi).toBe(doi);
});

it.each<[string[], string | null]>([
  [["AN  - arXiv:2309.12345"], "2309.12345"],
  [["JO  - arXiv preprint arXiv:2309.12345"], "2309.12345"],
  [["JO  - CoRR", "VL  - abs/2309.12345"], "2309.12345"],
  [["PB  - arXiv", "M1  - 2309.12345"], "2309.12345"],
  [["DO  - 10.48550/arXiv.2309.12345"], "2309.12345"],
  [["L1  - http://arxiv.org/pdf/math.DG/0211159v1"], "math/0211159"],
  [["N1  - arXiv:2309.12345 [cs]"], "2309.12345"],
  [["VL  - 2309.12345"], null],
  [["DB  - Scopus", "AN  - 2309.12345"], null],
])("the arXiv id of a reference in RIS with %j: %j", (lines, id) => {
  expect(ris(...lines)?.arxivId).toBe(id);
});

describe("the date of a reference", () => {
  it.each<[string, string | null]>([
    ["year={2018}", "2018"],
    ["year=2018, month=apr", "2018-04"],
    ["year={2018}, month={April}", "2018-04"],
    ["year={2018}, month={4}, day={7}", "2018-04-07"],
    ['year={2018}, month=nov # "~10"', "2018-11-10"],
    ['year={2018}, month="10~" # nov', "2018-11-10"],
    ["date={2018-04}", "2018-04"],
    ["date={2018-04-07/2018-05-01}", "2018-04-07"],
    ["date={2018~}", "2018"],
    ["date={2018}, month=apr", "2018-04"],
    ["year={2018}, issue_date={April 2018}", "2018-04"],
    ["year={2018}, issue_date={December 2017}", "2018"],
    ["year={in press}", null],
    ["urldate={2018-04-07}", null],
    ["month=apr", null],
  ])("in BibTeX, %s: %j", (fields, date) => {
    expect(bib(fields)?.published).toBe(date);
  });

  it.each<[string[], string | null]>([
    [["PY  - 2018", "Y1  - 2018/04/07"], "2018-04-07"],
    [["PY  - 2018///"], "2018"],
    [["DA  - 2018/4//"], "2018-04"],
    [["Y1  - 2018/04/07/online"], "2018-04-07"],
    [["PY  - 2018", "DA  - Apr 7"], "2018-04-07"],
    [["PY  - 2018", "DA  - /04/07/"], "2018-04-07"],
    [["PY  - 2018", "DA  - 2017/12/05"], "2018"],
    [["Y2  - 2018/04/07"], null],
    [["PY  - 2018", "Y2  - 2018/04/07"], "2018"],
    [["DA  - Apr 7"], null],
  ])("in RIS, %j: %j", (lines, date) => {
    expect(ris(...lines)?.published).toBe(date);
  });
});
