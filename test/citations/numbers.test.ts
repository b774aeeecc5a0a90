import { describe, expect, it } from "vitest";
import { amountsDiffer, numbersOf } from "../../src/citations/numbers.ts";

describe("numbersOf", () => {
  it.each<[string, string[]]>([
    ["1,000 and 0.50", ["1000", "0.5"]],
    ["twice in two runs of .5", ["0.5", "2", "2"]],
    ["GPT-4 and 1.1x", ["4", "1.1"]],
    ["none", []],
  ])("reads %j", (text, numbers) => {
    expect(numbersOf(text)).toEqual(numbers);
  });
});

describe("amountsDiffer", () => {
  it.each<[string, string, boolean]>([
    ["trains 10 times faster", "trains 100times faster", true],
    ["trains 100 times faster", "trains 100times faster", false],
    ["trains 10 times faster", "trains 100× faster", true],
    ["trains 100 times faster", "trains 100× faster", false],
    ["has 3 layers", "uses 3×3 kernels", false],
    ["loses 3% on CIFAR-10", "loses 5 % on CIFAR-10", true],
    ["has 12 layers", "is 3 times faster", false],
    ["with 1,000 steps", "within 1000 steps", false],
    ["of 2 layers", "of 2 layers or 3 layers", false],
    ["many layers", "3 layers", false],
  ])("%j beside %j", (one, other, differ) => {
    expect(amountsDiffer(one, other)).toBe(differ);
  });
});
