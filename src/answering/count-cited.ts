import { logistic } from "../util/logistic.ts";
import { CITE_WEIGHTS } from "./cite-weights.ts";

/** Papers cited at most. */
export const MOST_CITED = 8;
/** A paper that is relevant with this probability or more is cited, and so are those before it. */
const CITED_FROM = 0.45;

/**
 * How a question was asked. The terms that one takes over from the turns before it are shared by all that is about
 * their subject, so its ranking falls more slowly.
 */
export type Asked = "alone" | "inContext";

/** How a paper stands among its neighbours in a ranking, in shares of the ranking's range. */
export interface Standing {
  /** How far its score lies below the best. */
  readonly below: number;
  /** How far below the one before it. */
  readonly step: number;
  /** How far above the one after it. */
  readonly drop: number;
}

/** The standing of every ranked paper, given their scores, best first. */
export function standingsOf(scores: readonly number[]): Standing[] {
  const best = scores[0] ?? 0;
  return scores.map((score, index) => ({
    below: best - score,
    step: (scores[index - 1] ?? score) - score,
    drop: score - (scores[index + 1] ?? score),
  }));
}

/**
 * How many of the best papers an answer rests on: a question about one finding has one that stands out, a survey
 * question has several, and then the ranking drops. At least the first, where there is one.
 *
 * @param scores of the ranked papers, 0 to 1, best first
 */
export function countCited(scores: readonly number[], asked: Asked): number {
  return Math.min(scores.length, Math.max(1, countRelevant(scores, asked, CITED_FROM, MOST_CITED)));
}

/**
 * How many of the best papers there are up to the last one that is relevant with some probability or more. A logistic
 * regression over each paper's standing tells it, fitted by `npm run fit-citing`.
 *
 * @param scores of the ranked papers, 0 to 1, best first
 * @param most papers looked at
 */
export function countRelevant(scores: readonly number[], asked: Asked, probability: number, most: number): number {
  const { bias, below, step, drop } = CITE_WEIGHTS[asked];
  const last = standingsOf(scores)
    .slice(0, most)
    .findLastIndex((standing) => {
      const margin = bias + below * standing.below + step * standing.step + drop * standing.drop;
      return logistic(margin) >= probability;
    });
  return last + 1;
}
