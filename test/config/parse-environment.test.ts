import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEnvironment } from "../../src/config/parse-environment.ts";

const read = (text: string) => Object.fromEntries(parseEnvironment(text, ".env"));

describe("parseEnvironment", () => {
  it.each([
    ["A=1\nB=2", { A: "1", B: "2" }],
    ["A=1\r\n\r\nB=2\r\n", { A: "1", B: "2" }],
    ["A=1\rB=2\r", { A: "1", B: "2" }],
    ["\uFEFFA=1", { A: "1" }],
    ["# a remark\n  # another\nA=1 # and one more", { A: "1" }],
    ["export A=1\nexport  B = 2 ", { A: "1", B: "2" }],
    ['A="x # y" # z', { A: "x # y" }],
    ["A='x # y'", { A: "x # y" }],
    ['A=`it\'s "so"`', { A: 'it\'s "so"' }],
    ["A=x#y", { A: "x#y" }],
    ["A=#x", { A: "#x" }],
    ["A= # nothing", { A: "" }],
    ["A=", { A: "" }],
    ['A=""', { A: "" }],
    ["A=b=c==", { A: "b=c==" }],
    ['A="one\\ntwo"', { A: "one\ntwo" }],
    ['A="one\r\ntwo"\nB=3', { A: "one\ntwo", B: "3" }],
    ['A="say \\"so\\""', { A: 'say "so"' }],
    ["A=1\nA=2", { A: "2" }],
  ])("reads %j", (text, variables) => expect(read(text)).toEqual(variables));

  it.each([
    ["no assignment", "A=1\nB hunter2\n", /^Line 2 of \.env can't be read: NAME=value is expected/u],
    ["a shell's own word", "set A=hunter2", /Line 1/u],
    ["an open quotation mark", 'A=1\nB="hunter2\nC=3', /Line 2 .* not closed/u],
    ["text behind a quotation", "A='x' hunter2", /Line 1 .* only a comment/u],
    ["bytes of another encoding", "A=hunter2\uFFFD", /Line 1 .* neither UTF-8 nor UTF-16/u],
  ])("refuses %s by its line, and shows nothing of it", (_what, text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).not.toThrow(/hunter2/u);
  });

  it("gives back any value between quotation marks that are not in it", () => {
    const value = fc.string({ unit: "grapheme" }).filter((text) => !/['\r\n\uFFFD]/u.test(text));
    fc.assert(
      fc.property(value, (text) => {
        expect(read(`export A='${text}' # b\nB=1`)).toEqual({ A: text, B: "1" });
      }),
    );
  });
});
