import { expect, it } from "vitest";
import { comparedSides } from "../../src/questions/compared-sides.ts";

it.each<[string, readonly [string, string] | null]>([
  ["adam vs sgd", ["adam", "sgd"]],
  ["What is the difference between SAM and SGD?", ["SAM", "SGD"]],
  ["compare LoRA with full fine-tuning", ["LoRA", "full fine-tuning"]],
  ["how does u-mup differ from plain mup", ["u-mup", "plain mup"]],
  ["Is Adam better than SGD?", ["Adam", "SGD"]],
  ["layernorm or batchnorm: which for transformers", ["layernorm", "batchnorm"]],
  ["GraLoRA / ShareLoRA differences", ["GraLoRA", "ShareLoRA"]],
  ["contrast deep equilibrium models and neural odes", ["deep equilibrium models", "neural odes"]],
  ["What explains grokking?", null],
  ["vs", null],
  ["", null],
])("%j compares %j", (question, sides) => {
  expect(comparedSides(question)).toEqual(sides);
});
