import { PageRefused } from "../../domain/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PageFetcher } from "../../ports/page-fetcher.ts";
import type { ListingPage, PaperListing } from "../../ports/paper-listing.ts";
import { askAgain, PAGE_PAUSES_MS } from "../../util/ask-again.ts";
import { type DailyPapers, parseDailyPapers } from "./parse-daily-papers.ts";

/** Papers on one page; a day seldom has more. */
const PAPERS_PER_PAGE = 100;
const MOST_PAGES_A_DAY = 10;

export interface DailyPapersDeps {
  readonly fetcher: PageFetcher;
  readonly clock: Clock;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

type PageOptions = Parameters<PaperListing["fetchPage"]>[1];

/**
 * The papers that Hugging Face lists, from its JSON API (`/api/daily_papers`). A week or a month is asked for day by
 * day: a page is then a day, a day that is refused is passed by, and where the service fails the next run goes on.
 */
export function createDailyPapers(
  deps: DailyPapersDeps,
  baseUrl: string,
  list: readonly string[] | "trending",
): PaperListing {
  const pages = list === "trending" ? [list] : list;
  const address = addressOf(baseUrl);

  /** All papers of a day, or those that are voted for. */
  async function fetchDay(day: string, options: PageOptions): Promise<Pick<ListingPage, "entries" | "failed">> {
    const url = new URL(address);
    if (day === "trending") url.searchParams.set("sort", "trending");
    else url.searchParams.set("date", day);
    url.searchParams.set("limit", String(PAPERS_PER_PAGE));
    const read = [await readPage(url, day, options)];
    const known = new Set(read[0]?.entries.map(({ arxivId }) => arxivId));
    while (day !== "trending" && read.at(-1)?.listed === PAPERS_PER_PAGE && read.length < MOST_PAGES_A_DAY) {
      url.searchParams.set("p", String(read.length));
      const page = await readPage(url, day, options);
      const entries = page.entries.filter(({ arxivId }) => !known.has(arxivId));
      // The same page again: there is no second one.
      if (entries.length === 0) break;
      for (const { arxivId } of entries) known.add(arxivId);
      read.push({ ...page, entries });
    }
    return { entries: read.flatMap(({ entries }) => entries), failed: read.flatMap(({ failed }) => failed) };
  }

  async function readPage(url: URL, day: string, options: PageOptions): Promise<DailyPapers> {
    const { clock, fetcher, sleep } = deps;
    try {
      const answer = await askAgain(
        async (fresh) =>
          parseDailyPapers(await fetcher.fetchText(url.href, "application/json", { ...options, fresh }), clock.now()),
        (page) => page !== null,
        { ...options, pausesMs: PAGE_PAUSES_MS, sleep },
      );
      const page = "good" in answer ? answer.good : null;
      if (page !== null) return page;
      throw new PageRefused("it answered something that is no list of papers", "", { retryable: true });
    } catch (error) {
      if (!(error instanceof PageRefused)) throw error;
      const message = `${url.host} did not give ${day}: ${error.what}. The next run asks for it again.`;
      throw new PageRefused(error.what, message, { cause: error, retryable: true });
    }
  }

  return {
    service: "huggingface",
    request: pages.length > 1 ? `${pages[0]} to ${pages.at(-1)}` : (pages[0] ?? ""),
    async fetchPage(cursor, options) {
      const at = cursor === null ? 0 : Math.max(0, pages.indexOf(cursor));
      const page = pages[at] ?? "";
      const place = { source: `huggingface:${page}`, next: pages[at + 1] ?? null };
      try {
        return { ...place, ...(await fetchDay(page, options)) };
      } catch (error) {
        if (!(error instanceof PageRefused) || pages.length === 1) throw error;
        return { ...place, entries: [], failed: [], refused: { cursor: page, error } };
      }
    },
  };
}

/** A base address with or without the path of the API. */
function addressOf(baseUrl: string): string {
  const base = baseUrl.replace(/(?<!\/)\/+$/u, "").replace(/\/api(?:\/daily_papers)?$/u, "");
  return `${base}/api/daily_papers`;
}
