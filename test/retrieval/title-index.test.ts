import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PaperId, paperKeyOf } from "../../src/domain/paper.ts";
import type { TitledPaper } from "../../src/ports/corpus-store.ts";
import { createTitleIndex, papersSince } from "../../src/retrieval/title-index.ts";

const paper = (paperId: string, title: string, published: string | null = null): TitledPaper => ({
  paperId: paperId as PaperId,
  arxivId: null,
  title,
  published,
});
const papers = [
  paper("1", "Sharpness-Aware Training for Free", "2022-05-27"),
  paper("2", "Sharpness-Aware Minimization for Efficiently Improving Generalization", "2020-10"),
  paper("3", "When Do Flat Minima Optimizers Work?", "--07-09"),
  paper("4", "Grokfast: Accelerated Grokking by Amplifying Slow Gradients"),
  paper("5", "Dropout Reduces Underfitting", "2024"),
];

describe("the title index", () => {
  const ids = async (typed: string, limit = 25) =>
    (await createTitleIndex(papers)).complete(typed, limit).map(({ paperId }) => paperId);

  it.each([
    ["sharpness", ["2", "1"]],
    ["SHARPNESS-aware tr", ["1", "2"]],
    ["minima", ["3", "2"]],
    ["minima flat", ["3"]],
    ["grokfsat", ["4"]],
    ["dropuot underfiting", ["5"]],
    ["zzzz", []],
  ])("completes %j with titles that begin so, hold it, hold its words, or are alike: %j", async (typed, expected) => {
    expect(await ids(typed)).toEqual(expected);
  });

  it("offers something before anything is typed, and never more than asked for", async () => {
    expect(await ids("", 3)).toHaveLength(3);
    expect(await ids("s", 1)).toHaveLength(1);
  });

  it("finds a paper by its id, and by the short key of an id that may be anything", async () => {
    const index = await createTitleIndex(papers);
    expect(index.get("4")?.title).toMatch(/^Grokfast/u);
    expect(index.byKey(paperKeyOf("4"))?.paperId).toBe("4");
    expect(index.byKey("4")).toBeUndefined();
  });

  it("knows the newest full date, and the papers known to be from a day on", async () => {
    expect((await createTitleIndex(papers)).newest).toBe("2024");
    expect((await createTitleIndex([])).newest).toBeNull();
    expect([...papersSince(papers, "2022-05-27")]).toEqual(["1", "5"]);
    expect([...papersSince(papers, "2022-05-28")]).toEqual(["5"]);
    expect([...papersSince(papers, "2020-10-15")]).toEqual(["1", "2", "5"]);
  });

  it("finds every title by itself, whatever else is there, and never throws", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme" }), { maxLength: 20 }),
        fc.string(),
        async (titles, typed) => {
          const index = await createTitleIndex(titles.map((title, position) => paper(String(position), title)));
          for (const [position, title] of titles.entries()) {
            expect(index.equal(title).map(({ paperId }) => paperId)).toContain(String(position));
          }
          const completed = index.complete(typed, 5).map(({ paperId }) => paperId);
          expect(completed.length).toBeLessThanOrEqual(5);
          expect(new Set(completed).size).toBe(completed.length);
        },
      ),
    );
  });
});
