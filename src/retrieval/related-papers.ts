import type { PaperId } from "../domain/paper.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import { roundTo } from "../util/round-to.ts";
import { explainRelation, sharedTopics } from "./explain-relation.ts";
import { RELATED_OPTIONS } from "./options.ts";
import type { PaperProfiles } from "./paper-profiles.ts";
import { type RelatedOptions, rankRelated } from "./rank-related.ts";

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

/**
 * The papers closest to one paper. Never the paper itself. Found by its mean vector and its whole text as a lexical
 * query, then ranked by what is known of each.
 */
export async function relatedPapers(
  deps: { readonly corpus: CorpusReader; readonly profiles: PaperProfiles },
  paperId: PaperId,
  limit: number,
  options: RelatedOptions = RELATED_OPTIONS,
): Promise<RelatedPaper[]> {
  const { corpus, profiles } = deps;
  const [seedPapers, seedProfiles, vocabulary] = await Promise.all([
    corpus.getPapers([paperId]),
    profiles.get([paperId]),
    corpus.vocabulary(),
  ]);
  const [seed, profile] = [seedPapers[0], seedProfiles[0]];
  if (seed === undefined || profile === undefined) return [];
  const pool = Math.max(options.candidates, limit) + 1;
  const [dense, lexical] = await Promise.all([
    corpus.searchDense(profile.meanVector, pool),
    corpus.searchText(`${seed.title} ${seed.abstract}`, pool),
  ]);
  // Out before anything is compared: the paper's likeness to itself would flatten all others.
  const ids = new Set([...dense, ...lexical].map((paper) => paper.paperId).filter((id) => id !== paperId));
  const ranked = rankRelated(profile, await profiles.get([...ids]), vocabulary, options).slice(0, limit);
  const byId = new Map(ranked.map((candidate) => [candidate.paper.paperId, candidate]));
  const papers = await corpus.getPapers([...byId.keys()]);
  return papers.map((paper) => {
    const sharedTerms = sharedTopics(seed, paper, vocabulary);
    return {
      paperId: paper.paperId,
      title: paper.title,
      score: roundTo(byId.get(paper.paperId)?.score ?? 0, 4),
      reason: explainRelation(sharedTerms),
      sharedTerms,
      url: paper.url,
      published: paper.published,
    };
  });
}
