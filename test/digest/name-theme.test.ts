import { describe, expect, it } from "vitest";
import { nameTheme } from "../../src/digest/name-theme.ts";

const about = (title: string, abstract = "We propose a novel method for large models.") => ({ title, abstract });

describe("nameTheme", () => {
  it("takes the phrases that the papers share and others lack, as they write them", () => {
    const own = [
      about("Faster Video Generation with KV Caches"),
      about("Long Video Generation without Drift"),
      about("KV Caches for Video Generation"),
    ];
    const others = [about("Image Segmentation"), about("A Benchmark for Code")];
    expect(nameTheme(own, others)).toBe("Video generation, KV caches");
  });

  it("does not take words that any paper may have", () => {
    const own = [about("A Novel Framework for Learning Pruning"), about("Efficient Learning of Pruning Models")];
    expect(nameTheme(own, [])).toBe("Pruning");
  });

  it("takes the first title where the papers share nothing", () => {
    expect(nameTheme([about("Alpha Rays", ""), about("Beta Waves", "")], [])).toBe("Alpha Rays");
  });
});
