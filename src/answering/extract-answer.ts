import type { Paper } from "../domain/paper.ts";
import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import type { Embedder } from "../ports/embedder.ts";
import { dotProduct } from "../retrieval/similarity.ts";
import { splitSentences } from "../util/sentences.ts";
import { contentTerms } from "../util/terms.ts";

/** A verbatim stretch of an abstract that answers, and the paper it stands in. */
export interface QuotedSentence {
  readonly paper: Paper;
  /** `abstract.slice(…)`: one sentence, or two where the first says what the second one's “this” means. */
  readonly text: string;
  readonly score: number;
}

export interface ExtractOptions {
  /** Papers whose sentences are looked at. */
  readonly papers: number;
  /** Sentences in the answer at most; one from each paper. */
  readonly sentences: number;
  /** Weight of the rare words that a sentence shares with the question, beside its similarity. */
  readonly overlapWeight: number;
  /** Weight of the paper's own rank score. */
  readonly paperWeight: number;
  /** A sentence this far below the best one is left out. */
  readonly margin: number;
}

/** See docs/tuning.md. */
export const EXTRACT_OPTIONS: ExtractOptions = {
  papers: 6,
  sentences: 4,
  overlapWeight: 0.35,
  paperWeight: 0.25,
  margin: 0.16,
};

/** Openings that point back at the sentence before. */
const POINTS_BACK =
  /^(?:this|these|those|such|it|its|they|their|he|she|however|moreover|furthermore|additionally|in addition|also|thus|therefore|hence|consequently|as a result|specifically|in particular|instead|then|similarly|conversely|that)\b/iu;

/**
 * Picks the sentences of the best papers that answer a question best: similarity to the question, rare words shared
 * with it, and the rank of the paper. Sentences stay word for word as the abstract has them.
 */
export async function extractAnswer(
  deps: { readonly embedder: Embedder; readonly vocabulary: Vocabulary },
  question: string,
  queryVector: Float32Array,
  candidates: readonly { readonly paper: Paper; readonly score: number }[],
  options: ExtractOptions,
  signal?: AbortSignal,
): Promise<QuotedSentence[]> {
  const pool = candidates.slice(0, options.papers).flatMap(({ paper, score }) =>
    splitSentences(paper.abstract).map((span, index, spans) => ({
      paper,
      paperScore: score,
      span,
      before: spans[index - 1],
    })),
  );
  const vectors = await deps.embedder.embedDocuments(
    // Read with the title in front, as sentences of an abstract seldom name their subject.
    pool.map(({ paper, span }) => `${paper.title}. ${span.text}`),
    signal === undefined ? {} : { signal },
  );
  const terms = [...new Set(contentTerms(question))];
  const weights = new Map(terms.map((term) => [term, inverseDocumentFrequency(deps.vocabulary, term)]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;

  const scored = pool.map((candidate, index) => {
    const vector = vectors[index];
    const present = new Set(contentTerms(candidate.span.text));
    const overlap = terms.reduce((sum, term) => sum + (present.has(term) ? (weights.get(term) ?? 0) : 0), 0) / total;
    const similarity = vector === undefined ? 0 : dotProduct(vector, queryVector);
    const score = similarity + options.overlapWeight * overlap + options.paperWeight * candidate.paperScore;
    return { ...candidate, score };
  });
  const bestOfPaper = new Map<string, (typeof scored)[number]>();
  for (const candidate of scored) {
    const best = bestOfPaper.get(candidate.paper.paperId);
    if (best === undefined || candidate.score > best.score) bestOfPaper.set(candidate.paper.paperId, candidate);
  }
  const ranked = [...bestOfPaper.values()].sort((a, b) => b.score - a.score);
  const floor = (ranked[0]?.score ?? 0) - options.margin;
  return ranked
    .filter((candidate) => candidate.score >= floor)
    .slice(0, options.sentences)
    .map(({ paper, span, before, score }) => {
      const start = before !== undefined && POINTS_BACK.test(span.text) ? before.start : span.start;
      return { paper, text: paper.abstract.slice(start, span.end), score };
    });
}
