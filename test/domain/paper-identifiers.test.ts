import { describe, expect, it } from "vitest";
import { findArxivId, findPaperReference, readArxivId, readDoi } from "../../src/domain/paper-identifiers.ts";

describe("readArxivId", () => {
  it.each<[string, string | null]>([
    ["2401.01234", "2401.01234"],
    ["arXiv:2401.01234v3", "2401.01234"],
    ["0704.0001", "0704.0001"],
    ["hep-th/9901001v2", "hep-th/9901001"],
    ["math.AG/0601001", "math/0601001"],
    [" https://arxiv.org/abs/2401.01234v1 ", "2401.01234"],
    ["http://export.arxiv.org/pdf/2401.01234.pdf", "2401.01234"],
    ["https://huggingface.co/papers/2401.01234", "2401.01234"],
    ["10.48550/arXiv.2401.01234", "2401.01234"],
    ["ARXIV: 2401.01234", "2401.01234"],
    ["arXiv:2401.01234v2 [cs.LG] 3 Jan 2024", "2401.01234"],
    ["arXiv preprint arXiv:2401.01234", "2401.01234"],
    ["oai:arXiv.org:2401.01234", "2401.01234"],
    ["math.GT/0309136", "math/0309136"],
    ["cond-mat.str-el/0309136v2", "cond-mat/0309136"],
    ["www.arxiv.org/pdf/2401.01234v2.pdf?download=1#page=3", "2401.01234"],
    ["HTTPS://ARXIV.ORG/HTML/2401.01234V1/", "2401.01234"],
    ["https://arxiv.org/pdf/math.GT/0309136.pdf", "math/0309136"],
    ["https://ar5iv.labs.arxiv.org/html/2401.01234", "2401.01234"],
    ["https://www.alphaxiv.org/overview/2401.01234v1?x=1", "2401.01234"],
    ["https://hf.co/papers/2401.01234#community", "2401.01234"],
    ["https://doi.org/10.48550%2FarXiv.2401.01234", "2401.01234"],
    ["doi:10.48550/arXiv.math/0309136", "math/0309136"],
    ["(<https://arxiv.org/abs/2401.01234>).", "2401.01234"],
    // A form that arXiv can be asked for, though it never gave it.
    ["0000.00000", "0000.00000"],
    ["2413.01234", null],
    ["foo/0309136", null],
    ["https://arxiv.org/list/cs.LG/2401", null],
    ["https://arxiv.org.evil.example/abs/2401.01234", null],
    ["https://notarxiv.org/abs/2401.01234", null],
    ["10.1000/2401.01234", null],
    ["12401.01234", null],
    ["2401.012345", null],
    ["https://evil.example/abs/2401.01234", null],
    ["abc", null],
    ["", null],
  ])("%j: %j", (text, id) => {
    expect(readArxivId(text)).toBe(id);
  });
});

describe("readDoi", () => {
  it.each<[string, string | null]>([
    ["10.1000/ABC.182", "10.1000/abc.182"],
    ["https://doi.org/10.1000/182", "10.1000/182"],
    ["doi:10.1000/182", "10.1000/182"],
    ["DOI: 10.1000/182.", "10.1000/182"],
    ["https://dx.doi.org/10.1000/182?x=1#y", "10.1000/182"],
    ["doi.org/10.1000%2F182", "10.1000/182"],
    ["10.1016/S0140-6736(05)", "10.1016/s0140-6736(05)"],
    ["(10.1000/182).", "10.1000/182"],
    ["https://example.org/10.1000/182", null],
    ["10.48550/arXiv.2401.01234", null],
    ["11.1000/182", null],
  ])("%j: %j", (text, doi) => {
    expect(readDoi(text)).toBe(doi);
  });
});

describe("findPaperReference", () => {
  it.each<[string, { kind: "arxiv" | "doi"; id: string } | null]>([
    ["What does 2401.01234v2 propose?", { kind: "arxiv", id: "2401.01234" }],
    ["see https://huggingface.co/papers/2401.01234.", { kind: "arxiv", id: "2401.01234" }],
    ["doi 10.48550/arXiv.1806.07572", { kind: "arxiv", id: "1806.07572" }],
    ["is arxiv.org/abs/hep-th/9901001v2 here?", { kind: "arxiv", id: "hep-th/9901001" }],
    ["the paper (doi:10.1000/ABC.182).", { kind: "doi", id: "10.1000/abc.182" }],
    ["https://doi.org/10.1000/182, please", { kind: "doi", id: "10.1000/182" }],
    ["a loss of 10.1000", null],
    ["cs/1234567 alone", null],
    ["see [it](https://www.alphaxiv.org/abs/2401.01234)", { kind: "arxiv", id: "2401.01234" }],
    ["is math.GT/0309136 here?", { kind: "arxiv", id: "math/0309136" }],
    ["论文2401.01234是什么", { kind: "arxiv", id: "2401.01234" }],
    ["10.1016/j.cell.2005.08049", { kind: "doi", id: "10.1016/j.cell.2005.08049" }],
    ["https://blog.example/2401.01234/", null],
    ["", null],
  ])("in %j: %j", (text, reference) => {
    expect(findPaperReference(text)).toEqual(reference);
  });
});

describe("findArxivId", () => {
  it.each<[string, string | null]>([
    ["What does 2401.01234v2 propose?", "2401.01234"],
    ["https://arxiv.org/abs/2401.01234", "2401.01234"],
    ["a loss of 1234.5678", null],
    ["version 1.2345.67890", null],
    ["0.12345", null],
    ["a loss of 1212.12345, as 1212.1234 says", "1212.1234"],
    ["$2401.01234", null],
  ])("in %j: %j", (text, id) => {
    expect(findArxivId(text)).toBe(id);
  });
});

describe("the time that texts take", () => {
  it.each(["10.1234/", "a.a", "arxiv:", "https://", "(", "math/", "2401.", "%2f", "arxiv.org/abs/"])(
    "grows no faster than %j repeated",
    (piece) => {
      const hostile = piece.repeat(Math.ceil(200_000 / piece.length));
      expect(findPaperReference(hostile)).toBeNull();
      expect(readArxivId(hostile)).toBeNull();
      expect(readDoi(hostile)).toBeNull();
    },
  );
});
