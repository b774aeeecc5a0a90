import { describe, expect, it } from "vitest";
import { expandAbbreviations, findAbbreviations } from "../../src/util/abbreviations.ts";

describe("findAbbreviations", () => {
  it.each([
    ["the critical batch size (CBS), a threshold", { CBS: "critical batch size" }],
    ["Neural Tangent Kernels (NTKs) are", { NTKs: "Neural Tangent Kernels" }],
    ["uses Low-Rank Adaptation (LoRA) of", { LoRA: "Low-Rank Adaptation" }],
    ["which we call Softmax Collapse (SC). We", { SC: "Softmax Collapse" }],
    ["as others did (Smith) and (see Table) or (2020) or (a)", {}],
    ["good results (XYZ) here", {}],
  ])("reads %j", (text, expected) => {
    expect(Object.fromEntries(findAbbreviations(text))).toEqual(expected);
  });
});

describe("expandAbbreviations", () => {
  it("puts the long form before each short form, also in the plural", () => {
    const known = new Map([["CBS", "critical batch size"]]);
    expect(expandAbbreviations("CBS scales; two CBSs differ. CBSX stays.", known)).toBe(
      "critical batch size CBS scales; two critical batch size CBSs differ. CBSX stays.",
    );
    expect(expandAbbreviations("nothing", new Map())).toBe("nothing");
  });
});
