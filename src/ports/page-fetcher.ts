/** A page as it was fetched last. */
export interface CachedPage {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly body: string;
}

/** Keeps pages, so that a page that did not change need not be sent again. Bounded. */
export interface PageCache {
  getPage(url: string): Promise<CachedPage | null>;
  savePage(page: CachedPage, at: Date): Promise<void>;
}

/** Fetches pages with the manners that their services ask for: one at a time, with pauses, and again after a refusal. */
export interface PageFetcher {
  /**
   * The text of a page. Throws `SERVICE_FAILED` once it has been tried often enough, or where the service asks to wait
   * longer than a run can; `PageRefused` where only this page is refused.
   *
   * @param accept media type asked for; an answer of another type is a failure
   */
  fetchText(url: string, accept: string, options: FetchOptions): Promise<string>;
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** Statuses besides success whose text says what is wrong. */
  readonly readable?: readonly number[];
  /** Ask for the page anew, whatever is known of it: the last answer was not good. */
  readonly fresh?: boolean;
}
