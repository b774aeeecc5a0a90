/**
 * Mean of the token vectors where the attention mask is 1, scaled to unit length: the pooling of
 * sentence-transformers' MiniLM models (Reimers and Gurevych, "Sentence-BERT", 2019).
 *
 * @param hidden  `[batch, sequence, dimensions]`, row by row
 * @param lengths number of real tokens of each text; padding stands at the end
 */
export function poolAndNormalise(
  hidden: Float32Array,
  lengths: readonly number[],
  sequence: number,
  dimensions: number,
): Float32Array[] {
  return lengths.map((length, row) => {
    const vector = new Float32Array(dimensions);
    for (let token = 0; token < length; token += 1) {
      const from = (row * sequence + token) * dimensions;
      for (let i = 0; i < dimensions; i += 1) vector[i] = (vector[i] ?? 0) + (hidden[from + i] ?? 0);
    }
    let squares = 0;
    for (const value of vector) squares += value * value;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    return vector.map((value) => value * scale);
  });
}
