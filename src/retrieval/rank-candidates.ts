import type { PaperId } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { bestSimilarity, dotProduct } from "../util/vectors.ts";
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
  /** What the paper that is most about a question's subject gains by that, in points of BM25. */
  readonly subjectWeight: number;
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
 */
export function rankCandidates(
  candidates: readonly PaperProfile[],
  question: RankedQuestion,
  vocabulary: Vocabulary,
  options: RankingOptions,
): RankedCandidate[] {
  const { denseWeight } = options;
  const lexicalWeight = denseWeight === Number.POSITIVE_INFINITY ? 0 : 1;
  const similarityWeight = denseWeight === Number.POSITIVE_INFINITY ? 1 : denseWeight;
  const compareWith = (text: SearchText) => {
    const bm25 = createBm25(text.terms, vocabulary);
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
  scored.sort((a, b) => b.score - a.score || (a.paper.paperId < b.paper.paperId ? -1 : 1));
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
