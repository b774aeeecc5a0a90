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
  ])("in %j: %j", (text, id) => {
    expect(findArxivId(text)).toBe(id);
  });
});
