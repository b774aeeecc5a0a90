import { describe, expect, it } from "vitest";
import { contradicts, takesSameSide } from "../../src/citations/compare-claims.ts";
import { clausesOf, readClaim } from "../../src/citations/read-claim.ts";

describe("two claims", () => {
  it.each<[string, string, boolean]>([
    ["Pruning improves accuracy.", "Pruning does not improve accuracy.", true],
    ["Pruning improves accuracy.", "Pruning degrades accuracy.", true],
    ["Pruning improves accuracy.", "Pruning improves accuracy and degrades speed.", false],
    ["Pruning does not degrade accuracy.", "Pruning degrades accuracy.", true],
    ["Pruning does not degrade accuracy.", "Pruning happens with no observed degradation of accuracy.", false],
    ["Weights converge slowly.", "Weights rapidly converge.", true],
    ["The estimator is unbiased.", "The estimator is biased.", true],
    ["The loss is non-convex.", "The loss is convex.", true],
    ["The losses are coupled.", "The losses are decoupled.", true],
    ["The batch size scales with model size.", "The batch size scales with data size rather than model size.", true],
    ["The batch size scales with data size.", "The batch size scales with data size rather than model size.", false],
    ["Merging needs training.", "Merging is training-free.", true],
    ["The method requires labels.", "The method requires no labels.", true],
    ["Data helps weak models.", "No amount of data helps weak models.", true],
    ["SAM only minimises sharpness.", "SAM does not only minimise sharpness.", true],
    ["MLPs are more efficient than CNNs.", "CNNs are more efficient than MLPs.", true],
    ["MLPs are more efficient than CNNs.", "MLPs are more efficient than CNNs.", false],
    ["The cost grows linearly with depth.", "The cost grows exponentially with depth.", true],
    // Both the subject and what is said of it are turned round.
    ["Large rates learn weak features.", "Small rates learn strong features.", false],
    // A compound says nothing of its first half.
    ["Low-rank adapters work.", "High-rank adapters work.", false],
    // The words lie near each other in no clause.
    ["Depth increases the error.", "The memory of wide networks decreases.", false],
    ["Unlearning is reliable.", "We learn that it is reliable.", false],
  ])("%j and %j contradict each other: %j", (one, other, opposed) => {
    expect(contradicts(readClaim(one), readClaim(other))).toBe(opposed);
    expect(contradicts(readClaim(other), readClaim(one))).toBe(opposed);
  });

  it.each(["Pruning improves accuracy.", "A robust, small network never overfits.", "Nothing at all.", ""])(
    "%j does not contradict itself",
    (text) => {
      expect(contradicts(readClaim(text), readClaim(text))).toBe(false);
    },
  );

  it("do not contradict each other over a common word alone", () => {
    const [one, other] = [readClaim("prediction without training"), readClaim("a training set")];
    expect(contradicts(one, other)).toBe(true);
    expect(contradicts(one, other, (term) => term === "train")).toBe(false);
  });

  it.each<[string, string, boolean]>([
    ["Pruning improves accuracy.", "Accuracy is improved by pruning.", true],
    ["Pruning needs no data.", "Pruning works without data.", true],
    ["Pruning improves accuracy.", "Pruning is popular.", false],
    ["Pruning improves accuracy.", "Pruning degrades accuracy.", false],
  ])("%j and %j take the same side: %j", (one, other, same) => {
    expect(takesSameSide(readClaim(one), readClaim(other))).toBe(same);
  });
});

describe("clausesOf", () => {
  it.each<[string, string[]]>([
    ["Width helps; depth does not.", ["Width helps", "depth does not."]],
    ["We prove that (i) width helps, and (ii) depth does not.", ["We prove that", "width helps", "depth does not."]],
    ["Width helps, but depth does not.", ["Width helps", "but depth does not."]],
    ["Width, depth and data help.", ["Width, depth and data help."]],
  ])("splits %j", (sentence, clauses) => {
    expect(clausesOf(sentence).map((clause) => clause.trim())).toEqual(clauses);
  });
});
