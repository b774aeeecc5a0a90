import type { Support } from "../domain/answer.ts";
import { logistic } from "../util/logistic.ts";
import type { Objection } from "./exact-checks.ts";
import { SUPPORT_WEIGHTS } from "./support-weights.ts";

/** How close a sentence is to its quote. */
export interface Closeness {
  /** Cosine similarity of the two. */
  readonly similarity: number;
  /** Share of the sentence's terms, weighted by rarity, that stand in the quote. 0 to 1. */
  readonly overlap: number;
}

/** Below the first the quote is about something else; from the second on it says what the sentence says. */
const PARTLY_FROM = 0.25;
const SUPPORTED_FROM = 0.5;

/**
 * The verdict on one sentence and one quote: any objection by rule means no support; else a logistic regression over
 * similarity and overlap, fitted by `npm run fit-support`.
 */
export function judgeSupport({ similarity, overlap }: Closeness, objections: readonly Objection[]): Support {
  if (objections.length > 0) return "not supported";
  const { bias, similarity: forSimilarity, overlap: forOverlap } = SUPPORT_WEIGHTS;
  const probability = logistic(bias + forSimilarity * similarity + forOverlap * overlap);
  if (probability >= SUPPORTED_FROM) return "supported";
  return probability >= PARTLY_FROM ? "partly" : "not supported";
}
