import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createArxivListing } from "../../src/adapters/arxiv/arxiv-listing.ts";
import { parseFeed } from "../../src/adapters/arxiv/parse-feed.ts";
import { createDailyPapers } from "../../src/adapters/huggingface/daily-papers.ts";
import { parseDailyPapers } from "../../src/adapters/huggingface/parse-daily-papers.ts";
import { PageRefused } from "../../src/domain/errors.ts";
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

  it.each<[string, Record<string, unknown>, Record<string, unknown>, number]>([
    ["votes that are text", { upvotes: "12" }, { upvotes: null }, 1],
    ["negative votes", { upvotes: -3 }, { upvotes: null }, 1],
    ["half a vote", { upvotes: 2.5 }, { upvotes: null }, 1],
    ["votes that are null", { upvotes: null }, { upvotes: null }, 0],
    ["votes in a list", { upvotes: [7] }, { upvotes: null }, 1],
    ["a writer without a name", { authors: [{ _id: "x" }, { name: "Ada" }] }, { authors: ["Ada"] }, 1],
    ["names that are no text", { authors: [{ name: 7 }, null, 3, ["x"], "Ada"] }, { authors: ["Ada"] }, 1],
    ["an empty name", { authors: [{ name: " " }] }, { authors: [], authorCount: null }, 1],
    ["writers that are no list", { authors: { name: "Ada" } }, { authors: [] }, 1],
    ["no writers", { authors: undefined }, { authors: [] }, 0],
    ["a date that is a number", { publishedAt: 1_773_000_000_000 }, { published: null }, 1],
    ["a day that there is not", { publishedAt: "2026-02-30T00:00:00Z" }, { published: "2026-02" }, 0],
    ["a date in words", { publishedAt: "last week" }, { published: null }, 1],
    ["an empty date", { publishedAt: "" }, { published: null }, 0],
    ["a summary that is a list", { summary: ["a", "b"] }, { abstract: "" }, 1],
    ["an abstract that is empty", { abstract: "", summary: "A text." }, { abstract: "A text." }, 0],
    ["an abstract that is a number", { abstract: 7, summary: "A text." }, { abstract: "A text." }, 0],
  ])("costs a paper with an odd field that field alone: %s", (_name, over, expected, reported) => {
    const parsed = parseDailyPapers(JSON.stringify([dailyPaper("2603.00001", "grokking", over)]), now);
    expect(parsed?.entries).toMatchObject([{ arxivId: "2603.00001", title: "On grokking", ...expected }]);
    expect(parsed?.failed).toHaveLength(reported);
    expect(parsed?.failed.every(({ id, reason }) => id === "2603.00001" && reason.includes("kept without"))).toBe(true);
  });

  it.each<[unknown, string]>([
    [dailyPaper("not-arxiv", "x"), "its id is no arXiv id"],
    [{ paper: { title: "No id" } }, "it has no id"],
    [{ paper: { id: 2603.00001, title: "A number" } }, "it has no id"],
    [dailyPaper("2603.00001", "x", { title: " " }), "it has no title"],
    [dailyPaper("2603.00001", "x", { title: 7 }), "it has no title"],
    ["text", "it is no paper"],
    [null, "it is no paper"],
  ])("says truly why %j is refused", (listing, reason) => {
    const parsed = parseDailyPapers(JSON.stringify([listing, dailyPaper("2603.00002", "y")]), now);
    expect(parsed?.failed.map((failure) => failure.reason)).toEqual([reason]);
    expect(parsed?.entries).toHaveLength(1);
  });

  it("has the title of its frame where the paper has none", () => {
    const listing = { ...dailyPaper("2603.00001", "x", { title: null }), title: "On frames" };
    expect(parseDailyPapers(JSON.stringify([listing]), now)?.entries).toMatchObject([{ title: "On frames" }]);
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

  it("is asked for page by page where a day has more than fit on one", async () => {
    const all = Array.from({ length: 230 }, (_, at) => dailyPaper(`2603.${String(at).padStart(5, "0")}`, `${at}`));
    const fetcher = fetcherWith(({ searchParams }) => {
      const from = Number(searchParams.get("p") ?? 0) * 100;
      return JSON.stringify(all.slice(from, from + 100));
    });
    const listing = createDailyPapers({ fetcher, clock, sleep }, "http://hub.test", ["2026-03-10"]);
    expect((await listing.fetchPage(null, {})).entries).toHaveLength(230);
    const same = fetcherWith(() => JSON.stringify(all.slice(0, 100)));
    const unpaged = createDailyPapers({ fetcher: same, clock, sleep }, "http://hub.test", ["2026-03-10"]);
    expect((await unpaged.fetchPage(null, {})).entries).toHaveLength(100);
    expect(same.urls).toHaveLength(2);
  });

  it("is passed by where one day of several is refused or unreadable, and fails where it is the only one", async () => {
    const days = ["2026-03-09", "2026-03-10", "2026-03-11"];
    const answers: [string, () => string, string][] = [
      [
        "refused",
        () => {
          throw new PageRefused("it answered 400", "hub.test did not give a page.");
        },
        "hub.test did not give 2026-03-10: it answered 400.",
      ],
      ["unreadable", () => "[{", "hub.test did not give 2026-03-10: it answered something that is no list of papers."],
    ];
    for (const [, answer, message] of answers) {
      const fetcher = fetcherWith(answer);
      const page = await createDailyPapers({ fetcher, clock, sleep }, "http://hub.test", days).fetchPage(
        days[1] ?? "",
        {},
      );
      expect(page).toMatchObject({ entries: [], next: days[2], refused: { cursor: days[1] } });
      expect(page.refused?.error.message).toBe(`${message} The next run asks for it again.`);
      const alone = createDailyPapers({ fetcher, clock, sleep }, "http://hub.test", ["2026-03-10"]);
      await expect(alone.fetchPage(null, {})).rejects.toMatchObject({ code: "SERVICE_FAILED" });
    }
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

  it.each<[string, [RegExp | string, string][], Record<string, unknown>, number]>([
    ["no summary", [[/<summary>[^<]*<\/summary>/u, ""]], { abstract: "" }, 0],
    ["an empty writer", [["<name>Ada Lovelace</name>", "<name/>"]], { authors: [], authorCount: null }, 0],
    ["a writer without a name", [["<name>Ada Lovelace</name>", "<x>1</x>"]], { authors: [] }, 0],
    ["a name without an element", [["<name>Ada Lovelace</name>", "Ada Lovelace"]], { authors: ["Ada Lovelace"] }, 0],
    ["an odd date", [[/<published>[^<]*</u, "<published>soon<"]], { published: null }, 1],
    ["no date", [[/<published>[^<]*<\/published>/u, ""]], { published: null }, 0],
    ["a DOI with an attribute", [["<arxiv:doi>", '<arxiv:doi x="y">']], { doi: "10.1000/2603.00001v3" }, 0],
    ["a DOI that is none", [["10.1000/", "none/"]], { doi: null }, 0],
    ["a second title", [["<title>On", "<title>On first</title><title>On"]], { title: "On first" }, 0],
  ])("costs an entry with an odd element that alone: %s", (_name, changes, expected, reported) => {
    const feed = arxivFeed([{ id: "2603.00001v3", subject: "grokking" }]);
    const odd = changes.reduce((text, [from, to]) => text.replace(from, to), feed);
    expect(odd).not.toBe(feed);
    const parsed = parseFeed(odd, now);
    expect(parsed?.entries).toMatchObject([{ arxivId: "2603.00001", ...expected }]);
    expect(parsed?.failed).toHaveLength(reported);
  });

  it.each<[string | RegExp, string, string]>([
    [/<title>On[^<]*<\/title>/u, "", "it has no title"],
    [/<title>On[^<]*<\/title>/u, "<title/>", "it has no title"],
    ["http://arxiv.org/abs/2603.00001v3", "tag:x", "its id is no arXiv id"],
    [/<id>http:[^<]*<\/id>/u, "", "it has no id"],
  ])("says truly why an entry is refused", (from, to, reason) => {
    const feed = arxivFeed([{ id: "2603.00001v3", subject: "grokking" }]).replace(from, to);
    expect(parseFeed(feed, now)).toMatchObject({ entries: [], failed: [{ reason }], listed: 1 });
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
