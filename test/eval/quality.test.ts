import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Services } from "../../src/cli/services.ts";
import { openSeeds } from "../support/open-seeds.ts";
import { type AnswerFigures, measureAnswers } from "./measure.ts";
import { readLabelledQuestions } from "./questions.ts";

/**
 * Floors under what the answers are worth on the project's own questions. They guard against a change for the worse;
 * settings were chosen on the same questions, so the figures are no measure of quality (docs/tuning.md says more).
 */
describe("answers to the labelled questions", () => {
  let services: Services;
  let figures: AnswerFigures;

  beforeAll(async () => {
    const seeds = await openSeeds(inject("seedsDataDir"));
    services = seeds.services;
    figures = await measureAnswers(seeds.open, await services.openAnswering(seeds.open), readLabelledQuestions());
  }, 400_000);
  afterAll(() => services.close());

  it("rank the relevant papers high", () => {
    expect(figures.ndcg["fact"]).toBeGreaterThan(0.95);
    expect(figures.ndcg["synthesis"]).toBeGreaterThan(0.72);
    expect(figures.ndcg["noise"]).toBeGreaterThan(0.75);
  });

  it("cite relevant papers, and say what is asked for", () => {
    expect(figures.citationPrecision).toBeGreaterThan(0.87);
    expect(figures.citationRecall).toBeGreaterThan(0.7);
    expect(figures.mustSay).toBeGreaterThan(0.65);
  });

  it("quote word for word, always", () => {
    expect(figures.quoteValidity).toBe(1);
  });

  it("are withheld where nothing answers", () => {
    expect(figures.abstentionPrecision).toBeGreaterThan(0.9);
    expect(figures.abstentionRecall).toBeGreaterThan(0.9);
  });
});
