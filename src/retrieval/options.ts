import type { RetrievalOptions } from "./hybrid-retriever.ts";
import type { RelatedOptions } from "./related-papers.ts";

/** Measured in docs/tuning.md. */
export const RETRIEVAL_OPTIONS: RetrievalOptions = {
  fusion: { method: "weighted", denseWeight: 0.5 },
  candidates: 100,
};

/** Measured in docs/tuning.md. */
export const RELATED_OPTIONS: RelatedOptions = {
  fusion: { method: "weighted", denseWeight: 0.5 },
  candidates: 100,
};
