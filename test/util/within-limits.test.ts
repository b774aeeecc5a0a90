import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/domain/limits.ts";
import type { PaperEntry } from "../../src/domain/paper.ts";
import { cutAtSentence, withinLimits } from "../../src/util/within-limits.ts";

const entry: PaperEntry = {
  statedId: "1",
  arxivId: null,
  doi: null,
  title: "A title",
  abstract: "An abstract.",
  url: "https://example.org/1",
  published: null,
  authors: ["A. Author"],
  authorCount: 1,
  upvotes: null,
  line: 1,
};
const words = (most: number) => "word ".repeat(most);

describe("withinLimits", () => {
  it("leaves a record that is within the limits as it is", () => {
    const full = {
      ...entry,
      statedId: "x".repeat(LIMITS.id.most),
      title: "t".repeat(LIMITS.title.most),
      abstract: "a".repeat(LIMITS.abstract.most),
      url: `https://example.org/${"x".repeat(LIMITS.link.most - 20)}`,
      authors: Array.from({ length: LIMITS.authors.most }, () => "n".repeat(LIMITS.author.most)),
    };
    expect(withinLimits(full)).toEqual({ entry: full, problems: [] });
  });

  it.each<[string, Partial<PaperEntry>, RegExp, (held: PaperEntry) => void]>([
    [
      "a title",
      { title: words(500) },
      /has a title of 2500 characters: cut to 2000/u,
      (held) => expect(held.title).toMatch(/word…$/u),
    ],
    [
      "an abstract",
      { abstract: "One sentence here. ".repeat(20_000) },
      /has an abstract of 380000 characters: cut to 200000/u,
      (held) => expect(held.abstract).toMatch(/sentence here\.$/u),
    ],
    [
      "authors",
      { authors: Array.from({ length: 501 }, (_, index) => `A${index}`), authorCount: 501 },
      /501 authors: the first 500 are kept/u,
      (held) => expect([held.authors.length, held.authorCount]).toEqual([500, 501]),
    ],
    [
      "a name",
      { authors: [words(80), "B"] },
      /author's name/u,
      (held) => expect(held.authors).toEqual([expect.stringMatching(/^.{1,199}…$/u), "B"]),
    ],
    [
      "a link",
      { url: `https://example.org/${"x".repeat(481)}` },
      /a link of 501 characters, at most 500 are read: left out/u,
      (held) => expect(held.url).toBeNull(),
    ],
    ["a DOI", { doi: `10.1000/${"x".repeat(300)}` }, /a DOI of 308 characters/u, (held) => expect(held.doi).toBeNull()],
  ])("cuts or leaves out %s over its limit, keeps the rest, and says so", (_what, over, problem, check) => {
    const { entry: held, problems } = withinLimits({ ...entry, ...over });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(held).not.toBeNull();
    if (held === null) return;
    check(held);
    const [field = ""] = Object.keys(over);
    const untouched = Object.entries(entry).filter(([name]) => name !== field && name !== "authorCount");
    expect(held).toMatchObject(Object.fromEntries(untouched));
  });

  it("refuses a record whose own id is too long: a cut one might be another's", () => {
    expect(withinLimits({ ...entry, statedId: "x".repeat(257) })).toEqual({
      entry: null,
      problems: [expect.stringMatching(/^“A title” has an id of 257 characters/u)],
    });
  });

  it.each(["javascript:alert(1)", "ftp://example.org/a", "data:text/html,x", "//example.org"])(
    "drops the link %s, and the link alone",
    (url) => {
      expect(withinLimits({ ...entry, url })).toEqual({ entry: { ...entry, url: null }, problems: [] });
    },
  );

  it("leaves nothing over a limit, and changes nothing the second time", () => {
    const text = (most: number) =>
      fc
        .tuple(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: most }))
        .map(([part, length]) => part.repeat(Math.ceil(length / part.length)).toWellFormed());
    const record = fc.record({ title: text(5_000), abstract: text(300_000), authors: fc.array(text(500)) });
    fc.assert(
      fc.property(record, (over) => {
        const { entry: held } = withinLimits({ ...entry, ...over });
        if (held === null) return false;
        expect(held.title.length).toBeLessThanOrEqual(LIMITS.title.most);
        expect(held.abstract.length).toBeLessThanOrEqual(LIMITS.abstract.most);
        expect(held.title.isWellFormed() && held.abstract.isWellFormed()).toBe(true);
        expect(withinLimits(held)).toEqual({ entry: held, problems: [] });
        return true;
      }),
      { numRuns: 100 },
    );
  });
});

describe("cutAtSentence", () => {
  it.each([
    ["One. Two. Three.", 12, "One. Two."],
    ["One. Two. Three.", 9, "One. Two."],
    ["一。二。三。", 5, "一。二。"],
    ["no sentence ends here", 15, "no sentence…"],
    ["😀😀😀😀", 4, "😀…"],
    ["short", 5, "short"],
  ])("cuts %j to %i characters", (text, most, expected) => {
    expect(cutAtSentence(text, most)).toBe(expected);
  });
});
