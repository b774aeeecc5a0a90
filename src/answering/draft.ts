import {
  type AnswerMode,
  type AnswerSentence,
  type AnswerStatus,
  type Citation,
  markSentence,
  type Premise,
  type RetrievedPaper,
  type ShortForm,
} from "../domain/answer.ts";
import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { Retrieval } from "../retrieval/hybrid-retriever.ts";
import { truncate } from "../util/truncate.ts";
import { checkPremise } from "./check-premise.ts";
import { explainShortForms } from "./explain-short-forms.ts";
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
  readonly premise?: Premise;
  readonly shortForms?: readonly ShortForm[];
  readonly notes?: readonly string[];
  readonly raw?: string;
  readonly warning?: string;
}

const CLOSEST_TITLES = 3;
const PREMISE_CHARACTERS = 100;
const QUOTE_CHARACTERS = 240;

/** The answer made of sentences: what is not covered, and what the question got wrong, are said beside them. */
export function draftOf(
  assessed: Assessed,
  mode: AnswerMode,
  sentences: readonly AnswerSentence[],
  citations: readonly Citation[],
  more: Pick<Draft, "model" | "raw" | "warning">,
): Draft {
  const { question, uncovered } = assessed;
  const abstracts = new Map(assessed.papers.map(({ paperId, abstract }) => [paperId, abstract]));
  const cited = citations.map((citation) => ({ ...citation, abstract: abstracts.get(citation.paperId) ?? "" }));
  const premise = checkPremise(question.standalone, cited, assessed.vocabulary);
  const shortForms = explainShortForms(sentences, cited, assessed.vocabulary);
  const partial = uncovered.length > 0 || !question.readable;
  const notes = [
    ...(premise === null ? [] : [premiseNote(premise)]),
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
    ...(premise === null ? {} : { premise }),
    ...(shortForms.length === 0 ? {} : { shortForms }),
    ...more,
  };
}

function premiseNote({ text, verdict, n, quote }: Premise): string {
  const taken = `The question takes for granted that “${truncate(text, PREMISE_CHARACTERS)}”;`;
  return verdict === "denied"
    ? `${taken} but: “${truncate(quote, QUOTE_CHARACTERS)}” [${n}].`
    : `${taken} no sentence of the papers cited here says so.`;
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
