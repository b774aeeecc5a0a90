import { describe, expect, it } from "vitest";
import { advertises, pointsBack, setsScene, statesFinding } from "../../src/citations/sentence-kinds.ts";

describe("sentences of abstracts", () => {
  it.each([
    "These contributions provide new insights into grokking.",
    "Code is publicly available.",
    "Code: https://github.com/a/b.",
    "We hope that this paves the way for better optimizers.",
    "Our results shed light on generalization.",
  ])("advertise: %s", (sentence) => {
    expect(advertises(sentence)).toBe(true);
  });

  it.each(["We show that insight is rare.", "The light that is shed heats the lens.", "Future data are drawn anew."])(
    "do not advertise: %s",
    (sentence) => {
      expect(advertises(sentence)).toBe(false);
    },
  );

  it.each(["For this purpose, we unify three concepts.", "However, it fails.", "In contrast, wide ones learn."])(
    "point back: %s",
    (sentence) => {
      expect(pointsBack(sentence)).toBe(true);
    },
  );

  it.each(["For networks of this kind we prove a bound.", "In practice it fails.", "Wide networks learn."])(
    "do not point back: %s",
    (sentence) => {
      expect(pointsBack(sentence)).toBe(false);
    },
  );

  it("state findings and set scenes", () => {
    expect(statesFinding("We show that it holds.")).toBe(true);
    expect(statesFinding("It holds.")).toBe(false);
    expect(setsScene("The reasons remain unclear.")).toBe(true);
    expect(setsScene("The reasons are three.")).toBe(false);
  });
});
