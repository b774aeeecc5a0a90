import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateMean, ndcgAt, quantile, recallAt, reciprocalRank } from "../../src/evaluation/metrics.ts";

const grades = new Map([
  ["a", 2],
  ["b", 1],
]);

describe("metrics", () => {
  it("give the figures of the definitions", () => {
    expect(ndcgAt(10, ["a", "b"], grades)).toBe(1);
    expect(ndcgAt(10, ["b", "a"], grades)).toBeCloseTo((1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)));
    expect(ndcgAt(1, ["b", "a"], grades)).toBeCloseTo(1 / 3);
    expect(ndcgAt(10, ["x", "y"], grades)).toBe(0);
    expect(ndcgAt(10, ["a"], new Map())).toBe(0);
    expect(recallAt(1, ["a", "b"], grades)).toBe(0.5);
    expect(recallAt(10, ["x", "a", "b"], grades)).toBe(1);
    expect(reciprocalRank(["x", "b"], grades)).toBe(0.5);
    expect(reciprocalRank(["x"], grades)).toBe(0);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([], 0.5)).toBeNull();
  });

  it("stay between 0 and 1, and can't fall when a relevant paper moves up", () => {
    const ids = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 2 });
    fc.assert(
      fc.property(ids, fc.nat(), (ranked, at) => {
        const score = ndcgAt(10, ranked, grades);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        const from = 1 + (at % (ranked.length - 1));
        const [before, moved] = [ranked[from - 1], ranked[from]];
        if (before === undefined || moved === undefined) return;
        const better = (grades.get(moved) ?? 0) >= (grades.get(before) ?? 0);
        const swapped = ranked.with(from - 1, moved).with(from, before);
        if (better) expect(ndcgAt(10, swapped, grades)).toBeGreaterThanOrEqual(score - 1e-12);
      }),
    );
  });

  it("come with an interval that holds the mean, narrower for more queries, the same in every run", () => {
    const few = estimateMean([0, 1, 1, 0]);
    const many = estimateMean(Array.from({ length: 400 }, (_, index) => index % 2));
    expect(few).toEqual(estimateMean([0, 1, 1, 0]));
    expect(few?.mean).toBe(0.5);
    expect(many?.mean).toBe(0.5);
    expect((few?.high ?? 0) - (few?.low ?? 0)).toBeGreaterThan(3 * ((many?.high ?? 0) - (many?.low ?? 0)));
    expect(estimateMean([])).toBeNull();
  });
});
