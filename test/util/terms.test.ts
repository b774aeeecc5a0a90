import { describe, expect, it } from "vitest";
import { contentTerms } from "../../src/util/terms.ts";

describe("contentTerms", () => {
  it.each([
    ["generalisation", "generalization"],
    ["optimisers", "optimizers"],
    ["regularised", "regularized"],
    ["analysing", "analyzing"],
    ["behaviour of neighbours", "behavior of neighbors"],
    ["labelled data", "labeled data"],
    ["modelling", "modeling"],
    ["centre", "center"],
  ])("has the same terms for %j and %j", (british, american) => {
    expect(contentTerms(british)).toEqual(contentTerms(american));
  });

  it.each([
    ["four", "for"],
    ["noise", "nose"],
    ["hour", "hor"],
  ])("tells %j from %j", (one, other) => {
    expect(contentTerms(one)).not.toEqual(contentTerms(other));
  });
});
