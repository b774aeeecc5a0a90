import { createRandom } from "../util/random.ts";
import { roundTo } from "../util/round-to.ts";

/**
 * Normalised discounted cumulative gain at `k` with gains 2^grade - 1 (Järvelin and Kekäläinen, 2002). 0 where nothing
 * is relevant.
 *
 * @param ranked ids, best first
 * @param grades id → grade, larger is better; what is not listed counts as 0
 */
export function ndcgAt(k: number, ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const gainAt = (grade: number, index: number) => (2 ** grade - 1) / Math.log2(index + 2);
  const gain = ranked.slice(0, k).reduce((sum, id, index) => sum + gainAt(grades.get(id) ?? 0, index), 0);
  const ideal = [...grades.values()]
    .sort((a, b) => b - a)
    .slice(0, k)
    .reduce((sum, grade, index) => sum + gainAt(grade, index), 0);
  return ideal > 0 ? gain / ideal : 0;
}

/** Share of the relevant ids (grade above 0) among the first `k`. 0 where nothing is relevant. */
export function recallAt(k: number, ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const relevant = [...grades].filter(([, grade]) => grade > 0).map(([id]) => id);
  if (relevant.length === 0) return 0;
  const first = new Set(ranked.slice(0, k));
  return relevant.filter((id) => first.has(id)).length / relevant.length;
}

/** 1 / rank of the first relevant id, 0 where none is ranked. Its mean over queries is the MRR. */
export function reciprocalRank(ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const at = ranked.findIndex((id) => (grades.get(id) ?? 0) > 0);
  return at === -1 ? 0 : 1 / (at + 1);
}

/** Arithmetic mean; null for none. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value below which a share `q` (0 to 1) of the values lies, between neighbours in proportion; null for none. */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at));
}

/** A mean over queries, with the interval that holds it in 95 of 100 redrawn sets of queries. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Queries. */
  readonly n: number;
}

/** Decimals of a figure: more would only be noise. */
export const FIGURE_DECIMALS = 4;
const RESAMPLES = 2_000;
const SEED = 20_261;

/**
 * The mean with its 95% percentile bootstrap interval (Efron, 1979): 2,000 sets of queries drawn with replacement, the
 * same ones in every run. Null for no values.
 */
export function estimateMean(values: readonly number[]): Estimate | null {
  const average = mean(values);
  if (average === null) return null;
  const random = createRandom(SEED);
  const means: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    let sum = 0;
    for (let i = 0; i < values.length; i += 1) sum += values[Math.floor(random() * values.length)] ?? 0;
    means.push(sum / values.length);
  }
  return {
    mean: roundTo(average, FIGURE_DECIMALS),
    low: roundTo(quantile(means, 0.025) ?? average, FIGURE_DECIMALS),
    high: roundTo(quantile(means, 0.975) ?? average, FIGURE_DECIMALS),
    n: values.length,
  };
}
