import type { Paper } from "../domain/paper.ts";
import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import type { FusedPaper } from "../retrieval/fuse-rankings.ts";
import { contentTerms } from "../util/terms.ts";

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
  const terms = [...new Set(contentTerms(question))];
  const weights = new Map(terms.map((term) => [term, inverseDocumentFrequency(vocabulary, term)]));
  const total = sum(weights.values());
  let coverage = 0;
  for (const paper of papers.slice(0, PAPERS_LOOKED_AT)) {
    const present = new Set(contentTerms(`${paper.title} ${paper.abstract}`));
    const covered = sum(terms.filter((term) => present.has(term)).map((term) => weights.get(term) ?? 0));
    coverage = Math.max(coverage, total > 0 ? covered / total : 0);
  }
  const missing = sum(terms.filter((term) => !vocabulary.paperCounts.has(term)).map((term) => weights.get(term) ?? 0));
  return {
    similarity: Math.max(0, ...ranked.slice(0, PAPERS_LOOKED_AT).map((paper) => paper.dense ?? 0)),
    coverage,
    unknown: total > 0 ? missing / total : 1,
  };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
