import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { THEME_OPTIONS, themePapers } from "../../src/digest/theme-papers.ts";

/** A unit vector near one of eight directions. */
function near(direction: number, wobble: number): Float32Array {
  const vector = new Float32Array(8).fill(0.02 * wobble);
  vector[direction] = 1;
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

const paper = (direction: number, interest: number, wobble = 0) => ({
  interest,
  direction,
  vector: near(direction, wobble),
});

describe("themePapers", () => {
  it("groups what lies together, the most wanted first", () => {
    const papers = [0, 1, 2].flatMap((direction) =>
      [0.1, 0.2, 0.3, 0.4].map((interest, wobble) => paper(direction, interest + direction / 10, wobble)),
    );
    const themes = themePapers(papers);
    expect(themes.map(({ shown }) => new Set(shown.map(({ direction }) => direction)))).toEqual([
      new Set([2]),
      new Set([1]),
      new Set([0]),
    ]);
    expect(themes[0]?.shown[0]?.interest).toBeCloseTo(0.6);
  });

  it("makes one theme of a few papers, and none of none", () => {
    expect(themePapers([paper(0, 1), paper(4, 0)]).map(({ shown }) => shown.length)).toEqual([2]);
    expect(themePapers([])).toEqual([]);
  });

  it("shows what is wanted most even where it belongs to no group", () => {
    const crowd = [0, 1, 2, 3, 4].flatMap((direction) =>
      [0, 1, 2, 3, 4, 5, 6].map((wobble) => paper(direction, 0.1, wobble)),
    );
    const loners = [5, 6, 7].map((direction) => paper(direction, 0.9));
    const themes = themePapers([...crowd, ...loners]);
    expect(themes.at(-1)?.group).toBeNull();
    expect(themes.at(-1)?.shown.slice(0, 3)).toEqual(loners);
    expect(themes).toHaveLength(THEME_OPTIONS.mostThemes);
  });

  it("keeps its bounds, shows nothing twice, and gives the same for the same", () => {
    const anyPaper = fc.record({
      direction: fc.integer({ min: 0, max: 7 }),
      interest: fc.double({ min: 0, max: 1, noNaN: true }),
      wobble: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(anyPaper, { maxLength: 60 }), (described) => {
        const papers = described.map(({ direction, interest, wobble }) => paper(direction, interest, wobble));
        const themes = themePapers(papers);
        const shown = themes.flatMap((theme) => theme.shown);
        expect(themes.length).toBeLessThanOrEqual(THEME_OPTIONS.mostThemes);
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.length).toBeLessThanOrEqual(THEME_OPTIONS.mostInAll);
        for (const theme of themes) expect(theme.shown.length).toBeLessThanOrEqual(THEME_OPTIONS.mostPapers);
        if (papers.length >= 3) for (const theme of themes) expect(theme.shown.length).toBeGreaterThanOrEqual(3);
        expect(themePapers(papers)).toEqual(themes);
      }),
      { numRuns: 50 },
    );
  });
});
