import type { PaperId } from "./paper.ts";

export type ChunkId = string & { readonly __brand: "ChunkId" };

/** A run of whole sentences of one abstract, short enough for the embedder. */
export interface Chunk {
  readonly chunkId: ChunkId;
  readonly paperId: PaperId;
  /** 0 for the first chunk of the paper. */
  readonly position: number;
  /** The passage: `abstract.slice(start, end)`, so that it can be quoted word for word. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What the embedder reads: the title in front of the passage. */
  readonly embeddingText: string;
  /** Tokens of `embeddingText`, special tokens included. */
  readonly tokenCount: number;
  /** The sentences of the passage, in order; none for a paper without an abstract. */
  readonly sentences: readonly ChunkSentence[];
}

/** A sentence of a chunk, which has a vector of its own beside the chunk's. */
export interface ChunkSentence {
  /** `abstract.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  /** The title in front of the sentence: a sentence seldom names its subject. */
  readonly embeddingText: string;
}

/**
 * Changes whenever the chunker would cut the same abstract differently, or more is stored of a paper; part of the
 * index's identity.
 */
export const CHUNKER_VERSION = 3;
