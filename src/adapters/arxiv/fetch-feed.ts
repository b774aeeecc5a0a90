import { AppError, PageRefused } from "../../domain/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PageFetcher } from "../../ports/page-fetcher.ts";
import { type ParsedFeed, parseFeed } from "./parse-feed.ts";

export interface ArxivDeps {
  readonly fetcher: PageFetcher;
  readonly clock: Clock;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Papers on one page. */
export const PAPERS_PER_PAGE = 100;

/** Asks arXiv's API once. Null where the answer is no list of papers, or broke off. */
export async function fetchFeed(
  { fetcher, clock }: ArxivDeps,
  address: string,
  params: Readonly<Record<string, string>>,
  options: { readonly signal?: AbortSignal; readonly fresh: boolean },
): Promise<ParsedFeed | null> {
  const url = new URL(address);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  url.searchParams.set("max_results", String(PAPERS_PER_PAGE));
  return parseFeed(
    await fetcher.fetchText(url.href, "application/atom+xml", { ...options, readable: [400] }),
    clock.now(),
  );
}

/** Nothing that came was a list of papers. */
export function noList(address: string): PageRefused {
  const what = "it answered something that is no list of papers";
  return new PageRefused(what, `${new URL(address).host}: ${what}. The next run asks for it again.`, {
    retryable: true,
  });
}

export function notUnderstood(reason: string): AppError {
  return new AppError("USAGE_INVALID", `arXiv does not understand the request: ${reason}.`);
}

/** arXiv failed at a page. */
export function listFailed(what: string): AppError {
  return new AppError("SERVICE_FAILED", `arXiv ${what}. The next run goes on from there.`, { retryable: true });
}
