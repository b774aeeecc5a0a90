import { describe, expect, it } from "vitest";
import { isBeginningOf, longerAbstract, realAbstract } from "../../src/indexing/better-abstract.ts";

const REAL = "Peat lanterns burn for nine hours on a handful of dry peat.";

describe("realAbstract", () => {
  it.each([
    "Abstract not available",
    "[Abstract not available]",
    "No abstract available.",
    "No abstract is available for this article, which appeared in print only.",
    "The abstract of this article has not been provided by its publisher yet.",
    "This short communication does not have an abstract of its own; see the text.",
    "n/a",
    "None",
    "-",
    "–",
    "",
    "Too short to say much of anything.",
    "Lanterns of the peat bog at night",
    "LANTERNS OF THE PEAT BOG AT NIGHT. Lanterns of the peat-bog at night.",
    "The abstract is to follow.",
    "Please see the full text.",
    "Research paper",
    "The abstract comes later.",
    "Notes of peat.",
    "Peat lanterns burn for nine hours on a handful of ...",
    "Peat lanterns burn for nine hours on a handful of dry…",
  ])("%j is no abstract", (abstract) => {
    expect(realAbstract({ title: "Lanterns of the peat bog at night", abstract })).toBe("");
  });

  it.each([
    REAL,
    "No abstract interpretation of loops is both sound and complete, as we prove.",
    `${REAL} `.repeat(6).concat("There is more to it ..."),
    "泥炭灯を使うと一握りの乾いた泥炭で九時間燃え続けることが分かった。",
  ])("%j is one", (abstract) => {
    expect(realAbstract({ title: "Lanterns of the peat bog at night", abstract })).toBe(abstract);
  });

  it("keeps a short text that has no title beside it", () => {
    expect(realAbstract({ title: "Short.", abstract: "Short.", isTitledByText: true })).toBe("Short.");
  });
});

it("prefers the longer abstract, and the known one where they say the same", () => {
  expect(longerAbstract(REAL, `${REAL} So it is.`)).toBe(`${REAL} So it is.`);
  expect(longerAbstract(REAL, REAL.slice(0, 40))).toBe(REAL);
  expect(longerAbstract(REAL, REAL.replace("burn", "burn , "))).toBe(REAL);
  expect(longerAbstract("", REAL)).toBe(REAL);
  expect(longerAbstract(REAL, "")).toBe(REAL);
});

it("knows the beginning of an abstract", () => {
  expect(isBeginningOf("Peat lanterns burn for ni...", REAL)).toBe(true);
  expect(isBeginningOf("Peat lamps burn.", REAL)).toBe(false);
  expect(isBeginningOf(REAL, REAL)).toBe(false);
});
