import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PaperId } from "../../src/domain/paper.ts";
import { fuseRankings } from "../../src/evaluation/fuse-rankings.ts";
import type { ScoredPaper } from "../../src/ports/corpus-store.ts";

const list = (scores: Record<string, number>): ScoredPaper[] =>
  Object.entries(scores)
    .map(([paperId, score]) => ({ paperId: paperId as PaperId, score }))
    .sort((a, b) => b.score - a.score);

const dense = list({ a: 0.9, b: 0.5, c: 0.1 });
const lexical = list({ b: 20, d: 10 });

describe("fuseRankings", () => {
  it("weighs scores scaled to the range of their list", () => {
    const fused = fuseRankings(dense, lexical, { method: "weighted", denseWeight: 0.5 });
    expect(fused.map(({ paperId, score }) => [paperId, score])).toEqual([
      ["b", 0.5 * 0.5 + 0.5 * 1],
      ["a", 0.5],
      ["c", 0],
      ["d", 0],
    ]);
    expect(fused[0]).toMatchObject({ dense: 0.5, lexical: 20 });
    expect(fused[1]).toMatchObject({ dense: 0.9, lexical: null });
  });

  it("sums reciprocal ranks counted from 1", () => {
    const fused = fuseRankings(dense, lexical, { method: "reciprocal-rank", k: 60 });
    expect(fused[0]?.paperId).toBe("b");
    expect(fused[0]?.score).toBeCloseTo(0.5 * (61 / 62) + 0.5 * (61 / 61));
    expect(fused[1]?.score).toBeCloseTo(0.5 * (61 / 61));
  });

  it("takes one list as it is when the other is empty, and two empty ones", () => {
    expect(fuseRankings(dense, [], { method: "weighted", denseWeight: 0.5 }).map((paper) => paper.paperId)).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(fuseRankings([], [], { method: "weighted", denseWeight: 0.5 })).toEqual([]);
  });

  it("keeps every paper once, with scores from 0 to 1, best first", () => {
    const ranking = fc
      .uniqueArray(fc.constantFrom(..."abcdefghij"), { maxLength: 10 })
      .chain((ids) =>
        fc
          .array(fc.double({ min: -5, max: 50, noNaN: true }), { minLength: ids.length, maxLength: ids.length })
          .map((scores) => list(Object.fromEntries(ids.map((id, i) => [id, scores[i] ?? 0])))),
      );
    const options = fc.oneof(
      fc.record({ method: fc.constant("weighted" as const), denseWeight: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ method: fc.constant("reciprocal-rank" as const), k: fc.integer({ min: 1, max: 100 }) }),
    );
    fc.assert(
      fc.property(ranking, ranking, options, (one, other, option) => {
        const fused = fuseRankings(one, other, option);
        const ids = new Set([...one, ...other].map((paper) => paper.paperId));
        expect(new Set(fused.map((paper) => paper.paperId))).toEqual(ids);
        expect(fused).toHaveLength(ids.size);
        fused.forEach((paper, i) => {
          expect(paper.score).toBeGreaterThanOrEqual(0);
          expect(paper.score).toBeLessThanOrEqual(1 + 1e-9);
          expect(paper.score).toBeLessThanOrEqual(fused[i - 1]?.score ?? Number.POSITIVE_INFINITY);
        });
      }),
    );
  });
});
