import type { AppErrorCode } from "../../domain/errors.ts";
import type { EmbedderIdentity } from "../../domain/index-manifest.ts";

/** What the embedder's process needs to load the model: its first message. */
export interface EmbedderSettings {
  readonly modelsFolder: string;
  readonly model: string;
  /** Most tokens of a text, special tokens included; the rest is cut off. */
  readonly maxTokens: number;
  /** May a model that is not on disk be fetched from the hub? */
  readonly mayDownload: boolean;
}

export type EmbedderRequest =
  | { readonly id: number; readonly kind: "load"; readonly settings: EmbedderSettings }
  | { readonly id: number; readonly kind: "count-tokens"; readonly texts: readonly string[] }
  | { readonly id: number; readonly kind: "embed"; readonly texts: readonly string[] };

export type EmbedderResult = EmbedderIdentity | number[] | Float32Array[];

export interface EmbedderFailure {
  readonly message: string;
  /** Set for an error that is already one sentence for a person. */
  readonly code: AppErrorCode | null;
}

export type EmbedderReply =
  | { readonly id: number; readonly result: EmbedderResult; readonly failure?: undefined }
  | { readonly id: number; readonly failure: EmbedderFailure; readonly result?: undefined };
