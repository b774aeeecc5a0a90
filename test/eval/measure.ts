import type { Ask, OpenCorpus } from "../../src/cli/services.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import { type LabelledQuestion, ndcgAt } from "./questions.ts";

export interface AnswerFigures {
  /** Mean nDCG@10 of the ranked papers, by type of question. */
  readonly ndcg: Readonly<Record<string, number>>;
  /** Share of cited papers that are relevant, and of relevant papers that are cited; means over answered questions. */
  readonly citationPrecision: number;
  readonly citationRecall: number;
  /** Share of the expected phrases that stand in the answers. */
  readonly mustSay: number;
  /** Share of quotes that are exact substrings of the stored abstract. */
  readonly quoteValidity: number;
  /** Of the questions that were not answered, the share that has no answer; of those without one, the share not answered. */
  readonly abstentionPrecision: number;
  readonly abstentionRecall: number;
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Asks every question and compares answers and rankings with the labels. */
export async function measureAnswers(
  open: OpenCorpus,
  ask: Ask,
  questions: readonly LabelledQuestion[],
): Promise<AnswerFigures> {
  const ids = new Map((await open.corpus.listTitles()).map(({ title, paperId }) => [title, paperId]));
  const idOf = (title: string): PaperId => {
    const id = ids.get(title);
    if (id === undefined) throw new Error(`no paper is titled “${title}”`);
    return id;
  };
  const ndcg = new Map<string, number[]>();
  const precision: number[] = [];
  const recall: number[] = [];
  const said: number[] = [];
  const valid: number[] = [];
  let abstained = 0;
  let rightly = 0;
  for (const { question, type, relevant, must_say } of questions) {
    const answer = await ask({ question, mode: "extractive" });
    const papers = await open.corpus.getPapers(answer.citations.map((citation) => citation.paperId));
    answer.citations.forEach(({ quote }, index) => {
      valid.push(papers[index]?.abstract.includes(quote) === true && quote !== "" ? 1 : 0);
    });
    if (answer.status === "not_in_corpus") {
      abstained += 1;
      if (relevant.length === 0) rightly += 1;
    }
    if (relevant.length === 0) continue;
    const grades = new Map(relevant.map(({ title, grade }) => [idOf(title), grade]));
    const score = ndcgAt(
      10,
      answer.retrieved.map((paper) => paper.paperId),
      grades,
    );
    ndcg.set(type, [...(ndcg.get(type) ?? []), score]);
    if (answer.status === "not_in_corpus") continue;
    const hits = answer.citations.filter((citation) => grades.has(citation.paperId)).length;
    precision.push(hits / answer.citations.length);
    recall.push(hits / relevant.length);
    const text = answer.text.toLowerCase();
    for (const phrase of must_say) said.push(text.includes(phrase.toLowerCase()) ? 1 : 0);
  }
  const unanswerable = questions.filter((question) => question.relevant.length === 0).length;
  return {
    ndcg: Object.fromEntries([...ndcg].map(([type, scores]) => [type, average(scores)])),
    citationPrecision: average(precision),
    citationRecall: average(recall),
    mustSay: average(said),
    quoteValidity: average(valid),
    abstentionPrecision: rightly / abstained,
    abstentionRecall: rightly / unanswerable,
  };
}
