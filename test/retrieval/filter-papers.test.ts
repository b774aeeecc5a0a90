import { describe, expect, it } from "vitest";
import type { PaperFilters, PaperOrder } from "../../src/domain/question.ts";
import { inOrderOf, isUnfiltered, knowledgeOf, papersThatPass } from "../../src/retrieval/filter-papers.ts";
import { titledPaper } from "../support/titled-paper.ts";

const papers = [
  titledPaper("yang", "A", { published: "2022-05-27", authors: ["Greg Yang", "Édouard Hu"], upvotes: 12 }),
  titledPaper("old", "B", { published: "2014", sources: [{ path: "arXiv", line: 1 }] }),
  titledPaper("yearless", "C", { published: "--07-09", upvotes: 0 }),
  titledPaper("bare", "D"),
  titledPaper("new", "E", {
    published: "2024-12",
    authors: ["Yangqing Li"],
    upvotes: 40,
    sources: [{ path: "seeds/huggingface-daily.jsonl", line: 3 }],
  }),
];

describe("papersThatPass", () => {
  it.each<[PaperFilters, string[]]>([
    [{}, ["yang", "old", "yearless", "bare", "new"]],
    [{ since: "2022-05-27" }, ["yang", "new"]],
    [{ until: "2022" }, ["yang", "old"]],
    [{ since: "2024-12-15", until: "2024" }, ["new"]],
    [{ author: "yang" }, ["yang"]],
    [{ author: "G. Yang" }, ["yang"]],
    [{ author: "edouard" }, ["yang"]],
    [{ author: "Greg Hu" }, []],
    [{ minUpvotes: 12 }, ["yang", "new"]],
    [{ minUpvotes: 0 }, ["yang", "yearless", "new"]],
    [{ source: "HuggingFace" }, ["new"]],
    [{ source: "arxiv", since: "2015" }, []],
  ])("lets pass, by %j: %j", (filters, expected) => {
    expect(papersThatPass(papers, filters).map(({ paperId }) => paperId)).toEqual(expected);
  });
});

describe("inOrderOf", () => {
  it.each<[PaperOrder, string[]]>([
    ["relevance", ["yang", "old", "yearless", "bare", "new"]],
    ["newest", ["new", "yang", "old"]],
    ["oldest", ["old", "yang", "new"]],
    ["upvotes", ["new", "yang", "yearless"]],
  ])("by %s leaves out what it can't place: %j", (order, expected) => {
    expect(inOrderOf(papers, order).map(({ paperId }) => paperId)).toEqual(expected);
  });
});

it.each<[PaperOrder, string[]]>([
  ["newest", ["2025", "2024-12", "2024-06-15", "2024-06", "2024", "2023"]],
  ["oldest", ["2023", "2024-06-15", "2024-06", "2024-12", "2024", "2025"]],
])("by %s, a date that says less stands behind those that it holds", (order, expected) => {
  const dated = ["2024", "2023", "2024-06", "2025", "2024-12", "2024-06-15"].map((published) =>
    titledPaper(published, "T", { published }),
  );
  expect(inOrderOf(dated, order).map(({ paperId }) => paperId)).toEqual(expected);
});

describe("what is known of papers", () => {
  it("is counted", () => {
    expect(knowledgeOf(papers)).toEqual({ papers: 5, dated: 3, withAuthors: 2, withUpvotes: 3 });
    expect(knowledgeOf([])).toEqual({ papers: 0, dated: 0, withAuthors: 0, withUpvotes: 0 });
  });
});

it.each<[PaperFilters, boolean]>([
  [{}, true],
  [{ minUpvotes: 0 }, false],
  [{ since: "2024" }, false],
])("%j filters nothing: %j", (filters, unfiltered) => {
  expect(isUnfiltered(filters)).toBe(unfiltered);
});
