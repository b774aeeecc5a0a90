import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roleFits, rolesOf, SENTENCE_ROLES, type SentenceRole } from "../../src/answering/sentence-roles.ts";
import { QUESTION_KINDS } from "../../src/domain/question.ts";

describe("what a sentence does in an abstract", () => {
  it.each<[SentenceRole, string, number]>([
    ["motivation", "Training large networks is costly.", 0],
    ["motivation", "However, why warmup helps remains unclear.", 1],
    ["method", "We propose a schedule without warmup.", 2],
    ["result", "Experiments show that it outperforms warmup by 3%.", 4],
    ["conclusion", "Overall, our findings have implications for training.", 5],
  ])("is told as %s: %s", (role, sentence, index) => {
    const roles = rolesOf(sentence, index, 6);
    expect(SENTENCE_ROLES.toSorted((a, b) => roles[b] - roles[a])[0]).toBe(role);
  });

  it("is a probability for each role, whatever the sentence, and at most 1 fits a question", () => {
    const place = fc
      .nat({ max: 20 })
      .chain((index) => fc.tuple(fc.constant(index), fc.integer({ min: index + 1, max: 30 })));
    fc.assert(
      fc.property(fc.string(), place, fc.constantFrom(...QUESTION_KINDS), (sentence, [index, count], kind) => {
        const roles = rolesOf(sentence, index, count);
        expect(SENTENCE_ROLES.reduce((sum, role) => sum + roles[role], 0)).toBeCloseTo(1);
        expect(Math.abs(roleFits(roles, kind))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("roleFits", () => {
  const only = (role: SentenceRole) => ({
    motivation: 0,
    method: 0,
    result: 0,
    conclusion: 0,
    availability: 0,
    [role]: 1,
  });

  it.each<[(typeof QUESTION_KINDS)[number], SentenceRole, SentenceRole]>([
    ["mechanism", "method", "result"],
    ["why", "result", "method"],
    ["number", "result", "motivation"],
    ["definition", "motivation", "conclusion"],
    ["list", "method", "motivation"],
    ["other", "result", "motivation"],
    ["other", "motivation", "availability"],
  ])("answers a question of kind %s better by %s than by %s", (kind, better, worse) => {
    expect(roleFits(only(better), kind)).toBeGreaterThan(roleFits(only(worse), kind));
  });
});
