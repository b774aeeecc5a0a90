import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packVectors, unpackVectors } from "../../src/adapters/lancedb/pack-vectors.ts";
import { dotProduct } from "../../src/util/vectors.ts";

const DIMENSIONS = 384;
const unitVector = fc
  .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .filter((values) => Math.hypot(...values) > 0.01)
  .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)));

describe("packed vectors", () => {
  it("keep dot products to within 0.01, in a quarter of the room", () => {
    fc.assert(
      fc.property(fc.array(unitVector, { minLength: 1, maxLength: 5 }), unitVector, (vectors, other) => {
        const bytes = packVectors(vectors);
        expect(bytes.length).toBe(4 + vectors.length * (DIMENSIONS + 4));
        const unpacked = unpackVectors(bytes);
        expect(unpacked).toHaveLength(vectors.length);
        vectors.forEach((vector, index) => {
          const restored = unpacked[index] ?? new Float32Array();
          expect(Math.abs(dotProduct(restored, other) - dotProduct(vector, other))).toBeLessThan(0.01);
        });
      }),
      { numRuns: 50 },
    );
  });

  it("may be none, and may lie anywhere in a buffer", () => {
    expect(unpackVectors(packVectors([]))).toEqual([]);
    const bytes = packVectors([Float32Array.of(1, 0), Float32Array.of(0.6, -0.8)]);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const [, second] = unpackVectors(shifted.subarray(3));
    expect(second?.[1]).toBeCloseTo(-0.8, 2);
  });

  it("are refused when bytes are missing", () => {
    expect(() => unpackVectors(packVectors([Float32Array.of(1, 0)]).subarray(0, 8))).toThrow("damaged");
  });
});
