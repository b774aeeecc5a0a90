import { AppError } from "../../domain/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PageFetcher } from "../../ports/page-fetcher.ts";
import type { PaperListing } from "../../ports/paper-listing.ts";
import { parseDailyPapers } from "./parse-daily-papers.ts";

/** Papers on one page; a day has fewer. */
const PAPERS_PER_PAGE = 100;

/**
 * The papers that Hugging Face lists, from its JSON API (`/api/daily_papers`). A week or a month is asked for day by
 * day: a page is then a day, and a day that failed is where the next run goes on.
 */
export function createDailyPapers(
  { fetcher, clock }: { readonly fetcher: PageFetcher; readonly clock: Clock },
  baseUrl: string,
  list: readonly string[] | "trending",
): PaperListing {
  const pages = list === "trending" ? [list] : list;
  const address = addressOf(baseUrl);
  return {
    service: "huggingface",
    request: pages.length > 1 ? `${pages[0]} to ${pages.at(-1)}` : (pages[0] ?? ""),
    async fetchPage(cursor, options) {
      const at = cursor === null ? 0 : Math.max(0, pages.indexOf(cursor));
      const page = pages[at] ?? "";
      const url = new URL(address);
      if (page === "trending") url.searchParams.set("sort", "trending");
      else url.searchParams.set("date", page);
      url.searchParams.set("limit", String(PAPERS_PER_PAGE));
      const body = await fetcher.fetchText(url.href, "application/json", options);
      const parsed = parseDailyPapers(body, clock.now());
      if (parsed === null) {
        throw new AppError("SERVICE_FAILED", `${url.host} answered something that is no list of papers, for ${page}.`, {
          retryable: true,
        });
      }
      return { source: `huggingface:${page}`, ...parsed, next: pages[at + 1] ?? null };
    },
  };
}

/** A base address with or without the path of the API. */
function addressOf(baseUrl: string): string {
  const base = baseUrl.replace(/\/+$/u, "").replace(/\/api(?:\/daily_papers)?$/u, "");
  return `${base}/api/daily_papers`;
}
