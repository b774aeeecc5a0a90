import { logistic } from "../util/logistic.ts";
import { addScaled, dotProduct } from "../util/vectors.ts";

/** Something that readers turned to, or away from. */
export interface TasteExample {
  /** Of a paper or a question; unit length. */
  readonly vector: Float32Array;
  readonly wanted: boolean;
  /** How much it says, above 0. */
  readonly weight: number;
}

/** Weight of the squared weights in the loss. */
const L2 = 0.01;
const STEPS = 40;
const RATE = 4;
const MOMENTUM = 0.9;

/**
 * A line through the embedder's space: logistic regression, by gradient descent with momentum, of what is wanted
 * against what is not. Papers of all kinds count as not wanted, together as much as what is wanted, so that what is
 * common in the field says nothing. Null where nothing is wanted.
 *
 * @param others papers of all kinds; unit length
 * @returns how much a vector is to the readers' taste; larger is better. Compare it within one set of papers only
 */
export function learnTaste(
  examples: readonly TasteExample[],
  others: readonly Float32Array[],
): ((vector: Float32Array) => number) | null {
  const wantedWeight = examples.reduce((sum, { wanted, weight }) => sum + (wanted ? weight : 0), 0);
  const [first] = others;
  if (wantedWeight === 0 || first === undefined) return null;
  const middle = new Float32Array(first.length);
  for (const vector of others) addScaled(middle, vector, 1 / others.length);
  const rows = [
    ...examples.map(({ vector, wanted, weight }) => ({ vector, target: wanted ? 1 : 0, weight })),
    ...others.map((vector) => ({ vector, target: 0, weight: wantedWeight / others.length })),
  ].map(({ vector, ...row }) => {
    const x = vector.slice();
    addScaled(x, middle, -1);
    return { x, ...row };
  });
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const line = new Float32Array(first.length);
  const pace = new Float32Array(first.length);
  const bias = { value: 0, pace: 0 };
  for (let step = 0; step < STEPS; step += 1) {
    for (let i = 0; i < pace.length; i += 1) pace[i] = (pace[i] as number) * MOMENTUM - RATE * L2 * (line[i] as number);
    bias.pace *= MOMENTUM;
    for (const { x, target, weight } of rows) {
      const probability = logistic(dotProduct(line, x) + bias.value);
      const down = (RATE * weight * (target - probability)) / total;
      addScaled(pace, x, down);
      bias.pace += down;
    }
    addScaled(line, pace, 1);
    bias.value += bias.pace;
  }
  const atMiddle = bias.value - dotProduct(line, middle);
  return (vector) => dotProduct(line, vector) + atMiddle;
}
