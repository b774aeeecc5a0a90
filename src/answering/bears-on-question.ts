import type { RetrievalEvidence } from "./assess-retrieval.ts";
import { GATE_WEIGHTS } from "./gate-weights.ts";

/**
 * Whether what was found bears on the question: a logistic regression over the evidence, fitted on labelled
 * questions by `npm run fit-gate`.
 */
export function bearsOnQuestion(evidence: RetrievalEvidence): boolean {
  const { bias, similarity, match, unknown } = GATE_WEIGHTS;
  // The logistic function passes one half where its argument passes zero.
  return bias + similarity * evidence.similarity + match * evidence.match + unknown * evidence.unknown > 0;
}
