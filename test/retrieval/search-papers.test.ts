import { beforeAll, describe, expect, it } from "vitest";
import type { PaperId } from "../../src/domain/paper.ts";
import { relatedPapers } from "../../src/retrieval/related-papers.ts";
import { type SearchPapersOptions, searchPapers } from "../../src/retrieval/search-papers.ts";
import { createSmallCorpus, type SmallCorpus } from "../support/small-corpus.ts";

const dated = (announced: string) => ({ announced });
const papers = [
  {
    _id: "1",
    title: "Grokking at the Edge of Numerical Stability",
    text: "Softmax collapse stops grokking. It is numerical.",
    metadata: dated("2025-01-08"),
  },
  {
    _id: "2",
    title: "Grokfast: Accelerated Grokking by Amplifying Slow Gradients",
    text: "Slow gradients speed up grokking.",
    metadata: dated("2024-05-30"),
  },
  { _id: "3", title: "Sharpness-Aware Minimization", text: "Flat minima generalize. Sharpness is minimized." },
  { _id: "4", title: "Sharpness-Aware Training for Free", text: "Sharpness can be had for free, as flat minima." },
  { _id: "5", title: "Dropout Reduces Underfitting", text: "Early dropout helps underfitting." },
];

describe("with a small corpus", () => {
  let small: SmallCorpus;
  beforeAll(async () => {
    small = await createSmallCorpus(papers);
  });
  const idsFor = async (query: string, options: SearchPapersOptions = {}) =>
    (await searchPapers(small, query, 3, options)).map(({ paperId }) => paperId);

  it("finds papers with the sentence that fits the query best", async () => {
    const [best] = await searchPapers(small, "flat minima", 3);
    expect(["3", "4"]).toContain(best?.paperId);
    expect(best?.snippet).toMatch(/minima/u);
  });

  it("puts a paper that is named first", async () => {
    expect((await idsFor("the paper called Dropout Reduces Underfitting"))[0]).toBe("5");
    expect((await idsFor("grokfast"))[0]).toBe("2");
  });

  it("reads a query that needs the one before with its words", async () => {
    expect((await idsFor("why does it help?", { after: ["what is early dropout?"] }))[0]).toBe("5");
  });

  it.each<[string, SearchPapersOptions, string[]]>([
    ["only papers that pass", { filters: { since: "2025" } }, ["1"]],
    ["nothing where none passes", { filters: { author: "Nobody" } }, []],
    ["the best by date, without those that have none", { order: "oldest" }, ["2", "1"]],
    ["the best the other way round", { order: "newest" }, ["1", "2"]],
  ])("finds %s", async (_what, options, expected) => {
    expect(await idsFor("grokking", options)).toEqual(expected);
  });

  it("relates papers with a reason from their common rare terms, and never a paper to itself", async () => {
    const related = await relatedPapers(small, "3" as PaperId, 10);
    expect(related[0]).toMatchObject({ paperId: "4", reason: expect.stringMatching(/^both on .*sharpness/u) });
    expect(related.map((paper) => paper.paperId)).not.toContain("3");
    expect(await relatedPapers(small, "nobody" as PaperId, 10)).toEqual([]);
  });
});
