import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asked, countCited, MOST_CITED } from "../../src/answering/count-cited.ts";

describe("the number of papers cited", () => {
  it.each<[string, number[], number]>([
    ["one that stands out", [1, 0.4, 0.35, 0.3], 1],
    ["two, then a drop", [1, 0.9, 0.4, 0.35, 0.3], 2],
    ["a level field, then a drop", [1, 0.97, 0.94, 0.92, 0.9, 0.35, 0.3], 5],
    ["the only one", [1], 1],
    ["none", [], 0],
  ])("is that of %s", (_name, scores, count) => {
    expect(countCited(scores, "alone")).toBe(count);
  });

  it("is smaller for a follow-up, where all that is about the subject scores alike", () => {
    const scores = [1, 0.96, 0.92, 0.9, 0.85, 0.8];
    expect(countCited(scores, "inContext")).toBeLessThan(countCited(scores, "alone"));
  });

  it("is at least one and at most eight, whatever the scores", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.constantFrom<Asked>("alone", "inContext"),
        (scores, asked) => {
          const count = countCited(
            scores.toSorted((a, b) => b - a),
            asked,
          );
          expect(count).toBeGreaterThanOrEqual(1);
          expect(count).toBeLessThanOrEqual(Math.min(MOST_CITED, scores.length));
        },
      ),
    );
  });
});
