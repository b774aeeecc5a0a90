import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PaperId } from "../../src/domain/paper.ts";
import type { Vocabulary } from "../../src/domain/vocabulary.ts";
import type { PaperProfile } from "../../src/retrieval/paper-profiles.ts";
import { type RankedQuestion, type RankingOptions, rankCandidates } from "../../src/retrieval/rank-candidates.ts";
import { type RelatedOptions, rankRelated } from "../../src/retrieval/rank-related.ts";
import { countTerms } from "../../src/util/terms.ts";

const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

function profile(id: string, terms: string[], degrees: number, sentenceDegrees: number[] = []): PaperProfile {
  return {
    paperId: id as PaperId,
    terms: countTerms(terms),
    length: terms.length,
    chunkVectors: [at(degrees)],
    meanVector: at(degrees),
    sentences: sentenceDegrees.map((angle, index) => ({ start: index, end: index + 1, vector: at(angle) })),
  };
}

const vocabulary: Vocabulary = {
  papers: 100,
  averageTerms: 4,
  paperCounts: new Map([
    ["grok", 5],
    ["decay", 10],
    ["model", 90],
    ["rare", 1],
  ]),
  wordCounts: new Map(),
  abbreviations: new Map(),
};
const plain: RankingOptions = { denseWeight: 10, sentenceShare: 0, subjectWeight: 20 };
const question = { vector: at(0), terms: new Map([["grok", 1]]) };
const idsOf = (ranked: readonly { readonly paperId: PaperId }[]) => ranked.map(({ paperId }) => paperId);

describe("rankCandidates", () => {
  const papers = [
    profile("words", ["grok", "model", "model", "model"], 80),
    profile("near", ["model", "model", "model", "model"], 5),
    profile("far", ["model", "model", "model", "decay"], 90),
  ];

  it("weighs similarity against common words", () => {
    expect(idsOf(rankCandidates(papers, question, vocabulary, { ...plain, denseWeight: 0 }))[0]).toBe("words");
    expect(idsOf(rankCandidates(papers, question, vocabulary, { ...plain, denseWeight: 100 }))[0]).toBe("near");
    const denseAlone = rankCandidates(papers, question, vocabulary, {
      ...plain,
      denseWeight: Number.POSITIVE_INFINITY,
    });
    expect(idsOf(denseAlone)).toEqual(["near", "words", "far"]);
  });

  it("lets the best sentence speak for its paper", () => {
    const one = profile("sentence", ["model"], 60, [0, 90]);
    const other = profile("whole", ["model"], 40, [40]);
    const rank = (sentenceShare: number) =>
      idsOf(rankCandidates([one, other], question, vocabulary, { ...plain, sentenceShare }));
    expect(rank(0)).toEqual(["whole", "sentence"]);
    expect(rank(0.8)).toEqual(["sentence", "whole"]);
  });

  it("asks first for the subject that a word stands for, then for what is asked about it", () => {
    const onSubject = profile("on the subject", ["grok", "model"], 60);
    const answers = profile("answers", ["grok", "decay", "model"], 60);
    const otherwise = profile("about another", ["decay", "rare", "model"], 0);
    const own = { vector: at(0), terms: new Map([["decay", 1]]) };
    const subject = { vector: at(60), terms: new Map([["grok", 1]]) };
    const whole = { vector: at(10), terms: new Map([...own.terms, ["grok", 0.5]]) };
    const rank = (asked: RankedQuestion) =>
      idsOf(rankCandidates([onSubject, answers, otherwise], asked, vocabulary, plain));
    expect(rank(whole)[0]).toBe("about another");
    expect(rank({ ...whole, parts: { own, subject } })).toEqual(["answers", "on the subject", "about another"]);
  });

  it("gives each candidate one place, and scores from 1 down to 0", () => {
    const paper = fc
      .record({
        terms: fc.array(fc.constantFrom("grok", "decay", "model", "rare"), { minLength: 1 }),
        angle: fc.integer({ min: 0, max: 359 }),
      })
      .map(({ terms, angle }) => ({ terms, angle }));
    fc.assert(
      fc.property(fc.array(paper, { maxLength: 12 }), (list) => {
        const profiles = list.map(({ terms, angle }, index) => profile(`p${index}`, terms, angle, [angle]));
        const ranked = rankCandidates(profiles, question, vocabulary, { ...plain, sentenceShare: 0.5 });
        expect(idsOf(ranked).sort()).toEqual(profiles.map(({ paperId }) => paperId).sort());
        const scores = ranked.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        for (const score of scores) expect(score).toBeGreaterThanOrEqual(0);
        if (scores.length > 0) expect(scores[0]).toBe(1);
      }),
    );
  });
});

describe("rankRelated", () => {
  const options: RelatedOptions = {
    candidates: 10,
    typicalTerms: 5,
    neighbours: 2,
    hubWeight: 0.5,
    feedback: { papers: 2, temperature: 2, weight: 0 },
  };

  it("prefers a paper of its own kind to one that is near everything", () => {
    const seed = profile("seed", ["grok"], 0);
    const kin = profile("kin", ["model"], 31);
    const hub = profile("hub", ["model"], -30);
    const crowd = [profile("c1", ["model"], -31), profile("c2", ["model"], -29), profile("c3", ["model"], -33)];
    const rank = (hubWeight: number) =>
      rankRelated(seed, [kin, hub, ...crowd], vocabulary, { ...options, hubWeight }).map(({ paper }) => paper.paperId);
    expect(rank(0)[0]).not.toBe("kin");
    expect(rank(0.5)[0]).toBe("kin");
  });

  it("looks at typical terms both ways", () => {
    const seed = profile("seed", ["rare", "grok", "model"], 0);
    const same = profile("same", ["rare", "grok", "model"], 50);
    const other = profile("other", ["model", "model", "decay"], 50);
    const ranked = rankRelated(seed, [other, same], vocabulary, options);
    expect(ranked.map(({ paper }) => paper.paperId)).toEqual(["same", "other"]);
    expect(rankRelated(seed, [], vocabulary, options)).toEqual([]);
  });
});
