import { describe, expect, it } from "vitest";
import { contentHashOf, normaliseTitle, paperIdOf, textHashOf } from "../../src/domain/paper.ts";

const paper = {
  paperId: paperIdOf({ statedId: null, title: "A" }),
  title: "A",
  abstract: "B.",
  url: null,
  published: null,
  authorCount: null,
  upvotes: null,
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
    const idOf = (title: string) => paperIdOf({ statedId: null, title });
    expect(idOf("One Epoch: Is All!")).toBe(idOf("one epoch is all"));
    expect(idOf("Selective Self-Rehearsal")).not.toBe(idOf("Selective Self-to-Supervised Fine-Tuning"));
  });

  it("keeps an id that the source states", () => {
    expect(paperIdOf({ statedId: "2503.11742", title: "x" })).toBe("2503.11742");
  });
});

describe("hashes", () => {
  it("tell a change of text from a change of anything else", () => {
    const moved = { ...paper, sources: [{ path: "b.txt", line: 2 }] };
    expect(textHashOf(moved)).toBe(textHashOf(paper));
    expect(contentHashOf(moved)).not.toBe(contentHashOf(paper));
    expect(textHashOf({ ...paper, abstract: "C." })).not.toBe(textHashOf(paper));
  });

  it("do not depend on the order of the sources", () => {
    const sources = [
      { path: "a.txt", line: 1 },
      { path: "b.txt", line: 9 },
    ];
    expect(contentHashOf({ ...paper, sources })).toBe(contentHashOf({ ...paper, sources: sources.toReversed() }));
  });
});
