import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import { standardised } from "../util/standardised.ts";
import { dotProduct, weightedMeanVector } from "../util/vectors.ts";
import { createBm25, type ScoreLexically, type WeightedTerms } from "./bm25.ts";
import type { PaperProfile } from "./paper-profiles.ts";

export interface RelatedOptions {
  /** Papers taken from each of the two searches before they are ranked together. */
  readonly candidates: number;
  /** Terms that stand for a paper. */
  readonly typicalTerms: number;
  /** A paper's closeness to so many of the others tells how general it is. */
  readonly neighbours: number;
  /** How much of that closeness is taken off. */
  readonly hubWeight: number;
  /** The first results speak for the paper too. */
  readonly feedback: { readonly papers: number; readonly temperature: number; readonly weight: number };
}

export interface RelatedCandidate {
  readonly paper: PaperProfile;
  /** 0 for the worst of the candidates, 1 for the best. */
  readonly score: number;
  /** Cosine similarity of the two papers' mean vectors. */
  readonly similarity: number;
}

/**
 * Ranks papers by their closeness to one of them. Two figures, each in standard deviations over the candidates:
 * - similarity of the mean vectors, less a part of what the candidate shares with everything else: a survey is near
 *   all papers and close to none (the correction is CSLS: Conneau and others, "Word Translation Without Parallel
 *   Data", 2018);
 * - BM25 of each paper's most typical terms in the other, as a share of what they score in their own paper, both ways.
 * Then the first results, weighted by their closeness, are compared with all in the same two ways.
 */
export function rankRelated(
  seed: PaperProfile,
  candidates: readonly PaperProfile[],
  vocabulary: Vocabulary,
  options: RelatedOptions,
): RelatedCandidate[] {
  if (candidates.length === 0) return [];
  const typical = new Map<PaperProfile, { readonly score: ScoreLexically; readonly own: number }>();
  for (const paper of [seed, ...candidates]) {
    const score = createBm25(typicalTerms(paper, vocabulary, options.typicalTerms), vocabulary);
    typical.set(paper, { score, own: score(paper) });
  }
  const shared = (of: PaperProfile, within: PaperProfile): number => {
    const { score, own } = typical.get(of) ?? { score: () => 0, own: 0 };
    return own > 0 ? score(within) / own : 0;
  };
  const hubness = closenessToOthers(candidates, options.neighbours);
  const similarities = candidates.map((paper) => dotProduct(paper.meanVector, seed.meanVector));
  const dense = standardised(similarities.map((value, index) => value - options.hubWeight * (hubness[index] ?? 0)));
  const lexical = standardised(candidates.map((paper) => (shared(seed, paper) + shared(paper, seed)) / 2));
  const scores = candidates.map((_, index) => (dense[index] ?? 0) + (lexical[index] ?? 0));

  const { papers, temperature, weight } = options.feedback;
  const first = byFallingScore(scores).slice(0, papers);
  const weights = closenessWeights(
    first.map((index) => scores[index] ?? 0),
    temperature,
  );
  const firstPapers = first.flatMap((index) => candidates[index] ?? []);
  const mean = weightedMeanVector(
    firstPapers.map((paper) => paper.meanVector),
    weights,
  );
  const denseFeedback = standardised(
    candidates.map((paper) => (mean === null ? 0 : dotProduct(paper.meanVector, mean))),
  );
  const lexicalFeedback = standardised(
    candidates.map((paper) =>
      firstPapers.reduce(
        (sum, other, at) => sum + (other === paper ? 0 : (weights[at] ?? 0) * shared(other, paper)),
        0,
      ),
    ),
  );
  const final = scores.map(
    (score, index) => score + weight * ((denseFeedback[index] ?? 0) + (lexicalFeedback[index] ?? 0)),
  );
  const order = byFallingScore(final);
  const best = final[order[0] ?? 0] ?? 0;
  const range = best - (final[order.at(-1) ?? 0] ?? 0);
  return order.flatMap((index) => {
    const paper = candidates[index];
    if (paper === undefined) return [];
    const score = range > 0 ? 1 - (best - (final[index] ?? 0)) / range : 1;
    return [{ paper, score, similarity: similarities[index] ?? 0 }];
  });
}

/** The terms that a paper says often and others seldom, each weighted by the root of its number. */
function typicalTerms(paper: PaperProfile, vocabulary: Vocabulary, count: number): WeightedTerms {
  const ranked = [...paper.terms]
    .map(([term, occurrences]) => ({
      term,
      occurrences,
      weight: occurrences * inverseDocumentFrequency(vocabulary, term),
    }))
    .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
  return new Map(ranked.slice(0, count).map(({ term, occurrences }) => [term, Math.sqrt(occurrences)]));
}

/** For each paper the mean similarity to those of the others that are closest to it. */
function closenessToOthers(papers: readonly PaperProfile[], neighbours: number): number[] {
  const rows = papers.map(() => new Float32Array(papers.length).fill(-1));
  papers.forEach((paper, i) => {
    for (let j = 0; j < i; j += 1) {
      const other = papers[j];
      const similarity = other === undefined ? 0 : dotProduct(paper.meanVector, other.meanVector);
      const [row, column] = [rows[i], rows[j]];
      if (row !== undefined) row[j] = similarity;
      if (column !== undefined) column[i] = similarity;
    }
  });
  const counted = Math.min(neighbours, papers.length - 1);
  if (counted < 1) return papers.map(() => 0);
  return rows.map(
    (row) =>
      row
        .sort()
        .slice(-counted)
        .reduce((sum, value) => sum + value, 0) / counted,
  );
}

function byFallingScore(scores: readonly number[]): number[] {
  return scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

/** Weights that sum to 1: the first of the falling scores weighs most, one `temperature` below it 1/e of that. */
function closenessWeights(scores: readonly number[], temperature: number): number[] {
  const top = scores[0] ?? 0;
  const raw = scores.map((score) => Math.exp((score - top) / temperature));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}
