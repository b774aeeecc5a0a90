import { logistic } from "../../src/util/logistic.ts";

export interface LabelledRow {
  readonly features: readonly number[];
  readonly positive: boolean;
}

export interface LogisticModel {
  readonly bias: number;
  readonly weights: readonly number[];
}

const STEPS = 40_000;
const RATE = 1;

/**
 * Logistic regression by gradient descent on standardised features: few features and a convex loss need nothing
 * better.
 *
 * @param l2 weight of the squared weights in the loss
 */
export function fitLogistic(rows: readonly LabelledRow[], l2: number): LogisticModel {
  const width = rows[0]?.features.length ?? 0;
  const columns = Array.from({ length: width }, (_, i) => rows.map((row) => row.features[i] ?? 0));
  const mean = columns.map(average);
  const spread = columns.map(
    (values, i) => Math.sqrt(average(values.map((value) => (value - (mean[i] ?? 0)) ** 2))) || 1,
  );
  const scaled = rows.map((row) => row.features.map((value, i) => (value - (mean[i] ?? 0)) / (spread[i] ?? 1)));
  let bias = 0;
  let weights = columns.map(() => 0);
  for (let step = 0; step < STEPS; step += 1) {
    let biasSlope = 0;
    const slopes = weights.map((weight) => l2 * weight);
    rows.forEach((row, at) => {
      const x = scaled[at] ?? [];
      const margin = bias + x.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
      const error = (logistic(margin) - (row.positive ? 1 : 0)) / rows.length;
      biasSlope += error;
      x.forEach((value, i) => {
        slopes[i] = (slopes[i] ?? 0) + error * value;
      });
    });
    bias -= RATE * biasSlope;
    weights = weights.map((weight, i) => weight - RATE * (slopes[i] ?? 0));
  }
  const raw = weights.map((weight, i) => weight / (spread[i] ?? 1));
  return { bias: bias - raw.reduce((sum, weight, i) => sum + weight * (mean[i] ?? 0), 0), weights: raw };
}

/** Probability that a row is positive. */
export function predict({ bias, weights }: LogisticModel, features: readonly number[]): number {
  return logistic(bias + features.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The file that holds fitted weights, as TypeScript. */
export function weightsFile(name: string, script: string, embedder: string, weights: string): string {
  return [
    `/** Written by \`npm run ${script}\`; do not edit. */`,
    `export const ${name} = {`,
    `  embedder: "${embedder}",`,
    weights,
    "};",
    "",
  ].join("\n");
}

/** The fields of one model, as TypeScript. */
export function weightFields({ bias, weights }: LogisticModel, features: readonly string[], indent = "  "): string {
  const fields = [["bias", bias] as const, ...features.map((feature, i) => [feature, weights[i] ?? 0] as const)];
  return fields.map(([field, value]) => `${indent}${field}: ${value.toFixed(4)},`).join("\n");
}
