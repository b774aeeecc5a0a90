import type { Clock } from "../ports/clock.ts";
import type { CorpusReader, ScoredPaper } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import { createHybridRetriever, type RetrievalOptions, type Retriever } from "../retrieval/hybrid-retriever.ts";
import type { PaperProfiles } from "../retrieval/paper-profiles.ts";
import { evaluateRetrieval, type RetrievalFigures } from "./evaluate-retrieval.ts";
import { type FusionOptions, fuseRankings } from "./fuse-rankings.ts";
import type { Query } from "./read-dataset.ts";

export interface SweepDeps {
  readonly corpus: CorpusReader;
  readonly embedder: Embedder;
  readonly profiles: PaperProfiles;
  readonly clock: Clock;
}

/** One setting that was tried, with the others as they are in use. */
export interface SweepRow {
  readonly parameter: string;
  readonly setting: string;
  /** True for the setting in use. */
  readonly inUse: boolean;
  readonly figures: RetrievalFigures;
}

interface Trial {
  readonly parameter: string;
  readonly setting: string;
  readonly inUse: boolean;
  readonly retriever: Retriever;
  /** Papers ranked, where fewer than usual: more are always taken as candidates than are ranked. */
  readonly depth?: number;
}

export interface SweepHooks {
  readonly signal?: AbortSignal;
  readonly onRow?: (row: SweepRow) => void;
}

/** Candidates of the baselines, as deep as the figures look. */
const BASELINE_DEPTH = 100;

/** Tries each setting of each parameter over a set of queries, one parameter at a time, beside what is commonly done. */
export async function sweepRetrieval(
  deps: SweepDeps,
  queries: readonly Query[],
  options: RetrievalOptions,
  { signal, onRow }: SweepHooks = {},
): Promise<SweepRow[]> {
  // Vectors and searches are the same in all trials; only the ranking differs.
  const shared: SweepDeps = {
    ...deps,
    corpus: rememberSearches(deps.corpus),
    embedder: rememberQueries(deps.embedder),
  };
  const rows: SweepRow[] = [];
  for (const { retriever, depth, ...trial } of [...baselines(shared), ...trials(shared, options)]) {
    const hooks = { ...(signal === undefined ? {} : { signal }), ...(depth === undefined ? {} : { depth }) };
    const row = { ...trial, figures: await evaluateRetrieval({ retriever, clock: deps.clock }, queries, hooks) };
    rows.push(row);
    onRow?.(row);
  }
  return rows;
}

function trials(deps: SweepDeps, options: RetrievalOptions): Trial[] {
  const { ranking } = options;
  const trial = (parameter: string, value: number | string, inUse: boolean, changed: RetrievalOptions): Trial => ({
    parameter,
    setting: String(value),
    inUse,
    retriever: createHybridRetriever(deps, changed),
  });
  const withRanking = (change: Partial<RetrievalOptions["ranking"]>) => ({
    ...options,
    ranking: { ...ranking, ...change },
  });
  return [
    ...[20, 40, 60, 80, 100, 130].map((denseWeight) =>
      trial("dense weight", denseWeight, denseWeight === ranking.denseWeight, withRanking({ denseWeight })),
    ),
    ...[0, 0.3, 0.5, 0.7, 1].map((sentenceShare) =>
      trial(
        "share of the best sentence",
        sentenceShare,
        sentenceShare === ranking.sentenceShare,
        withRanking({ sentenceShare }),
      ),
    ),
    ...[15, 30, 60, 100, 200].map((candidates) => ({
      ...trial("candidates", candidates, candidates === options.candidates, { ...options, candidates }),
      depth: 10,
    })),
    ...[0, 0.25, 0.5, 1].map((expansionWeight) =>
      trial("abbreviations", expansionWeight, expansionWeight === options.expansionWeight, {
        ...options,
        expansionWeight,
      }),
    ),
  ];
}

/** What a plain hybrid search does, without anything of this project's own. */
function baselines(deps: SweepDeps): Trial[] {
  const fused = (setting: string, fusion: FusionOptions | "lexical" | "dense"): Trial => ({
    parameter: "baseline",
    setting,
    inUse: false,
    retriever: plainRetriever(deps, fusion),
  });
  return [
    fused("BM25 alone", "lexical"),
    fused("dense alone", "dense"),
    fused("reciprocal rank fusion, k = 60", { method: "reciprocal-rank", k: 60 }),
    fused("scores scaled per query, one half each", { method: "weighted", denseWeight: 0.5 }),
  ];
}

function plainRetriever(
  { corpus, embedder, clock }: SweepDeps,
  fusion: FusionOptions | "lexical" | "dense",
): Retriever {
  return {
    async retrieve(text, limit) {
      const startedMs = clock.elapsedMs();
      const queryVector = await embedder.embedQuery(text);
      const embeddedMs = clock.elapsedMs();
      const [dense, lexical] = await Promise.all([
        fusion === "lexical" ? [] : corpus.searchDense(queryVector, BASELINE_DEPTH),
        fusion === "dense" ? [] : corpus.searchText(text, BASELINE_DEPTH),
      ]);
      const method: FusionOptions = typeof fusion === "string" ? { method: "weighted", denseWeight: 0.5 } : fusion;
      const papers = fuseRankings(dense, lexical, method).map(
        ({ paperId, score, dense: similarity, lexical: bm25 }) => ({
          paperId,
          score,
          dense: similarity ?? 0,
          sentence: 0,
          lexical: bm25 ?? 0,
        }),
      );
      return {
        papers: papers.slice(0, limit),
        named: null,
        query: { text, spelledOut: text, corrections: [], expansions: [] },
        queryVector,
        ownVector: queryVector,
        timings: { embedMs: embeddedMs - startedMs, searchMs: clock.elapsedMs() - embeddedMs },
      };
    },
  };
}

/** Remembers as many query vectors and result lists as a set of queries has; it is let go of with the sweep. */
function rememberQueries(embedder: Embedder): Embedder {
  const known = new Map<string, Promise<Float32Array>>();
  return {
    ...embedder,
    embedQuery(text, options) {
      const vector = known.get(text) ?? embedder.embedQuery(text, options);
      known.set(text, vector);
      return vector;
    },
  };
}

function rememberSearches(corpus: CorpusReader): CorpusReader {
  const dense = new Map<Float32Array, Map<number, Promise<ScoredPaper[]>>>();
  const lexical = new Map<string, Promise<ScoredPaper[]>>();
  const reader: CorpusReader = {
    ...corpus,
    manifest: corpus.manifest,
    searchDense(vector, limit) {
      const byLimit = dense.get(vector) ?? new Map<number, Promise<ScoredPaper[]>>();
      dense.set(vector, byLimit);
      const found = byLimit.get(limit) ?? corpus.searchDense(vector, limit);
      byLimit.set(limit, found);
      return found;
    },
    searchText(text, limit) {
      const key = `${limit}\u0000${text}`;
      const found = lexical.get(key) ?? corpus.searchText(text, limit);
      lexical.set(key, found);
      return found;
    },
  };
  return reader;
}
