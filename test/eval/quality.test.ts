import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Ask, OpenCorpus, Services } from "../../src/cli/services.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import { openSeeds } from "../support/open-seeds.ts";
import { type LabelledQuestion, ndcgAt, readLabelledQuestions } from "./questions.ts";

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Floors under what the answers are worth on the project's own questions. They guard against a change for the worse;
 * settings were chosen on the same questions, so the figures are no measure of quality (docs/tuning.md says more).
 */
describe("answers to the labelled questions", () => {
  const questions = readLabelledQuestions();
  const answerable = questions.filter((question) => question.relevant.length > 0);
  let services: Services;
  let open: OpenCorpus;
  let ask: Ask;
  let idOf: (title: string) => PaperId;

  beforeAll(async () => {
    ({ services, open } = await openSeeds(inject("seedsDataDir")));
    ask = await services.openAnswering(open);
    const ids = new Map((await open.corpus.listTitles()).map(({ title, paperId }) => [title, paperId]));
    idOf = (title) => {
      const id = ids.get(title);
      if (id === undefined) throw new Error(`no paper is titled “${title}”`);
      return id;
    };
  });
  afterAll(() => services.close());

  const gradesOf = ({ relevant }: LabelledQuestion) =>
    new Map(relevant.map(({ title, grade }) => [idOf(title), grade]));

  it("rank the relevant papers high: nDCG@10", async () => {
    const byType = new Map<string, number[]>();
    for (const question of answerable) {
      const { papers } = await open.retriever.retrieve(question.question, 10);
      const score = ndcgAt(
        10,
        papers.map((paper) => paper.paperId),
        gradesOf(question),
      );
      byType.set(question.type, [...(byType.get(question.type) ?? []), score]);
    }
    expect(average(byType.get("fact") ?? [])).toBeGreaterThan(0.95);
    expect(average(byType.get("synthesis") ?? [])).toBeGreaterThan(0.72);
    expect(average(byType.get("noise") ?? [])).toBeGreaterThan(0.75);
  });

  it("cite relevant papers with exact quotes, and abstain where nothing answers", async () => {
    const precision: number[] = [];
    const recall: number[] = [];
    const said: number[] = [];
    let abstained = 0;
    let rightly = 0;
    for (const question of questions) {
      const answer = await ask({ question: question.question, mode: "extractive" });
      const papers = await open.corpus.getPapers(answer.citations.map((citation) => citation.paperId));
      answer.citations.forEach((citation, index) => {
        expect(papers[index]?.abstract).toContain(citation.quote);
      });
      if (answer.status === "not_in_corpus") {
        abstained += 1;
        if (question.relevant.length === 0) rightly += 1;
        continue;
      }
      if (question.relevant.length === 0) continue;
      const relevant = new Set(question.relevant.map(({ title }) => idOf(title)));
      const hits = answer.citations.filter((citation) => relevant.has(citation.paperId)).length;
      precision.push(hits / answer.citations.length);
      recall.push(hits / relevant.size);
      const text = answer.text.toLowerCase();
      for (const phrase of question.must_say) said.push(text.includes(phrase.toLowerCase()) ? 1 : 0);
    }
    expect(average(precision)).toBeGreaterThan(0.87);
    expect(average(recall)).toBeGreaterThan(0.7);
    expect(average(said)).toBeGreaterThan(0.6);
    expect(rightly / abstained).toBeGreaterThan(0.9);
    expect(rightly / questions.filter((question) => question.relevant.length === 0).length).toBeGreaterThan(0.9);
  });
});
