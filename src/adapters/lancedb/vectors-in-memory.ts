import type { Table } from "@lancedb/lancedb";
import type { PaperId } from "../../domain/paper.ts";
import { dotProduct } from "../../util/vectors.ts";

/** Up to so many chunks (15 MB of vectors) a search in memory takes less time than a query takes to be planned. */
export const CHUNKS_IN_MEMORY = 10_000;

/** All chunk vectors of a small corpus, each with the paper it belongs to. */
export interface VectorsInMemory {
  /** Cosine similarity of each paper's best chunk. */
  similarities(vector: Float32Array): Map<PaperId, number>;
}

/** Reads the vectors of a table. They were checked when they were written: unit length, all of the same size. */
export async function readVectors(chunks: Table): Promise<VectorsInMemory> {
  const rows = await chunks.query().select(["paperId", "vector"]).limit(CHUNKS_IN_MEMORY).toArrow();
  const ids = rows.getChild("paperId");
  const column = rows.getChild("vector");
  const stored = Array.from({ length: rows.numRows }, (_, row) => {
    const paperId: unknown = ids?.get(row);
    const vector: unknown = column?.get(row);
    if (typeof paperId !== "string" || !isIterable(vector)) throw new Error(`no paperId or vector in row ${row}`);
    return { paperId: paperId as PaperId, vector: Float32Array.from(vector) };
  });
  return {
    similarities(vector) {
      const best = new Map<PaperId, number>();
      for (const chunk of stored) {
        const similarity = dotProduct(chunk.vector, vector);
        if (similarity > (best.get(chunk.paperId) ?? Number.NEGATIVE_INFINITY)) best.set(chunk.paperId, similarity);
      }
      return best;
    },
  };
}

function isIterable(value: unknown): value is Iterable<number> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
