import type { AppError } from "../domain/errors.ts";
import type { IngestFailure, PaperBatch } from "../domain/ingest.ts";

/** One page of what a service lists. */
export interface ListingPage extends PaperBatch {
  readonly failed: readonly IngestFailure[];
  /** Where the next page begins; null after the last one. */
  readonly next: string | null;
  /** This page is refused and has no entries; those behind it may be had. The cursor asks for it again. */
  readonly refused?: { readonly cursor: string; readonly error: AppError };
  /** What was asked for by name and is not there. */
  readonly missing?: readonly string[];
  /** On the last page: not all that was announced came, and it can't be told where it is. */
  readonly problem?: AppError;
}

/** What was asked of a service: its pages, one after another. */
export interface PaperListing {
  /** `huggingface`, `arxiv`. */
  readonly service: string;
  /** What was asked for, for people and as the key of the checkpoint. */
  readonly request: string;
  /**
   * The first page (null), or the one at a cursor that an earlier page gave. Throws `SERVICE_FAILED` where the service
   * can't be reached, refuses, or answers something that is no page.
   */
  fetchPage(cursor: string | null, options: { readonly signal?: AbortSignal }): Promise<ListingPage>;
}
