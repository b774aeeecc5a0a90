import { describe, expect, it } from "vitest";
import { contentHashOf, normaliseTitle, paperIdOf, textHashOf } from "../../src/domain/paper.ts";

const nameless = { statedId: null, arxivId: null, doi: null };

const paper = {
  paperId: paperIdOf({ ...nameless, title: "A" }),
  title: "A",
  abstract: "B.",
  url: null,
  published: null,
  arxivId: null,
  doi: null,
  authors: [],
  authorCount: null,
  upvotes: null,
  addedAt: "2026-03-01T00:00:00.000Z",
  sources: [{ path: "a.txt", line: 1 }],
};

describe("normaliseTitle", () => {
  it.each([
    ["Dropout Reduces Underfitting", "dropout reduces underfitting"],
    ["  “Dropout”: reduces\u00a0UNDERfitting!", "dropout reduces underfitting"],
    ["μ-Transfer at ﬁne scale", "μ transfer at fine scale"],
    ["???", "???"],
  ])("folds %j", (title, expected) => {
    expect(normaliseTitle(title)).toBe(expected);
  });
});

describe("paperIdOf", () => {
  it("gives titles that differ in case and punctuation one id, and other titles another", () => {
    const idOf = (title: string) => paperIdOf({ ...nameless, title });
    expect(idOf("One Epoch: Is All!")).toBe(idOf("one epoch is all"));
    expect(idOf("Selective Self-Rehearsal")).not.toBe(idOf("Selective Self-to-Supervised Fine-Tuning"));
  });

  it("keeps an id that the source states", () => {
    expect(paperIdOf({ ...nameless, statedId: "2503.11742", title: "x" })).toBe("2503.11742");
  });
});

describe("the id of a new paper", () => {
  it("is its arXiv id, else its DOI", () => {
    const named = { statedId: null, arxivId: "2401.01234", doi: "10.1000/182", title: "x" };
    expect(paperIdOf(named)).toBe("2401.01234");
    expect(paperIdOf({ ...named, arxivId: null })).toBe("doi:10.1000/182");
  });
});

describe("hashes", () => {
  it("tell a change of text from a change of anything else", () => {
    const moved = { ...paper, sources: [{ path: "b.txt", line: 2 }] };
    expect(textHashOf(moved)).toBe(textHashOf(paper));
    expect(contentHashOf(moved)).not.toBe(contentHashOf(paper));
    expect(textHashOf({ ...paper, abstract: "C." })).not.toBe(textHashOf(paper));
  });

  it("do not depend on when a paper came in", () => {
    expect(contentHashOf({ ...paper, addedAt: "2020-01-01T00:00:00.000Z" })).toBe(contentHashOf(paper));
  });

  it("do not depend on the order of the sources", () => {
    const sources = [
      { path: "a.txt", line: 1 },
      { path: "b.txt", line: 9 },
    ];
    expect(contentHashOf({ ...paper, sources })).toBe(contentHashOf({ ...paper, sources: sources.toReversed() }));
  });
});
