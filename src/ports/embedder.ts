import type { EmbedderIdentity } from "../domain/index-manifest.ts";

export interface EmbedOptions {
  readonly signal?: AbortSignal;
}

/**
 * Turns texts into vectors. Vectors have unit length, so their dot product is their cosine similarity.
 * Runs off the calling thread. Failures are `MODEL_FILE_MISSING`, `MODEL_FILE_DAMAGED`, or `EMBEDDER_FAILED` where it does
 * not answer in time.
 */
export interface Embedder {
  /** Loads the model if need be, and tells what its vectors depend on. */
  identity(): Promise<EmbedderIdentity>;
  /** Token counts of the texts in the model's own tokenizer, without special tokens. */
  countTokens(texts: readonly string[], options?: EmbedOptions): Promise<number[]>;
  /** One vector per text, in the order given; texts past the model's limit are cut there. */
  embedDocuments(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  /** The vector of a question. Separate, since some models want another prefix for it. */
  embedQuery(text: string, options?: EmbedOptions): Promise<Float32Array>;
  close(): Promise<void>;
}
