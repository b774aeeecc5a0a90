import type { PaperId } from "../domain/paper.ts";
import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import { bestSimilarity, dotProduct, weightedMeanVector } from "../util/vectors.ts";
import { createBm25, type WeightedTerms } from "./bm25.ts";
import type { PaperProfile } from "./paper-profiles.ts";

/** A paper as ranked; the parts are kept so that a rank can be explained. */
export interface RankedCandidate {
  readonly paperId: PaperId;
  /** 0 for the worst of the candidates, 1 for the best. */
  readonly score: number;
  /** Cosine similarity of the question and the paper's best chunk. */
  readonly dense: number;
  /** Cosine similarity of the question and the paper's best sentence. */
  readonly sentence: number;
  /** BM25 of the question's terms. */
  readonly lexical: number;
}

export interface RankingOptions {
  /** What a cosine similarity of 1 is worth, in points of BM25. 0: lexical alone; Infinity: dense alone. */
  readonly denseWeight: number;
  /** Share of the best sentence in the similarity, beside the best chunk. */
  readonly sentenceShare: number;
  /** How much more a term counts that stands in the title; 0 for no more. */
  readonly titleBoost: number;
  /** What the paper that is most about a question's subject gains by that, in points of BM25. */
  readonly subjectWeight: number;
  /** What the first results add to the question; null for nothing. */
  readonly feedback: FeedbackOptions | null;
}

export interface FeedbackOptions {
  /** First results that are taken for relevant. */
  readonly papers: number;
  /** In points of the score: a result so far below the first counts 1/e as much as that. */
  readonly temperature: number;
  /** Terms taken over from them. */
  readonly terms: number;
  /** What those terms weigh together; a term of the question weighs 1. */
  readonly lexicalWeight: number;
  /** Weight of the similarity to their mean, beside the similarity to the question. */
  readonly denseWeight: number;
}

/** A text as papers are compared with it. */
export interface SearchText {
  readonly vector: Float32Array;
  readonly terms: WeightedTerms;
}

export interface RankedQuestion extends SearchText {
  /** Where words of the question stand for a subject named before (“how is it tuned?”): the two apart. */
  readonly parts?: { readonly own: SearchText; readonly subject: SearchText };
}

/**
 * Ranks candidates by BM25 plus a fixed multiple of their similarity: scores keep their scale, so a question that
 * matches no words well is left to the vectors, and the other way round (a convex combination without normalising per
 * list; Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023, discuss such fusions).
 * Where the question's words stand for a subject, its own words and the subject are compared apart ({@link aboutSubject}).
 * Then the first results, weighted by how close they are to the best, lend the question their terms (RM3: Lavrenko and
 * Croft, "Relevance-Based Language Models", 2001) and their vectors (Rocchio, 1971), and all are ranked again.
 */
export function rankCandidates(
  candidates: readonly PaperProfile[],
  question: RankedQuestion,
  vocabulary: Vocabulary,
  options: RankingOptions,
): RankedCandidate[] {
  const { denseWeight, feedback } = options;
  const lexicalWeight = denseWeight === Number.POSITIVE_INFINITY ? 0 : 1;
  const similarityWeight = denseWeight === Number.POSITIVE_INFINITY ? 1 : denseWeight;
  const compareWith = (text: SearchText) => {
    const bm25 = createBm25(text.terms, vocabulary, options.titleBoost);
    return (paper: PaperProfile) => {
      const dense = bestSimilarity(paper.chunkVectors, text.vector);
      const sentence = bestSentenceSimilarity(paper, text.vector) ?? dense;
      const lexical = bm25(paper);
      const similarity = (1 - options.sentenceShare) * dense + options.sentenceShare * sentence;
      return { dense, sentence, lexical, score: lexicalWeight * lexical + similarityWeight * similarity };
    };
  };
  const whole = compareWith(question);
  const scored = candidates.map((paper) => ({ paper, ...whole(paper) }));
  if (question.parts !== undefined) {
    const own = compareWith(question.parts.own);
    const subject = compareWith(question.parts.subject);
    const about = aboutSubject(
      candidates.map((paper) => subject(paper).score),
      options.subjectWeight,
    );
    scored.forEach((candidate, index) => {
      candidate.score = own(candidate.paper).score + (about[index] ?? 0);
    });
  }
  const byScore = (a: (typeof scored)[number], b: (typeof scored)[number]) =>
    b.score - a.score || (a.paper.paperId < b.paper.paperId ? -1 : 1);
  scored.sort(byScore);
  if (feedback !== null && scored.length > 1) {
    const added = feedbackScores(scored, vocabulary, feedback);
    for (const [index, candidate] of scored.entries()) {
      const { lexical, dense } = added[index] ?? { lexical: 0, dense: 0 };
      candidate.score += lexicalWeight * lexical + similarityWeight * dense;
    }
    scored.sort(byScore);
  }
  const best = scored[0]?.score ?? 0;
  const range = best - (scored.at(-1)?.score ?? 0);
  return scored.map(({ paper, dense, sentence, lexical, score }) => ({
    paperId: paper.paperId,
    score: range > 0 ? 1 - (best - score) / range : 1,
    dense,
    sentence,
    lexical,
  }));
}

/**
 * What each paper gains by being about the subject: that it is at all counts most, how much it is counts less, so that
 * what is asked about the subject decides among the papers on it.
 */
function aboutSubject(scores: readonly number[], weight: number): number[] {
  const best = Math.max(0, ...scores);
  return scores.map((score) => (best > 0 ? weight * Math.sqrt(Math.max(0, score) / best) : 0));
}

function bestSentenceSimilarity(paper: PaperProfile, vector: Float32Array): number | null {
  let best: number | null = null;
  for (const sentence of paper.sentences) {
    const similarity = dotProduct(sentence.vector, vector);
    if (best === null || similarity > best) best = similarity;
  }
  return best;
}

/** What the first of the ranked papers add to the score of each. */
function feedbackScores(
  ranked: readonly { readonly paper: PaperProfile; readonly score: number }[],
  vocabulary: Vocabulary,
  options: FeedbackOptions,
): { lexical: number; dense: number }[] {
  const first = ranked.slice(0, options.papers);
  const weights = closenessWeights(
    first.map(({ score }) => score),
    options.temperature,
  );
  const terms = expansionTerms(
    first.map(({ paper }) => paper),
    weights,
    vocabulary,
    options,
  );
  const mean = weightedMeanVector(
    first.map(({ paper }) => paper.meanVector),
    weights,
  );
  const bm25 = createBm25(terms, vocabulary);
  return ranked.map(({ paper }) => ({
    lexical: bm25(paper),
    dense: mean === null ? 0 : options.denseWeight * dotProduct(paper.meanVector, mean),
  }));
}

/** Weights that sum to 1: the first of the falling scores weighs most, one `temperature` below it 1/e of that. */
export function closenessWeights(scores: readonly number[], temperature: number): number[] {
  const top = scores[0] ?? 0;
  const raw = scores.map((score) => Math.exp((score - top) / temperature));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

/** The terms most typical of some papers, weighted so that together they weigh `lexicalWeight`. */
function expansionTerms(
  papers: readonly PaperProfile[],
  weights: readonly number[],
  vocabulary: Vocabulary,
  options: FeedbackOptions,
): WeightedTerms {
  const salience = new Map<string, number>();
  papers.forEach((paper, index) => {
    for (const [term, count] of paper.terms) {
      if (term.length < 3) continue;
      const share = ((weights[index] ?? 0) * count) / Math.max(1, paper.length);
      salience.set(term, (salience.get(term) ?? 0) + share * inverseDocumentFrequency(vocabulary, term));
    }
  });
  const top = [...salience].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, options.terms);
  const sum = top.reduce((total, [, weight]) => total + weight, 0);
  return new Map(top.map(([term, weight]) => [term, sum > 0 ? (options.lexicalWeight * weight) / sum : 0]));
}
