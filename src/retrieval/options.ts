import type { RetrievalOptions } from "./hybrid-retriever.ts";
import type { RelatedOptions } from "./rank-related.ts";

/** Measured in docs/tuning.md. */
export const RETRIEVAL_OPTIONS: RetrievalOptions = {
  candidates: 60,
  expansionWeight: 0.25,
  context: { termWeight: 0.5, vectorWeight: 0.5 },
  ranking: {
    denseWeight: 80,
    sentenceShare: 0.5,
    subjectWeight: 60,
  },
};

/** Measured in docs/tuning.md. */
export const RELATED_OPTIONS: RelatedOptions = {
  candidates: 100,
  typicalTerms: 20,
  neighbours: 10,
  hubWeight: 0.7,
  feedback: { papers: 5, temperature: 2, weight: 0.5 },
};
