import type { AskRequest } from "../../src/answering/answer-question.ts";
import type { Answer } from "../../src/domain/answer.ts";
import type { GoldQuestion } from "../../src/evaluation/gold.ts";

export interface NamedFigures {
  /** Questions that were told titles beside those cited, of those that have relevant papers. */
  readonly questions: number;
  readonly relevant: number;
  readonly relevantCited: number;
  readonly named: number;
  readonly relevantNamed: number;
}

/** What the titles named beside the citations are worth, where any are. */
export async function measureNamed(
  ask: (request: AskRequest) => Promise<Answer>,
  gold: readonly GoldQuestion[],
): Promise<NamedFigures> {
  const figures = { questions: 0, relevant: 0, relevantCited: 0, named: 0, relevantNamed: 0 };
  for (const { question, after, grades } of gold) {
    if (grades.size === 0) continue;
    const answer = await ask({ question, after: after.map((earlier) => ({ question: earlier })), mode: "extractive" });
    const named = answer.further;
    if (named.length === 0) continue;
    figures.questions += 1;
    figures.relevant += grades.size;
    figures.relevantCited += answer.citations.filter(({ paperId }) => grades.has(paperId)).length;
    figures.named += named.length;
    figures.relevantNamed += named.filter(({ paperId }) => grades.has(paperId)).length;
  }
  return figures;
}
