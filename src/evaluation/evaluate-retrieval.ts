import { AppError } from "../domain/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Retriever } from "../retrieval/hybrid-retriever.ts";
import { readQuestion } from "../util/read-question.ts";
import { roundTo } from "../util/round-to.ts";
import { type Estimate, estimateMean, mean, ndcgAt, quantile, recallAt, reciprocalRank } from "./metrics.ts";
import type { Query } from "./read-dataset.ts";

/** One ranked paper of one query, as a line of a TREC run file holds it. */
export interface RankedPaper {
  readonly queryId: string;
  readonly paperId: string;
  /** From 1. */
  readonly rank: number;
  readonly score: number;
}

export interface RetrievalFigures {
  readonly "nDCG@10": Estimate;
  readonly "Recall@10": Estimate;
  readonly "Recall@100": Estimate;
  readonly MRR: Estimate;
  /** Wall time of one query: embedding, both searches, ranking. */
  readonly msPerQuery: { readonly p50: number; readonly p95: number; readonly mean: number };
}

export interface EvaluateRetrievalHooks {
  /** Papers ranked for every query; default 100, as deep as the deepest figure looks. */
  readonly depth?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  readonly onRanked?: (ranked: readonly RankedPaper[]) => Promise<void>;
}

const RUN_DEPTH = 100;

/**
 * Runs every query, one after another, and compares the rankings with the judgements. A query that is no question to
 * the product (no words at all) counts as one that found nothing.
 */
export async function evaluateRetrieval(
  deps: { readonly retriever: Retriever; readonly clock: Clock },
  queries: readonly Query[],
  { signal, onProgress, onRanked, depth = RUN_DEPTH }: EvaluateRetrievalHooks = {},
): Promise<RetrievalFigures> {
  const ndcg: number[] = [];
  const recall10: number[] = [];
  const recall100: number[] = [];
  const reciprocal: number[] = [];
  const times: number[] = [];
  for (const [index, query] of queries.entries()) {
    signal?.throwIfAborted();
    const startedMs = deps.clock.elapsedMs();
    const ranked = await rank(deps.retriever, query, depth, signal);
    times.push(deps.clock.elapsedMs() - startedMs);
    const ids = ranked.map(({ paperId }) => paperId);
    ndcg.push(ndcgAt(10, ids, query.grades));
    recall10.push(recallAt(10, ids, query.grades));
    recall100.push(recallAt(100, ids, query.grades));
    reciprocal.push(reciprocalRank(ids, query.grades));
    await onRanked?.(ranked);
    onProgress?.(index + 1, queries.length);
  }
  return {
    "nDCG@10": estimate(ndcg),
    "Recall@10": estimate(recall10),
    "Recall@100": estimate(recall100),
    MRR: estimate(reciprocal),
    msPerQuery: {
      p50: roundTo(quantile(times, 0.5) ?? 0, 1),
      p95: roundTo(quantile(times, 0.95) ?? 0, 1),
      mean: roundTo(mean(times) ?? 0, 1),
    },
  };
}

async function rank(
  retriever: Retriever,
  query: Query,
  depth: number,
  signal: AbortSignal | undefined,
): Promise<RankedPaper[]> {
  try {
    const text = readQuestion(query.text, "query");
    const { papers } = await retriever.retrieve(text, depth, signal === undefined ? {} : { signal });
    return papers.map(({ paperId, score }, index) => ({
      queryId: query.id,
      paperId,
      rank: index + 1,
      score,
    }));
  } catch (error) {
    if (error instanceof AppError && error.code === "USAGE_INVALID") return [];
    throw error;
  }
}

/** A line of a TREC run file: query, `Q0`, paper, rank, score, name of the run. */
export function runLine({ queryId, paperId, rank: position, score }: RankedPaper): string {
  return `${queryId} Q0 ${paperId} ${position} ${score.toFixed(8)} footnote`;
}

function estimate(values: readonly number[]): Estimate {
  return estimateMean(values) ?? { mean: 0, low: 0, high: 0, n: 0 };
}
