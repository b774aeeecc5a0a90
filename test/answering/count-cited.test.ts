import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countCited, MOST_CITED } from "../../src/answering/count-cited.ts";

describe("the number of papers cited", () => {
  it.each<[string, number[], number]>([
    ["one that stands out", [1, 0.4, 0.35, 0.3], 1],
    ["two, then a drop", [1, 0.9, 0.4, 0.35, 0.3], 2],
    ["a level field, then a drop", [1, 0.97, 0.94, 0.92, 0.9, 0.45, 0.4], 5],
    ["the only one", [1], 1],
    ["none", [], 0],
  ])("is that of %s", (_name, scores, count) => {
    expect(countCited(scores)).toBe(count);
  });

  it("is at least one and at most eight, whatever the scores", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (scores) => {
        const count = countCited(scores.toSorted((a, b) => b - a));
        expect(count).toBeGreaterThanOrEqual(1);
        expect(count).toBeLessThanOrEqual(Math.min(MOST_CITED, scores.length));
      }),
    );
  });
});
