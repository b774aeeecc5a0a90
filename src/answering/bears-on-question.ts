import type { RetrievalEvidence } from "./assess-retrieval.ts";

/** Whether what was found bears on the question at all. PROVISIONAL */
export function bearsOnQuestion({ similarity, coverage, unknown }: RetrievalEvidence): boolean {
  return similarity + coverage - unknown > 0.6;
}
