import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { FusedPaper } from "../retrieval/fuse-rankings.ts";
import { createTermOverlap } from "../util/term-overlap.ts";

/** What can be told of a retrieval before anything is answered. */
export interface RetrievalEvidence {
  /** Cosine similarity of question and best chunk. */
  readonly similarity: number;
  /** Share of the question's terms, weighted by rarity, that stand in the one paper that has most of them. 0 to 1. */
  readonly coverage: number;
  /** Share of the question's weight that lies on terms that no paper of the corpus has. 0 to 1. */
  readonly unknown: number;
}

/** Papers looked at; what bears on a question stands near the top or not at all. */
const PAPERS_LOOKED_AT = 5;

/** Measures how the best papers bear on a question. */
export function assessRetrieval(
  question: string,
  ranked: readonly FusedPaper[],
  papers: readonly Paper[],
  vocabulary: Vocabulary,
): RetrievalEvidence {
  const overlap = createTermOverlap(question, vocabulary);
  const coverages = papers.slice(0, PAPERS_LOOKED_AT).map((paper) => overlap.with(`${paper.title} ${paper.abstract}`));
  return {
    similarity: Math.max(0, ...ranked.slice(0, PAPERS_LOOKED_AT).map((paper) => paper.dense ?? 0)),
    coverage: Math.max(0, ...coverages),
    unknown: overlap.unknown,
  };
}
