import {
  type AnswerMode,
  type AnswerSentence,
  type AnswerStatus,
  type Citation,
  type DeniedPremise,
  markSentence,
  type RetrievedPaper,
} from "../domain/answer.ts";
import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { Retrieval } from "../retrieval/hybrid-retriever.ts";
import { truncate } from "../util/truncate.ts";
import { findDenial, premiseOf } from "./find-denied-premise.ts";
import { languageNotes } from "./language-notes.ts";
import type { Understood } from "./understand-question.ts";

/** What was searched. */
export interface SearchScope {
  readonly papers: number;
  readonly since: string | null;
}

/** All that is known when an answer is written. */
export interface Assessed {
  readonly question: Understood;
  readonly retrieval: Retrieval;
  readonly papers: readonly Paper[];
  readonly listed: readonly RetrievedPaper[];
  readonly vocabulary: Vocabulary;
  readonly scope: SearchScope;
  /** The parts of the question that the corpus covers, as one text; null where it covers none. */
  readonly covered: string | null;
  /** What the question asks about that the corpus does not cover. */
  readonly uncovered: readonly string[];
}

/** An answer without what all answers have. */
export interface Draft {
  readonly status: AnswerStatus;
  readonly mode: AnswerMode;
  readonly text: string;
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  readonly model: string | null;
  readonly uncovered?: readonly string[];
  readonly deniedPremise?: DeniedPremise;
  readonly notes?: readonly string[];
  readonly raw?: string;
  readonly warning?: string;
}

const CLOSEST_TITLES = 3;

/** The answer made of sentences: what is not covered, and what the question got wrong, are said beside them. */
export function draftOf(
  assessed: Assessed,
  mode: AnswerMode,
  sentences: readonly AnswerSentence[],
  citations: readonly Citation[],
  more: Pick<Draft, "model" | "raw" | "warning">,
): Draft {
  const { question, uncovered } = assessed;
  const premise = premiseOf(question.standalone);
  const denial = premise === null ? null : findDenial(premise, citations, assessed.vocabulary);
  const deniedPremise = premise === null || denial === null ? undefined : { premise, n: denial.n };
  const partial = uncovered.length > 0 || !question.readable;
  const notes = [
    ...(deniedPremise === undefined
      ? []
      : [`The question takes for granted that “${deniedPremise.premise}”; [${deniedPremise.n}] says otherwise.`]),
    ...(question.readable ? [] : [languageNotes(question.language).found(question.text)]),
    ...(uncovered.length === 0
      ? []
      : [`Not covered by this corpus: ${uncovered.map((name) => `“${name}”`).join(", ")}.`]),
  ];
  return {
    status: partial ? "partial" : "answered",
    mode,
    text: [...notes, ...sentences.map((sentence) => markSentence(sentence, mode))].join(" "),
    sentences,
    citations,
    ...(notes.length === 0 ? {} : { notes }),
    ...(uncovered.length === 0 ? {} : { uncovered }),
    ...(deniedPremise === undefined ? {} : { deniedPremise }),
    ...more,
  };
}

/** Nothing in the corpus bears on the question: what was searched, and the closest titles. */
export function draftOfNothing(assessed: Assessed, mode: AnswerMode, model: string | null, raw?: string): Draft {
  const { papers, scope, question } = assessed;
  const searched =
    scope.since === null
      ? `its ${scope.papers} abstracts`
      : `its ${scope.papers} abstracts known to be from ${scope.since} or later`;
  const closest = papers.slice(0, CLOSEST_TITLES).map((paper) => `“${truncate(paper.title, 120)}”`);
  const notes = question.readable ? [] : [languageNotes(question.language).nothing];
  const parts = [
    ...notes,
    `Not in this corpus: none of ${searched} bears on this question.`,
    ...(closest.length === 0 ? [] : [`The closest titles: ${closest.join("; ")}.`]),
  ];
  return {
    status: "not_in_corpus",
    mode,
    text: parts.join(" "),
    sentences: [],
    citations: [],
    ...(notes.length === 0 ? {} : { notes }),
    model,
    ...(raw === undefined ? {} : { raw }),
  };
}
