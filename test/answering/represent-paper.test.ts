import { describe, expect, it } from "vitest";
import { representPaper } from "../../src/answering/represent-paper.ts";
import { splitSentences } from "../../src/util/sentences.ts";

const towards = Float32Array.of(1, 0);
/** Sentences that are all equally close to what is wanted, so that their form decides. */
const represent = (abstract: string, most: number, closeness: readonly number[] = []) => {
  const sentences = splitSentences(abstract).map(({ start, end }, index) => ({
    start,
    end,
    vector: Float32Array.of(closeness[index] ?? 0.5, 0),
  }));
  return representPaper({ abstract }, sentences, towards, most);
};

const scene = "Warmup has become popular in recent years.";
const finding = "We show that warmup is not needed with small steps.";
const back = "This holds for all networks.";
const code = "Our code is available at https://github.com/a/b.";

describe("the sentences that stand for a paper", () => {
  it("say what it found, in the order of the abstract", () => {
    const abstract = [scene, "Networks are trained in steps.", finding, back, code].join(" ");
    expect(represent(abstract, 1)).toEqual({ quotes: [finding], best: finding });
    expect(represent(abstract, 2)).toEqual({ quotes: ["Networks are trained in steps.", finding], best: finding });
  });

  it.each([
    ["what sets the scene", scene],
    ["what points back", back],
    ["where code lies", code],
    ["what leads up to something", "Despite much work, steps are small."],
    ["what is long", `Networks are trained ${"in steps that are small and then large ".repeat(12)}.`],
  ])("are not %s, where another says as much", (_what, sentence) => {
    const other = "Networks are trained in steps.";
    expect(represent(`${sentence} ${other}`, 1).best).toBe(other);
    expect(represent(`${other} ${sentence}`, 1).best).toBe(other);
  });

  it("are close to what is wanted, where their form is the same", () => {
    const abstract = "Networks are trained in steps. Networks are trained in leaps.";
    expect(represent(abstract, 1, [0.2, 0.6]).best).toBe("Networks are trained in leaps.");
  });

  it("are none where there is no abstract", () => {
    expect(represent("", 2)).toEqual({ quotes: [], best: "" });
  });
});
