/** Dot product of two vectors of equal length; of two unit vectors, their cosine similarity. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  // Half of a search's own time is spent here: four sums run side by side, and no element is asked whether it exists.
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  const { length } = a;
  const inFours = length - (length % 4);
  for (let i = 0; i < inFours; i += 4) {
    first += (a[i] as number) * (b[i] as number);
    second += (a[i + 1] as number) * (b[i + 1] as number);
    third += (a[i + 2] as number) * (b[i + 2] as number);
    fourth += (a[i + 3] as number) * (b[i + 3] as number);
  }
  let rest = 0;
  for (let i = inFours; i < length; i += 1) rest += (a[i] as number) * (b[i] as number);
  return first + second + third + fourth + rest;
}

/** Adds `scale` times a vector to another of equal length, in place. */
export function addScaled(target: Float32Array, vector: Float32Array, scale: number): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] as number) + scale * (vector[i] as number);
}

/** Similarity of the vector that is closest to another; 0 for none. */
export function bestSimilarity(vectors: readonly Float32Array[], other: Float32Array): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const vector of vectors) best = Math.max(best, dotProduct(vector, other));
  return vectors.length === 0 ? 0 : best;
}

/** Mean of unit vectors, scaled to unit length again; null for none. */
export function meanVector(vectors: readonly Float32Array[]): Float32Array | null {
  return weightedMeanVector(
    vectors,
    vectors.map(() => 1),
  );
}

/** Weighted mean of unit vectors, scaled to unit length again; null for none, or where they cancel out. */
export function weightedMeanVector(vectors: readonly Float32Array[], weights: readonly number[]): Float32Array | null {
  const [first] = vectors;
  if (first === undefined) return null;
  const mean = new Float32Array(first.length);
  vectors.forEach((vector, index) => {
    addScaled(mean, vector, weights[index] ?? 0);
  });
  const norm = Math.sqrt(dotProduct(mean, mean));
  return norm > 0 ? mean.map((value) => value / norm) : null;
}
