import type { IngestFailure, PaperBatch } from "../domain/ingest.ts";

/** One page of what a service lists. */
export interface ListingPage extends PaperBatch {
  readonly failed: readonly IngestFailure[];
  /** Where the next page begins; null after the last one. */
  readonly next: string | null;
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
