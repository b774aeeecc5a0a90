import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import type { Retrieval } from "../retrieval/hybrid-retriever.ts";
import type { PaperProfile } from "../retrieval/paper-profiles.ts";
import { logistic } from "../util/logistic.ts";
import { contentTerms } from "../util/terms.ts";
import { ANSWERABILITY_WEIGHTS } from "./answerability-weights.ts";

/** What a retrieval tells about whether the corpus answers a question. */
export interface AnswerabilityEvidence {
  /** Cosine similarity of the question and the closest sentence of the first papers. */
  readonly sentence: number;
  /** The same for the closest chunk. */
  readonly chunk: number;
  /** Share of the question's content words, weighted by rarity, that the best of these papers holds. 0 to 1. */
  readonly coverage: number;
}

/** How far the corpus answers a question. */
export type Answerability = "answered" | "closest" | "nothing";

/** Papers looked at; what answers a question stands near the top or not at all. */
const PAPERS_LOOKED_AT = 5;

/**
 * Measures how the best papers fit a question.
 *
 * @param context words of an earlier question that this one needs
 */
export function evidenceOf(
  retrieval: Retrieval,
  profiles: readonly PaperProfile[],
  vocabulary: Vocabulary,
  context = "",
): AnswerabilityEvidence {
  const first = retrieval.papers.slice(0, PAPERS_LOOKED_AT);
  const ids = new Set(first.map(({ paperId }) => paperId));
  const weights = new Map(
    contentTerms(`${retrieval.query.text} ${context}`).map((term) => [
      term,
      inverseDocumentFrequency(vocabulary, term),
    ]),
  );
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const held = profiles
    .filter(({ paperId }) => ids.has(paperId))
    .map(({ terms }) => [...weights].reduce((sum, [term, weight]) => sum + (terms.has(term) ? weight : 0), 0));
  return {
    sentence: Math.max(0, ...first.map((paper) => paper.sentence)),
    chunk: Math.max(0, ...first.map((paper) => paper.dense)),
    coverage: total > 0 ? Math.max(0, ...held) / total : 1,
  };
}

/**
 * Whether what was found answers a question, comes close to it, or is about something else: two logistic regressions
 * over the evidence, fitted by `npm run fit-answerability`. One tells what is about the question at all, and weighs
 * words little: people use their own. The other tells answers from near misses, which words tell best.
 */
export function judgeAnswerability(evidence: AnswerabilityEvidence): Answerability {
  const { related, answered } = ANSWERABILITY_WEIGHTS;
  if (probabilityBy(related, evidence) < related.from) return "nothing";
  return probabilityBy(answered, evidence) >= answered.from ? "answered" : "closest";
}

/** A term that so few papers use, or this share of them, names something. */
const RARE = { papers: 5, share: 0.02 };

/**
 * True where one of the first papers holds two or more names of a question that few papers use: “why do Kaplan and
 * Chinchilla disagree?” is about that paper, however little else they share.
 */
export function holdsRareNames(
  retrieval: Retrieval,
  profiles: readonly PaperProfile[],
  vocabulary: Vocabulary,
): boolean {
  const first = new Set(retrieval.papers.slice(0, PAPERS_LOOKED_AT).map(({ paperId }) => paperId));
  const rare = rareTerms(retrieval.query.text, vocabulary);
  return profiles.some(
    ({ paperId, terms }) => first.has(paperId) && rare.filter((term) => terms.has(term)).length >= 2,
  );
}

/** Content terms of a text that a few papers use. */
export function rareTerms(text: string, vocabulary: Vocabulary): string[] {
  return [...new Set(contentTerms(text))].filter((term) => {
    const papers = vocabulary.paperCounts.get(term) ?? 0;
    return papers > 0 && papers <= Math.max(RARE.papers, RARE.share * vocabulary.papers);
  });
}

interface Weights extends AnswerabilityEvidence {
  readonly bias: number;
}

function probabilityBy({ bias, sentence, chunk, coverage }: Weights, evidence: AnswerabilityEvidence): number {
  return logistic(bias + sentence * evidence.sentence + chunk * evidence.chunk + coverage * evidence.coverage);
}
