import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonValuesIn } from "../../src/util/json-in-text.ts";

describe("jsonValuesIn", () => {
  it.each<[string, unknown[]]>([
    ['["a", "b"]', [["a", "b"]]],
    ['Passage [1] says so [see {2}].\n```json\n["a"]\n```\nDone [x].', [[1], ["a"]]],
    ['{"labels": ["a", "b",],}', [{ labels: ["a", "b"] }]],
    ['["a [b] \\"c\\"", "]"] and {"n": [1, -2.5e3, true, null]}', [['a [b] "c"', "]"], { n: [1, -2500, true, null] }]],
    ['[see ["a"]', [["a"]]],
    ['["a", "b', []],
    ["['a']", []],
    ["no list", []],
  ])("finds what stands in %j", (text, values) => {
    expect(jsonValuesIn(text)).toEqual(values);
  });

  it("finds any list in any prose without quotation marks", () => {
    const prose = fc.string().map((text) => text.replaceAll('"', ""));
    fc.assert(
      fc.property(prose, fc.array(fc.string(), { minLength: 1 }), prose, (before, list, after) => {
        expect(jsonValuesIn(`${before} ${JSON.stringify(list)} ${after}`)).toContainEqual(list);
      }),
    );
  });

  it("gives up on what is made to be slow", () => {
    for (const piece of ["[", '["', '{"a":[', "[[1,", '["[",', "[ "])
      expect(jsonValuesIn(piece.repeat(50_000))).toEqual([]);
  });
});
