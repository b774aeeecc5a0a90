import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createArxivListing } from "../../src/adapters/arxiv/arxiv-listing.ts";
import { parseFeed } from "../../src/adapters/arxiv/parse-feed.ts";
import { createDailyPapers } from "../../src/adapters/huggingface/daily-papers.ts";
import { parseDailyPapers } from "../../src/adapters/huggingface/parse-daily-papers.ts";
import type { PageFetcher } from "../../src/ports/page-fetcher.ts";
import { createFakeClock } from "../support/fakes.ts";
import { ARXIV_ERROR, arxivFeed, dailyPaper } from "../support/service-answers.ts";

const now = new Date("2026-03-11T12:00:00Z");
const clock = createFakeClock(now.toISOString());
const real = fileURLToPath(new URL("../../../shared/fixtures/", import.meta.url));

/** Pauses that pass at once. */
const sleep = async () => {};

/** Answers addresses by a function, and remembers them. */
function fetcherWith(answer: (url: URL) => string): PageFetcher & { readonly urls: string[] } {
  const urls: string[] = [];
  return {
    urls,
    async fetchText(url) {
      urls.push(url);
      return answer(new URL(url));
    },
  };
}

describe("an answer of Hugging Face's API", () => {
  it("is read with authors, date, upvotes and a link", () => {
    const parsed = parseDailyPapers(JSON.stringify([dailyPaper("2603.00001v2", "grokking")]), now);
    expect(parsed?.failed).toEqual([]);
    expect(parsed?.entries).toMatchObject([
      {
        statedId: null,
        arxivId: "2603.00001",
        title: "On grokking",
        url: "https://arxiv.org/abs/2603.00001",
        published: "2026-03-09",
        authors: ["Ada Lovelace", "Emmy Noether"],
        authorCount: 2,
        upvotes: 7,
      },
    ]);
  });

  it("loses nothing to a listing that can't be read, a future date, or a missing abstract", () => {
    const page = [
      dailyPaper("2603.00001", "grokking", { summary: null }),
      { paper: { title: "No id" } },
      dailyPaper("2603.00002", "dropout", { publishedAt: "2099-01-01T00:00:00Z", title: "**bold** @everyone <b>" }),
      dailyPaper("not-arxiv", "pruning"),
    ];
    const parsed = parseDailyPapers(JSON.stringify(page), now);
    expect(parsed?.entries).toMatchObject([
      { arxivId: "2603.00001", abstract: "" },
      { arxivId: "2603.00002", published: null, title: "**bold** @everyone" },
    ]);
    expect(parsed?.failed.map(({ id }) => id)).toEqual(["listing 2", "2603.00002", "not-arxiv"]);
  });

  it.each(["<html></html>", "{}", '"text"', "[{", ""])("is none where it says %j", (text) => {
    expect(parseDailyPapers(text, now)).toBeNull();
  });

  it("is asked for day by day, and a day is where a run goes on", async () => {
    const fetcher = fetcherWith(() => JSON.stringify([dailyPaper("2603.00001", "grokking")]));
    const listing = createDailyPapers({ fetcher, clock, sleep }, "http://hub.test/api/", ["2026-03-10", "2026-03-11"]);
    const first = await listing.fetchPage(null, {});
    expect(first).toMatchObject({ source: "huggingface:2026-03-10", next: "2026-03-11" });
    await expect(listing.fetchPage(first.next, {})).resolves.toMatchObject({ next: null });
    expect(fetcher.urls).toEqual([
      "http://hub.test/api/daily_papers?date=2026-03-10&limit=100",
      "http://hub.test/api/daily_papers?date=2026-03-11&limit=100",
    ]);
  });

  it("is a failure of the service where it is no list", async () => {
    const listing = createDailyPapers(
      { fetcher: fetcherWith(() => "{}"), clock, sleep },
      "http://hub.test",
      "trending",
    );
    await expect(listing.fetchPage(null, {})).rejects.toMatchObject({ code: "SERVICE_FAILED" });
  });

  it.skipIf(!existsSync(real))("is read in full from the real answers", () => {
    const page = parseDailyPapers(readFileSync(`${real}huggingface/daily_papers.2026-06-12.json`, "utf8"), new Date());
    expect(page?.failed).toEqual([]);
    expect(page?.entries).toHaveLength(30);
    const days = readdirSync(`${real}huggingface/days`).map((name) =>
      parseDailyPapers(readFileSync(`${real}huggingface/days/${name}`, "utf8"), new Date()),
    );
    expect(days.reduce((sum, day) => sum + (day?.entries.length ?? 0), 0)).toBe(308);
  });
});

describe("an answer of arXiv's API", () => {
  it("is read with its DOI and its entities, versions left out", () => {
    const feed = parseFeed(arxivFeed([{ id: "2603.00001v3", subject: "grokking" }]), now);
    expect(feed?.entries).toMatchObject([
      {
        arxivId: "2603.00001",
        doi: "10.1000/2603.00001v3",
        title: "On grokking & more",
        url: "https://arxiv.org/abs/2603.00001",
        published: "2026-03-09",
        authors: ["Ada Lovelace"],
      },
    ]);
    expect(feed?.entries[0]?.abstract).toMatch(/It holds for < 1 minute\.$/u);
  });

  it("is none where it breaks off, or is a web page", () => {
    expect(parseFeed(arxivFeed([{ id: "2603.00001", subject: "x" }]).slice(0, -20), now)).toBeNull();
    expect(parseFeed("<!doctype html><p>busy", now)).toBeNull();
  });

  it("is asked for page by page, until papers are too old", async () => {
    const fetcher = fetcherWith(({ searchParams }) =>
      searchParams.get("start") === "0"
        ? arxivFeed([{ id: "2603.00002", subject: "b" }], 300)
        : arxivFeed(
            [
              { id: "2603.00001", subject: "a", published: "2026-03-08T00:00:00Z" },
              { id: "2601.00001", subject: "old", published: "2026-01-08T00:00:00Z" },
            ],
            300,
          ),
    );
    const listing = createArxivListing({ fetcher, clock, sleep }, "http://arxiv.test", {
      service: "arxiv",
      query: 'cat:cs.LG AND abs:"loss landscape"',
      since: "2026-03-01",
    });
    const first = await listing.fetchPage(null, {});
    expect(first.next).toBe("1 of 300");
    const second = await listing.fetchPage(first.next, {});
    expect(second).toMatchObject({ next: null, entries: [{ arxivId: "2603.00001" }] });
    expect(fetcher.urls[0]).toContain("search_query=cat%3Acs.LG+AND+abs%3A%22loss+landscape%22");
  });

  it("passes on what arXiv says of an id that is none", async () => {
    const listing = createArxivListing(
      { fetcher: fetcherWith(() => ARXIV_ERROR), clock, sleep },
      "http://arxiv.test/api/query",
      {
        service: "arxiv",
        ids: ["abc"],
      },
    );
    await expect(listing.fetchPage(null, {})).rejects.toMatchObject({
      code: "USAGE_INVALID",
      message: "arXiv does not understand the request: incorrect id format for abc.",
    });
  });

  it.skipIf(!existsSync(real))("is read in full from the real answers", () => {
    const feeds = readdirSync(`${real}arxiv`)
      .filter((name) => name.endsWith(".xml"))
      .map((name) => [name, parseFeed(readFileSync(`${real}arxiv/${name}`, "utf8"), new Date())] as const);
    const entries = feeds.flatMap(([, feed]) => feed?.entries ?? []);
    expect(feeds.every(([, feed]) => feed !== null)).toBe(true);
    expect(feeds.flatMap(([, feed]) => feed?.failed ?? [])).toEqual([]);
    expect(entries).toHaveLength(28);
    expect(entries.map(({ arxivId }) => arxivId)).toContain("astro-ph/0601001");
  });
});

describe("texts of an answer of arXiv's API", () => {
  const read = (title: string, summary = "x") =>
    parseFeed(
      `<feed><entry><id>http://arxiv.org/abs/2603.00001v1</id><title>${title}</title><summary>${summary}</summary><author><name>J. M&#xFC;ller</name></author></entry></feed>`,
      now,
    )?.entries[0];

  it.each([
    ["K&#246;nig&#8217;s &#x1D6FC; &amp; &quot;foam&quot; &apos;n&apos; 3 &lt; 4", "König’s 𝛼 & \"foam\" 'n' 3 < 4"],
    ["&amp;#945; and &amp;lt; and &#38;lt;", "&#945; and &lt; and &lt;"],
    ["<![CDATA[R&D &amp; $n \\log n$]]>", "R&D &amp; n log n"],
    ["A state-of-the-\n  art $O(n\\log n)$ walk", "A state-of-the-art O(n log n) walk"],
    ['Schr\\"odinger &#128512;', "Schrödinger 😀"],
  ])("decodes each reference once: %s", (title, clean) => {
    expect(read(title)?.title).toBe(clean);
    expect(read("t", title)).toMatchObject({ abstract: clean, authors: ["J. Müller"] });
  });
});
