import { describe, expect, it } from "vitest";
import { isTitleAlone } from "../../src/questions/title-alone.ts";

describe("isTitleAlone", () => {
  it.each([
    ["Attention Is All You Need", true],
    ["Deep Residual Learning for Image Recognition", true],
    ["BERT: Pre-training of Deep Bidirectional Transformers", true],
    ["Neural Tangent Kernel", false],
    ["Low-Rank Adaptation", false],
    ["Stochastic Gradient Descent Weight Decay", false],
    ["the effect of batch size on Adam", false],
    ["What Is All You Need About Transformers", false],
    ["How Does Weight Decay Help the Training?", false],
  ])("%j: %s", (text, alone) => {
    expect(isTitleAlone(text)).toBe(alone);
  });
});
