import type { PaperId } from "../domain/paper.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusReader, ScoredPaper } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import { type FusedPaper, type FusionOptions, fuseRankings } from "./fuse-rankings.ts";

export interface RetrievalOptions {
  readonly fusion: FusionOptions;
  /** Papers taken from each of the two searches before they are fused. */
  readonly candidates: number;
}

export interface Retrieval {
  /** Best first, at most `limit`. */
  readonly papers: readonly FusedPaper[];
  /** The question's vector, for later steps. */
  readonly queryVector: Float32Array;
  readonly timings: { readonly embedMs: number; readonly searchMs: number };
}

export interface Retriever {
  /** The papers that bear on a text best. The text is data: no operators, no filters. */
  retrieve(text: string, limit: number, options?: RetrieveOptions): Promise<Retrieval>;
}

export interface RetrieveOptions {
  readonly signal?: AbortSignal;
  /** Only these papers count. */
  readonly only?: ReadonlySet<PaperId>;
}

/** Dense and lexical search side by side, fused per paper. */
export function createHybridRetriever(
  deps: { readonly corpus: CorpusReader; readonly embedder: Embedder; readonly clock: Clock },
  options: RetrievalOptions,
): Retriever {
  const { corpus, embedder, clock } = deps;
  return {
    async retrieve(text, limit, { signal, only } = {}) {
      const startedMs = clock.elapsedMs();
      // A choice of papers may lie anywhere in the two rankings, so both are read to their ends.
      const pool = only === undefined ? Math.max(options.candidates, limit) : corpus.manifest.papers;
      const chosen = (ranked: readonly ScoredPaper[]) =>
        only === undefined ? ranked : ranked.filter(({ paperId }) => only.has(paperId)).slice(0, options.candidates);
      // Not beside the lexical search: on two cores the two take longer together than one after the other.
      const queryVector = await embedder.embedQuery(text, signal === undefined ? {} : { signal });
      const embeddedMs = clock.elapsedMs();
      const [dense, lexical] = await Promise.all([
        corpus.searchDense(queryVector, pool),
        corpus.searchText(text, pool),
      ]);
      signal?.throwIfAborted();
      const papers = fuseRankings(chosen(dense), chosen(lexical), options.fusion).slice(0, limit);
      return {
        papers,
        queryVector,
        timings: { embedMs: embeddedMs - startedMs, searchMs: clock.elapsedMs() - embeddedMs },
      };
    },
  };
}
