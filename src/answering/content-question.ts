import type { AnswerEvent } from "../domain/answer.ts";
import type { Paper, PaperId } from "../domain/paper.ts";
import type { LanguageCode } from "../questions/detect-language.ts";
import type { QuestionReading } from "../questions/interpret-question.ts";
import type { FoundPapers } from "./answer-draft.ts";
import type { Answerability } from "./answerability.ts";

/** A question that abstracts answer. */
export interface ContentQuestion extends QuestionReading {
  readonly language: LanguageCode;
  /** False where it is in another language, and only some of its words could be searched for. */
  readonly readable: boolean;
  /** The English terms that it was searched for by, where it is in another language. */
  readonly searchedTerms: string | null;
}

export interface AnswerHooks {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: AnswerEvent) => void;
}

/** What is known when an answer is written. */
export interface Assessed {
  readonly question: ContentQuestion;
  /** The question, or its parts that the corpus covers, as one text. */
  readonly covered: string;
  readonly found: FoundPapers;
  /** What the answer may rest on, best first, with the sentences quoted of each at most. */
  readonly chosen: readonly { readonly paper: Paper; readonly most: number }[];
  /** Papers that a language model reads, best first. */
  readonly context: readonly Paper[];
  readonly answerability: Answerability;
  readonly uncovered: readonly string[];
}

/** Papers that a language model reads. */
export const CONTEXT_PAPERS = 6;

/** Papers of several lists, one of each in turn, so that each part of a question has its best papers in front. */
export function mergePapers(...lists: readonly (readonly Paper[])[]): Paper[] {
  const merged = new Map<PaperId, Paper>();
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  for (let place = 0; place < longest; place += 1) {
    for (const list of lists) {
      const paper = list[place];
      if (paper !== undefined && !merged.has(paper.paperId)) merged.set(paper.paperId, paper);
    }
  }
  return [...merged.values()];
}
