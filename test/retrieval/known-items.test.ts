import { describe, expect, it } from "vitest";
import type { PaperId } from "../../src/domain/paper.ts";
import { createKnownItems } from "../../src/retrieval/known-items.ts";

const titles = [
  ["adam", "Adam: A Method for Stochastic Optimization"],
  ["hyper", "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization"],
  ["long", "Train longer, generalize better: closing the generalization gap in large batch training"],
  ["sam", "SAM: The Sensitivity of Attribution Methods to Hyperparameters"],
  ["norm", "Layer Normalization"],
  ["2401.01234", "Some Preprint"],
  ["a1", "Twins: One"],
  ["a2", "Twins: Other"],
].map(([paperId, title]) => ({
  paperId: paperId as PaperId,
  arxivId: paperId === "norm" ? "1607.06450" : null,
  title: title ?? "",
  published: null,
}));
const items = createKnownItems(titles);

describe("createKnownItems", () => {
  it.each<[string, string | null]>([
    ["Adam: a method for stochastic optimization", "adam"],
    ["the paper “Layer Normalization”", "norm"],
    ["https://arxiv.org/abs/1607.06450v2", "norm"],
    ["What does 1607.06450v1 propose?", "norm"],
    ["find me the paper titled Layer Normalization.", "norm"],
    ["hyperband", "hyper"],
    ["Train longer, generalize better", "long"],
    ["What does “train longer, generalize better” say about large batches?", "long"],
    ["arXiv 2401.01234 please", "2401.01234"],
    ["2401.01234", "2401.01234"],
    // A name of few letters is other things too, and a short title is a subject.
    ["SAM", null],
    ["How does layer normalization compare with batch normalization?", null],
    ["Twins", null],
    ["grokking", null],
  ])("takes %j for %j", (text, paperId) => {
    expect(items.find(text)).toBe(paperId);
  });
});
