import type { PaperId } from "../domain/paper.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import { explainRelation, sharedTopics } from "./explain-relation.ts";
import { type FusionOptions, fuseRankings } from "./fuse-rankings.ts";
import { roundScore } from "./search-papers.ts";
import { meanVector } from "./similarity.ts";

export interface RelatedPaper {
  readonly paperId: PaperId;
  readonly title: string;
  readonly score: number;
  /** Why it stands here, in a few words. */
  readonly reason: string;
  /** The terms that the reason names; none where the words differ. */
  readonly sharedTerms: readonly string[];
  readonly url: string | null;
  readonly published: string | null;
}

export interface RelatedOptions {
  readonly fusion: FusionOptions;
  readonly candidates: number;
}

/**
 * The papers closest to one paper: its mean chunk vector and its whole text as a BM25 query, fused. Never the paper
 * itself.
 */
export async function relatedPapers(
  corpus: CorpusReader,
  paperId: PaperId,
  limit: number,
  options: RelatedOptions,
): Promise<RelatedPaper[]> {
  const [seedPapers, seedChunks, vocabulary] = await Promise.all([
    corpus.getPapers([paperId]),
    corpus.getChunks([paperId]),
    corpus.vocabulary(),
  ]);
  const seed = seedPapers[0];
  const vector = meanVector(seedChunks.map((chunk) => chunk.vector));
  if (seed === undefined || vector === null) return [];
  const pool = Math.max(options.candidates, limit + 1);
  const [dense, lexical] = await Promise.all([
    corpus.searchDense(vector, pool),
    corpus.searchText(`${seed.title} ${seed.abstract}`, pool),
  ]);
  // Out before the scores are scaled: the paper's likeness to itself would flatten all others.
  const others = (list: typeof dense) => list.filter((paper) => paper.paperId !== paperId);
  const ranked = fuseRankings(others(dense), others(lexical), options.fusion).slice(0, limit);
  const papers = await corpus.getPapers(ranked.map((paper) => paper.paperId));
  const byId = new Map(ranked.map((paper) => [paper.paperId, paper]));
  return papers.map((paper) => {
    const sharedTerms = sharedTopics(seed, paper, vocabulary);
    return {
      paperId: paper.paperId,
      title: paper.title,
      score: roundScore(byId.get(paper.paperId)?.score ?? 0),
      reason: explainRelation(sharedTerms, byId.get(paper.paperId)?.dense ?? null),
      sharedTerms,
      url: paper.url,
      published: paper.published,
    };
  });
}
