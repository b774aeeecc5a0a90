import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import type { Retrieval } from "../retrieval/hybrid-retriever.ts";
import { contentTerms } from "../util/terms.ts";

/** What can be told of a retrieval before anything is answered. */
export interface RetrievalEvidence {
  /** Cosine similarity of the question and the closest sentence of the first papers. */
  readonly similarity: number;
  /** BM25 of the best of them, as a share of what a paper with all the question's words would have. From 0 on. */
  readonly match: number;
  /** Share of the question's weight that lies on terms that no paper of the corpus has. 0 to 1. */
  readonly unknown: number;
}

/** Papers looked at; what bears on a question stands near the top or not at all. */
const PAPERS_LOOKED_AT = 5;
/** What BM25 gives a term of usual frequency in a paper of usual length, in units of its rarity. */
const USUAL_GAIN = 1.6;

/** Measures how the best papers bear on a question. */
export function assessRetrieval(retrieval: Retrieval, vocabulary: Vocabulary): RetrievalEvidence {
  const first = retrieval.papers.slice(0, PAPERS_LOOKED_AT);
  const terms = [...new Set(contentTerms(retrieval.query.text))];
  const weightOf = (term: string) => inverseDocumentFrequency(vocabulary, term);
  const total = terms.reduce((sum, term) => sum + weightOf(term), 0);
  const unknown = terms
    .filter((term) => !vocabulary.paperCounts.has(term))
    .reduce((sum, term) => sum + weightOf(term), 0);
  return {
    similarity: Math.max(0, ...first.map((paper) => paper.sentence)),
    match: Math.max(0, ...first.map((paper) => paper.lexical)) / Math.max(1, USUAL_GAIN * total),
    unknown: total > 0 ? unknown / total : 1,
  };
}
