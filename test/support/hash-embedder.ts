import { createHash } from "node:crypto";
import type { EmbedderIdentity } from "../../src/domain/index-manifest.ts";
import type { Embedder } from "../../src/ports/embedder.ts";
import { contentTerms, wordsOf } from "../../src/util/terms.ts";

export interface HashEmbedder extends Embedder {
  /** Every text embedded as a document, in order. */
  readonly embedded: string[];
}

export const HASH_IDENTITY: EmbedderIdentity = {
  model: "test/hash",
  weightsSha256: "0",
  dimensions: 64,
  pooling: "mean",
  normalised: true,
  maxTokens: 64,
  runtime: "test",
};

/** A deterministic embedder: texts with common stemmed words lie close. A token is a word. */
export function createHashEmbedder(identity: Partial<EmbedderIdentity> = {}): HashEmbedder {
  const full = { ...HASH_IDENTITY, ...identity };
  const embedded: string[] = [];
  return {
    embedded,
    identity: async () => full,
    countTokens: async (texts) => texts.map(countWords),
    async embedDocuments(texts, options) {
      options?.signal?.throwIfAborted();
      embedded.push(...texts);
      return texts.map((text) => vectorOf(text, full.dimensions));
    },
    embedQuery: async (text) => vectorOf(text, full.dimensions),
    close: async () => {},
  };
}

/** Tokens as the hash embedder counts them. */
export function countWords(text: string): number {
  return wordsOf(text).length;
}

function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const term of [...contentTerms(text), "#"]) {
    const hash = createHash("sha1").update(term).digest();
    const at = hash.readUInt16BE(0) % dimensions;
    vector[at] = (vector[at] ?? 0) + (hash.readUInt8(2) % 2 === 0 ? 1 : -1);
  }
  const norm = Math.hypot(...vector);
  return norm > 0 ? vector.map((value) => value / norm) : vector.fill(1 / Math.sqrt(dimensions));
}
