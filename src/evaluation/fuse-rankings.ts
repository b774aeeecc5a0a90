import type { PaperId } from "../domain/paper.ts";
import type { ScoredPaper } from "../ports/corpus-store.ts";

/** A paper as fused; the parts are kept so that a rank can be explained. */
export interface FusedPaper {
  readonly paperId: PaperId;
  /** 0 to 1; larger is better. */
  readonly score: number;
  /** Cosine similarity of the best chunk; null when the paper was not among the dense results. */
  readonly dense: number | null;
  /** BM25; null when the paper was not among the lexical results. */
  readonly lexical: number | null;
}

export type FusionOptions =
  | {
      readonly method: "weighted";
      /** Share of the dense score, 0 to 1. */
      readonly denseWeight: number;
    }
  | {
      readonly method: "reciprocal-rank";
      /** 60 in the paper. */
      readonly k: number;
    };

/**
 * Joins a dense and a lexical ranking.
 * - `weighted`: each list's scores scaled to 0…1 (minimum and maximum of the list), then a weighted sum, as in
 *   Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023).
 * - `reciprocal-rank`: sum of 1 / (k + rank), rank from 1 (Cormack, Clarke and Büttcher, 2009), scaled so that the
 *   best possible sum is 1.
 * A paper that one list lacks gets nothing from it.
 */
export function fuseRankings(
  dense: readonly ScoredPaper[],
  lexical: readonly ScoredPaper[],
  options: FusionOptions,
): FusedPaper[] {
  const denseParts = options.method === "weighted" ? scaled(dense) : reciprocal(dense, options.k);
  const lexicalParts = options.method === "weighted" ? scaled(lexical) : reciprocal(lexical, options.k);
  const denseWeight = options.method === "weighted" ? options.denseWeight : 0.5;
  const denseScores = new Map(dense.map((paper) => [paper.paperId, paper.score]));
  const lexicalScores = new Map(lexical.map((paper) => [paper.paperId, paper.score]));
  const ids = new Set([...denseScores.keys(), ...lexicalScores.keys()]);
  return [...ids]
    .map((paperId) => ({
      paperId,
      score: denseWeight * (denseParts.get(paperId) ?? 0) + (1 - denseWeight) * (lexicalParts.get(paperId) ?? 0),
      dense: denseScores.get(paperId) ?? null,
      lexical: lexicalScores.get(paperId) ?? null,
    }))
    .sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1));
}

function scaled(ranking: readonly ScoredPaper[]): Map<PaperId, number> {
  const scores = ranking.map((paper) => paper.score);
  const low = Math.min(...scores);
  const range = Math.max(...scores) - low;
  return new Map(ranking.map(({ paperId, score }) => [paperId, range > 0 ? (score - low) / range : 1]));
}

function reciprocal(ranking: readonly ScoredPaper[], k: number): Map<PaperId, number> {
  return new Map(ranking.map(({ paperId }, index) => [paperId, (k + 1) / (k + index + 1)]));
}
