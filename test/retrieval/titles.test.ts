import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PaperId, paperKeyOf } from "../../src/domain/paper.ts";
import { createTitleIndex } from "../../src/retrieval/titles.ts";
import { titledPaper as paper } from "../support/titled-paper.ts";

const papers = [
  paper("free", "Sharpness-Aware Training for Free", { published: "2022-05-27" }),
  paper("sam", "Sharpness-Aware Minimization for Efficiently Improving Generalization", { published: "2020-10" }),
  paper("minima", "When Do Flat Minima Optimizers Work?", { published: "--07-09" }),
  paper("grokfast", "Grokfast: Accelerated Grokking by Amplifying Slow Gradients"),
  paper("dropout", "Dropout Reduces Underfitting", { published: "2024" }),
  paper("adam", "Adam: A Method for Stochastic Optimization", { arxivId: "1412.6980" }),
  paper("hyperband", "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization"),
  paper("longer", "Train longer, generalize better: closing the generalization gap in large batch training"),
  paper("norm", "Layer Normalization", { arxivId: "1607.06450" }),
  paper("doi:10.1000/182", "An Essay on Gradients"),
  paper("2401.01234", "Some Preprint"),
  paper("twin1", "Twins: One"),
  paper("twin2", "Twins: Other"),
  paper("same1", "Reproduced Results"),
  paper("same2", "Reproduced results."),
  paper("edge", "Edges: How Stability Ends in Wide Networks"),
  paper("edges", "Edges of Graphs"),
];
const index = await createTitleIndex(papers);
const idsOf = (found: readonly { readonly paperId: PaperId }[]) => found.map(({ paperId }) => paperId);

describe("a paper that a message names", () => {
  it.each<[string, string, boolean]>([
    ["Adam: a method for stochastic optimization", "adam", true],
    ["the paper “Layer Normalization”", "norm", true],
    ["find me the paper titled Layer Normalization.", "norm", true],
    ["hyperband", "hyperband", true],
    ["Train longer, generalize better", "longer", true],
    ["sharpness-aware training for", "free", true],
    ["how stability ends in wide", "edge", true],
    ["2401.01234", "2401.01234", true],
    ["https://arxiv.org/abs/1607.06450v2", "norm", true],
    ["doi 10.1000/182", "doi:10.1000/182", true],
    ["What does 1607.06450v1 propose?", "norm", false],
    ["What does “train longer, generalize better” say about large batches?", "longer", false],
    ["How many runs are in sharpness-aware training for free, and why?", "free", false],
  ])("in %j is %s; nothing else is said: %j", (text, paperId, whole) => {
    expect(index.named(text)).toMatchObject({ paper: { paperId }, whole });
  });

  it.each([
    // A name of few letters is other things too, a short title is a subject, and so is a word that other titles have.
    "Adam",
    "How does layer normalization compare with batch normalization?",
    "Edges",
    "Twins",
    "for generalization in large",
    "grokking",
    "https://arxiv.org/abs/1512.03385",
    "",
  ])("in %j is none", (text) => {
    expect(index.named(text)).toBeNull();
  });
});

describe("a paper by the name before its colon", () => {
  it.each<[string, string | null]>([
    ["adam", "adam"],
    ["Hyperband", "hyperband"],
    ["hyperbnad", "hyperband"],
    ["Adma", null],
    ["Twins", null],
    ["Layer Normalization", null],
  ])("%j: %j", (name, paperId) => {
    expect(index.byName(name)?.paperId ?? null).toBe(paperId);
  });
});

describe("a title given to a command", () => {
  it.each<[string, string, boolean]>([
    ["norm", "norm", true],
    ["1412.6980v3", "adam", true],
    [paperKeyOf("norm"), "norm", true],
    ["dropout reduces underfitting", "dropout", true],
    ["Droput reduces underfiting", "dropout", false],
    ["train longer generalize", "longer", false],
  ])("is resolved from %j to %s; word for word: %j", (text, paperId, exact) => {
    expect(index.resolve(text)).toMatchObject({ kind: "found", paper: { paperId }, exact });
  });

  it.each<[string, string[]]>([
    ["reproduced results", ["same1", "same2"]],
    ["sharpness-aware", ["free", "sam"]],
  ])("may fit several, as %j does", (text, paperIds) => {
    const resolved = index.resolve(text);
    expect(resolved.kind === "ambiguous" && idsOf(resolved.candidates).sort()).toEqual(paperIds);
  });

  it("may fit none; then the nearest are named", () => {
    const resolved = index.resolve("zzz qqq");
    expect(resolved.kind === "none" && resolved.nearest).toHaveLength(3);
  });
});

describe("completion", () => {
  it.each<[string, string[]]>([
    ["sharpness", ["sam", "free"]],
    ["SHARPNESS-aware tr", ["free", "sam"]],
    ["minima", ["minima", "sam"]],
    ["minima flat", ["minima"]],
    ["grokfsat", ["grokfast"]],
    ["dropuot underfiting", ["dropout"]],
    ["zzzz", []],
  ])("of %j offers titles that begin so, hold it, hold its words, or are alike: %j", (typed, expected) => {
    expect(idsOf(index.complete(typed, 25))).toEqual(expected);
  });

  it("offers something before anything is typed, and never more than asked for", () => {
    expect(index.complete("", 3)).toHaveLength(3);
    expect(index.complete("s", 1)).toHaveLength(1);
  });
});

describe("the title index", () => {
  it("finds a paper by its id, here and on arXiv, and by the short key of an id that may be anything", () => {
    expect(index.get("norm")?.title).toBe("Layer Normalization");
    expect(index.get("1607.06450")?.paperId).toBe("norm");
    expect(index.byKey(paperKeyOf("norm"))?.paperId).toBe("norm");
    expect(index.byKey("norm")).toBeUndefined();
  });

  it("knows all papers in their order, and the newest full date", async () => {
    expect(index.papers).toEqual(papers);
    expect(index.newest).toBe("2024");
    expect((await createTitleIndex([])).newest).toBeNull();
  });

  it("finds every title by itself, whatever else is there, and never throws", async () => {
    const unicode = fc.string({ unit: "grapheme" });
    await fc.assert(
      fc.asyncProperty(fc.array(unicode, { maxLength: 20 }), unicode, async (titles, typed) => {
        const any = await createTitleIndex(titles.map((title, position) => paper(String(position), title)));
        for (const [position, title] of titles.entries()) {
          expect(idsOf(any.equal(title))).toContain(String(position));
        }
        const completed = idsOf(any.complete(typed, 5));
        expect(completed.length).toBeLessThanOrEqual(5);
        expect(new Set(completed).size).toBe(completed.length);
        for (const text of [typed, ...titles]) {
          any.named(text);
          any.byName(text);
          any.resolve(text);
        }
      }),
    );
  });
});
