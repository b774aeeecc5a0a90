import { z } from "zod";
import { AppError } from "./errors.ts";

/**
 * Changes whenever a text of a paper would be stored otherwise (see `paper-text.ts`), or its words counted otherwise (see
 * `terms.ts`); part of the index's identity.
 */
export const TEXT_VERSION = 2;

/** What the vectors of an index depend on: two indexes with different values can't be mixed. */
export const embedderIdentitySchema = z.object({
  /** Model id, for example `footnote/minilm-l6-papers`. */
  model: z.string(),
  /** SHA-256 of the weights file. */
  weightsSha256: z.string(),
  dimensions: z.number().int().positive(),
  pooling: z.literal("mean"),
  normalised: z.boolean(),
  maxTokens: z.number().int().positive(),
  /** Library and version: at int8, two libraries give different vectors for the same weights. */
  runtime: z.string(),
});
export type EmbedderIdentity = z.infer<typeof embedderIdentitySchema>;

export const indexIdentitySchema = z.object({
  embedder: embedderIdentitySchema,
  chunkerVersion: z.number().int(),
  /** See `TEXT_VERSION`; 0 for an index from before texts had one. */
  textVersion: z.number().int().default(0),
});
export type IndexIdentity = z.infer<typeof indexIdentitySchema>;

/** The one file that says which state of the tables is the index: replacing it is the commit. */
export const indexManifestSchema = z.object({
  format: z.literal(1),
  /** Grows by one with every published change. */
  indexVersion: z.number().int().positive(),
  identity: indexIdentitySchema,
  /** Folder of the tables, below the index folder. */
  tables: z.string().regex(/^tables-\d+$/),
  papersVersion: z.number().int().positive(),
  chunksVersion: z.number().int().positive(),
  /** File of the corpus vocabulary, below the index folder. */
  vocabulary: z.string().regex(/^vocabulary-\d+\.json$/),
  corpusHash: z.string(),
  papers: z.number().int().nonnegative(),
  chunks: z.number().int().nonnegative(),
  publishedAt: z.string(),
});
export type IndexManifest = z.infer<typeof indexManifestSchema>;

/** True when both identities describe the same vectors. */
export function sameIdentity(a: IndexIdentity, b: IndexIdentity): boolean {
  const left = indexIdentitySchema.parse(a);
  const right = indexIdentitySchema.parse(b);
  return JSON.stringify(left) === JSON.stringify(right);
}

/** True when an index differs in nothing but how texts are cleaned: the next run of `index` makes it anew by itself. */
export function differsInTexts(stored: IndexIdentity, wanted: IndexIdentity): boolean {
  return (
    stored.textVersion !== wanted.textVersion && sameIdentity({ ...stored, textVersion: wanted.textVersion }, wanted)
  );
}

/** The error for an index that was made with another model or chunker. */
export function indexMismatch(folder: string, stored: IndexIdentity, wanted: IndexIdentity): AppError {
  if (differsInTexts(stored, wanted)) {
    return new AppError(
      "INDEX_MISMATCH",
      `The index in ${folder} holds texts as another version of this program cleaned them: bring it up to date with “npm run index”.`,
    );
  }
  const [was, is] = [stored.embedder, wanted.embedder];
  const parts = [
    was.model === is.model ? null : `model ${was.model}, not ${is.model}`,
    was.model === is.model && was.weightsSha256 !== is.weightsSha256 ? `other weights of ${is.model}` : null,
    was.dimensions === is.dimensions ? null : `${was.dimensions} dimensions, not ${is.dimensions}`,
    was.runtime === is.runtime ? null : `${was.runtime}, not ${is.runtime}`,
    was.maxTokens === is.maxTokens ? null : `${was.maxTokens} tokens, not ${is.maxTokens}`,
    stored.chunkerVersion === wanted.chunkerVersion
      ? null
      : `chunker ${stored.chunkerVersion}, not ${wanted.chunkerVersion}`,
  ].filter((part) => part !== null);
  // An index of an earlier version of this program can't be had back by configuration.
  const otherwise = was.model === is.model ? "" : ", or set FOOTNOTE_EMBEDDER back";
  return new AppError(
    "INDEX_MISMATCH",
    `The index in ${folder} was made with ${parts.join("; ") || "another configuration"}: rebuild it with “npm run index -- --rebuild”${otherwise}.`,
  );
}
