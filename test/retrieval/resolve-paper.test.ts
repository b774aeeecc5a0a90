import { beforeAll, describe, expect, it } from "vitest";
import { relatedPapers } from "../../src/retrieval/related-papers.ts";
import { resolvePaper } from "../../src/retrieval/resolve-paper.ts";
import { searchPapers } from "../../src/retrieval/search-papers.ts";
import { createTitleIndex } from "../../src/retrieval/title-index.ts";
import { createSmallCorpus, type SmallCorpus } from "../support/small-corpus.ts";

const papers = [
  {
    _id: "1",
    title: "Grokking at the Edge of Numerical Stability",
    text: "Softmax collapse stops grokking. It is numerical.",
  },
  {
    _id: "2",
    title: "Grokfast: Accelerated Grokking by Amplifying Slow Gradients",
    text: "Slow gradients speed up grokking.",
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

  it.each([
    ["3", "3", true],
    ["dropout reduces underfitting", "5", true],
    ["Droput reduces underfiting", "5", false],
    ["grokking at the edge", "1", false],
    ["Grokfast", "2", false],
  ])("takes %j for paper %s", async (text, paperId, exact) => {
    expect(resolvePaper(await createTitleIndex(await small.corpus.listTitles()), text)).toMatchObject({
      kind: "found",
      paper: { paperId },
      exact,
    });
  });

  it("offers several papers when a text fits them about equally", async () => {
    const resolved = resolvePaper(await createTitleIndex(await small.corpus.listTitles()), "sharpness-aware");
    expect(resolved.kind).toBe("ambiguous");
    expect(resolved.kind === "ambiguous" && resolved.candidates.map((paper) => paper.paperId).sort()).toEqual([
      "3",
      "4",
    ]);
  });

  it("says when nothing fits, and names the nearest", async () => {
    const resolved = resolvePaper(await createTitleIndex(await small.corpus.listTitles()), "zzz qqq");
    expect(resolved).toMatchObject({ kind: "none" });
    expect(resolved.kind === "none" && resolved.nearest).toHaveLength(3);
  });

  it("relates papers with a reason from their common rare terms, and never a paper to itself", async () => {
    const related = await relatedPapers(small, resolvedId("3"), 10);
    expect(related[0]).toMatchObject({ paperId: "4", reason: expect.stringMatching(/^both on .*sharpness/u) });
    expect(related.map((paper) => paper.paperId)).not.toContain("3");
    expect(await relatedPapers(small, resolvedId("nobody"), 10)).toEqual([]);
  });

  it("finds papers with the sentence that fits the query best", async () => {
    const [best] = await searchPapers(small, "flat minima", 3);
    expect(["3", "4"]).toContain(best?.paperId);
    expect(best?.snippet).toMatch(/minima/u);
  });
});

function resolvedId(id: string) {
  return id as Parameters<typeof relatedPapers>[1];
}
