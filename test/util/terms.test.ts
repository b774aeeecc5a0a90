import { describe, expect, it } from "vitest";
import { accentedWordsOf, contentTerms, wordsOf } from "../../src/util/terms.ts";

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

describe("words of a text", () => {
  it.each([
    ["Schrödinger Erdős Łukasz Søren Straße naïve", ["schrodinger", "erdos", "lukasz", "soren", "strasse", "naive"]],
    ["می\u200Cخواهم", ["میخواهم"]],
    ["ﬁne άλφα", ["fine", "αλφα"]],
  ])("are compared without accents and joiners: %s", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it("are the same terms with the letter and without its accent", () => {
    expect(contentTerms("naïve bridges")).toEqual(contentTerms("naive bridges"));
  });

  it("keep their accents where a language is told by them", () => {
    expect(accentedWordsOf("Está aquí")).toEqual(["está", "aquí"]);
  });
});
