import { AppError } from "../../domain/errors.ts";
import type { ServiceRequest } from "../../domain/ingest.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PageFetcher } from "../../ports/page-fetcher.ts";
import type { PaperListing } from "../../ports/paper-listing.ts";
import { parseFeed } from "./parse-feed.ts";

const PAPERS_PER_PAGE = 100;

/** What arXiv lists, from its Atom API (`/api/query`). */
export function createArxivListing(
  { fetcher, clock }: { readonly fetcher: PageFetcher; readonly clock: Clock },
  baseUrl: string,
  request: Extract<ServiceRequest, { readonly service: "arxiv" }>,
): PaperListing {
  const address = `${baseUrl.replace(/\/+$/u, "").replace(/\/api(?:\/query)?$/u, "")}/api/query`;
  return {
    service: "arxiv",
    request:
      "ids" in request
        ? request.ids.join(", ")
        : `${request.query}${request.since === null ? "" : ` since ${request.since}`}`,
    async fetchPage(cursor, options) {
      const start = cursor === null ? 0 : Number(cursor);
      const url = new URL(address);
      if ("ids" in request) url.searchParams.set("id_list", request.ids.join(","));
      else {
        url.searchParams.set("search_query", request.query);
        url.searchParams.set("sortBy", "submittedDate");
        url.searchParams.set("sortOrder", "descending");
      }
      url.searchParams.set("start", String(start));
      url.searchParams.set("max_results", String(PAPERS_PER_PAGE));
      const body = await fetcher.fetchText(url.href, "application/atom+xml", { ...options, readable: [400] });
      const feed = parseFeed(body, clock.now());
      if (feed === null) {
        throw new AppError("SERVICE_FAILED", `${url.host} answered something that is no list of papers.`, {
          retryable: true,
        });
      }
      if (feed.error !== null) {
        throw new AppError("USAGE_INVALID", `arXiv does not understand the request: ${feed.error}.`);
      }
      const since = "since" in request ? request.since : null;
      const entries = feed.entries.filter(
        ({ published }) => since === null || published === null || published >= since,
      );
      const end = start + feed.listed;
      const isLast =
        "ids" in request || feed.listed === 0 || end >= feed.totalResults || entries.length < feed.entries.length;
      return { source: "arxiv:query", entries, failed: feed.failed, next: isLast ? null : String(end) };
    },
  };
}
