import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createArxivListing } from "../../src/adapters/arxiv/arxiv-listing.ts";
import { splitIds } from "../../src/adapters/arxiv/pages-of-ids.ts";
import type { AppError } from "../../src/domain/errors.ts";
import type { IngestFailure } from "../../src/domain/ingest.ts";
import { createFakeClock } from "../support/fakes.ts";
import { arxivFeed } from "../support/service-answers.ts";

const idOf = (n: number) => `2603.${String(n).padStart(5, "0")}`;
const papers = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => ({ id: `${idOf(from + at)}v1`, subject: `${from + at}` }));

interface Request {
  readonly url: URL;
  readonly fresh: boolean;
}

/** Runs a listing to its end against a service, and tells what came, what was asked and how long it paused. */
async function runAgainst(
  answer: (start: number, request: Request, tries: number) => string,
  { cursor = null as string | null, since = null as string | null, ids = null as string[] | null } = {},
) {
  const asked: Request[] = [];
  const pauses: number[] = [];
  const listing = createArxivListing(
    {
      clock: createFakeClock("2026-03-20T00:00:00Z"),
      sleep: async (ms) => void pauses.push(ms),
      fetcher: {
        async fetchText(address, _accept, { fresh = false }) {
          const url = new URL(address);
          const request = { url, fresh };
          asked.push(request);
          if (asked.length > 500) throw new Error("it is asked for ever");
          const tries = asked.filter((other) => other.url.href === url.href).length;
          return answer(Number(url.searchParams.get("start")), request, tries);
        },
      },
    },
    "http://arxiv.test",
    ids === null ? { service: "arxiv", query: "cat:cs.LG", since } : { service: "arxiv", ids },
  );
  const found: string[] = [];
  const failed: IngestFailure[] = [];
  const missing: string[] = [];
  let problem: AppError | null = null;
  let next = cursor;
  do {
    try {
      const page = await listing.fetchPage(next, {});
      found.push(...page.entries.map(({ arxivId }) => arxivId ?? ""));
      failed.push(...page.failed);
      missing.push(...(page.missing ?? []));
      if (page.problem !== undefined) problem = page.problem;
      next = page.next;
    } catch (error) {
      problem = error as AppError;
      break;
    }
  } while (next !== null);
  const starts = asked.map(({ url }) => Number(url.searchParams.get("start")));
  return { found: new Set(found), failed, missing, problem, next, asked, starts, pauses, request: listing.request };
}

/** A list of 260 papers, as a service gives it that keeps its word. */
const page = (start: number, size = 100, total = 260) => arxivFeed(papers(start, Math.min(start + size, total)), total);
const empty = (total: number) => arxivFeed([], total);

describe("the pages of a query", () => {
  it("are asked for until the announced total is there", async () => {
    const run = await runAgainst((start) => page(start));
    expect(run).toMatchObject({ problem: null, next: null, starts: [0, 100, 200], pauses: [], failed: [] });
    expect(run.found.size).toBe(260);
  });

  it.each([0, 100, 200])("are asked for again where the one from %d on is empty for a while", async (at) => {
    const run = await runAgainst((start, _request, tries) => (start === at && tries <= 2 ? empty(260) : page(start)));
    expect(run).toMatchObject({ problem: null, pauses: [1_000, 2_000] });
    expect(run.found.size).toBe(260);
    // What is kept of the empty page is not asked for: it is the empty page.
    expect(run.asked.filter(({ fresh }) => fresh)).toHaveLength(2);
  });

  it.each<[number, number, string | null]>([
    [0, 260, null],
    [100, 260, "100 of 260"],
    [200, 260, "200 of 260"],
    [100, 0, "100 of 260"],
    [200, 100, "200 of 260"],
  ])("end at an empty page from %d on that says %d and stays so", async (at, total, next) => {
    const run = await runAgainst((start) => (start === at ? empty(total) : page(start)));
    expect(run.problem).toMatchObject({ code: "SERVICE_FAILED", message: expect.stringContaining("announced 260") });
    expect(run).toMatchObject({ next, pauses: [1_000, 2_000, 4_000] });
    expect(run.found.size).toBe(at);
  });

  it("are none where nothing is found, which is no failure", async () => {
    expect(await runAgainst(() => empty(0))).toMatchObject({ problem: null, starts: [0], pauses: [] });
  });

  it.each([0, 100, 200])("are all read where the one from %d on stays short", async (at) => {
    const run = await runAgainst((start) => page(start, start === at ? 37 : 100));
    expect(run.problem).toBeNull();
    expect(run.found.size).toBe(260);
  });

  it("are asked for again once where a service always gives less than it is asked for", async () => {
    const run = await runAgainst((start) => page(start, 50));
    expect(run).toMatchObject({ problem: null, pauses: [1_000, 2_000, 4_000] });
    expect(run.found.size).toBe(260);
  });

  it("fail where one is given again in place of another", async () => {
    const run = await runAgainst((start) => (start === 100 ? page(0) : page(start)));
    expect(run.problem?.message).toContain("same papers again");
    expect(run.next).toBe("100 of 260");
  });

  it("fail in the end where papers came twice and others not at all", async () => {
    const run = await runAgainst((start) =>
      start === 100 ? arxivFeed([...papers(60, 100), ...papers(140, 200)], 260) : page(start),
    );
    expect(run.problem?.message).toContain("announced 260 papers, gave some of them twice and 40 not at all");
    expect(run.found.size).toBe(220);
  });

  it("may hold a paper twice, which takes the place of no other one", async () => {
    const twice = [...papers(0, 2), { id: `${idOf(0)}v2`, subject: "0" }];
    expect(await runAgainst(() => arxivFeed(twice, 3))).toMatchObject({ problem: null, next: null, failed: [] });
  });

  it("lose nothing to papers that come to the top of the list meanwhile", async () => {
    // Number 0 is the newest of 265; five of them are not there yet when the first page is read.
    const run = await runAgainst((start) =>
      start === 0 ? arxivFeed(papers(5, 105), 260) : arxivFeed(papers(start, Math.min(start + 100, 265)), 265),
    );
    expect(run.problem).toBeNull();
    expect(run.found.size).toBe(260);
  });

  it("lose nothing where the list becomes shorter meanwhile, and say so", async () => {
    // The first ten are withdrawn after the first page.
    const run = await runAgainst((start, _request, tries) =>
      start === 0 && tries === 1 ? page(0) : arxivFeed(papers(10 + start, Math.min(110 + start, 260)), 250),
    );
    expect(run.problem).toBeNull();
    expect(run.failed).toEqual([{ id: "cat:cs.LG", reason: "arXiv announced 260 papers, then 250" }]);
    expect(run.found.size).toBe(260);
  });

  it("come to an end where the total goes up and down", async () => {
    const run = await runAgainst((start, { url }, tries) =>
      page(start, 100, (tries + url.href.length) % 2 ? 260 : 210),
    );
    expect(run.starts.length).toBeLessThan(40);
  });

  it.each(["", "<opensearch:totalResults>many</opensearch:totalResults>"])(
    "are read to the first empty one where the total is %j",
    async (total) => {
      const run = await runAgainst((start) =>
        page(start).replace(/<opensearch:totalResults>.*<\/opensearch:totalResults>/u, total),
      );
      expect(run.problem).toBeNull();
      expect(run.found.size).toBe(260);
    },
  );

  it("are asked for again where the answer breaks off, and fail where it always does", async () => {
    const once = await runAgainst((start, _request, tries) => page(start).slice(0, tries === 1 ? -30 : undefined));
    expect(once.problem).toBeNull();
    expect(once.found.size).toBe(260);
    const always = await runAgainst((start) => (start === 100 ? page(start).slice(0, -30) : page(start)));
    expect(always.problem).toMatchObject({ code: "SERVICE_FAILED" });
    expect(always.next).toBe("100 of 260");
  });

  it("go on at a checkpoint, then with what came to the top since", async () => {
    const run = await runAgainst((start) => page(start, 100, 265), { cursor: "200 of 260" });
    expect(run.starts).toEqual([200, 0]);
    const before = await runAgainst((start) => page(start), { cursor: "100" });
    expect(before.starts).toEqual([100, 200, 0]);
    const atTop = await runAgainst((start) => page(start, 100, 400), { cursor: "100 until 150 of 300" });
    expect(atTop.starts).toEqual([0, 100, 200]);
  });

  it("begin anew where the list ends before the checkpoint", async () => {
    const run = await runAgainst((start) => page(start, 100, 150), { cursor: "200 of 260" });
    expect(run.problem).toBeNull();
    expect(run.found.size).toBe(150);
    expect(run.failed[0]?.reason).toContain("read again from the beginning");
  });

  it("go on behind one odd date in a list of those since a day", async () => {
    const dated = (start: number) =>
      papers(start, start + 100).map((paper, at) => {
        const isOld = start + at >= 150 || start + at === 99;
        return { ...paper, published: isOld ? "1970-01-01T00:00:00Z" : "2026-03-09T00:00:00Z" };
      });
    const run = await runAgainst((start) => arxivFeed(dated(start), 1_000), { since: "2026-03-01" });
    expect(run.starts).toEqual([0, 100]);
    expect(run.found.size).toBe(149);
  });

  it("lose nothing in silence, and are never asked for without end, whatever is empty, short or said", async () => {
    const fault = fc.constantFrom("none", "empty", "short", "zero", "again", "truncated", "total");
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 20 }), fc.integer({ min: 1, max: 350 }), async (faults, total) => {
        let at = -1;
        const run = await runAgainst((start) => {
          at += 1;
          switch (faults[at]) {
            case "empty":
              return empty(total);
            case "zero":
              return start === 0 ? page(0, 100, total) : empty(0);
            case "short":
              return page(start, 13, total);
            case "again":
              return arxivFeed(papers(0, Math.min(100, total)), total);
            case "truncated":
              return page(start, 100, total).slice(0, -20);
            case "total":
              return page(start, 100, total).replace(`>${total}<`, `>${total + 20}<`);
            default:
              return page(start, 100, total);
          }
        });
        expect(run.found.size === total || run.problem !== null).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

/** A service that knows these ids, and announces as many as it is asked for, or as many as it has. */
const knowing = (isKnown: (id: string) => boolean, announced: "asked" | "known" = "asked") => {
  return (_start: number, { url }: Request) => {
    const asked = (url.searchParams.get("id_list") ?? "").split(",");
    const known = asked.filter(isKnown).map((id) => ({ id: /v\d+$/u.test(id) ? id : `${id}v1`, subject: id }));
    return arxivFeed(known.slice(0, 100), announced === "asked" ? asked.length : known.length);
  };
};

describe("papers asked for by id", () => {
  it.each<[string, string[]]>([
    ["new", Array.from({ length: 500 }, (_, at) => idOf(at))],
    ["with versions", Array.from({ length: 130 }, (_, at) => `${idOf(at)}v12`)],
    ["old and long", Array.from({ length: 250 }, (_, at) => `supr-con.AB/${String(9_901_000 + at)}v12`)],
  ])("are split into requests that fit, all of them: %s", async (_name, ids) => {
    const run = await runAgainst(
      knowing(() => true),
      { ids },
    );
    expect(run).toMatchObject({ problem: null, missing: [], failed: [] });
    expect(run.found.size).toBe(ids.length);
    expect(run.asked.every(({ url }) => url.href.length < 2_000)).toBe(true);
    expect(run.request.length).toBeLessThan(200);
  });

  it("are split without a loss", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 })), (ids) => {
        expect(splitIds(ids).flat()).toEqual(ids);
      }),
    );
  });

  it.each(["0000.00000", "2405.06789v99", "hep-th/0000001", "math.GT/0000001v2"])(
    "are named where they are not there: %s, alone and among others",
    async (unknown) => {
      for (const announced of ["asked", "known"] as const) {
        const service = knowing((id) => id !== unknown, announced);
        for (const ids of [[unknown], ["2405.06789", unknown, "2405.06780"]]) {
          const run = await runAgainst(service, { ids });
          expect(run).toMatchObject({ missing: [unknown], problem: null });
          expect(run.failed).toMatchObject([{ id: unknown, reason: expect.stringMatching(/^not found: /u) }]);
          expect(run.found.size).toBe(ids.length - 1);
        }
      }
    },
  );

  it("are found whatever arXiv leaves out or adds", async () => {
    const answers: Record<string, string> = { "math.GT/0309136": "math/0309136v1", "2405.06789": "2405.06789v3" };
    const run = await runAgainst(() => arxivFeed(Object.values(answers).map((id) => ({ id, subject: id }))), {
      ids: Object.keys(answers),
    });
    expect(run).toMatchObject({ missing: [], failed: [], pauses: [] });
  });

  it("are asked for again where the page is empty for a while", async () => {
    const run = await runAgainst(
      (_start, request, tries) => (tries === 1 ? empty(2) : knowing(() => true)(0, request)),
      { ids: [idOf(1), idOf(2)] },
    );
    expect(run.found.size).toBe(2);
  });

  it("are not lost to one that arXiv does not understand", async () => {
    const error = arxivFeed([{ id: "x", subject: "x" }])
      .replace(/<id>http:\/\/arxiv.org[^<]*<\/id>/u, "<id>http://arxiv.org/api/errors#x</id>")
      .replace(/<summary>[^<]*<\/summary>/u, "<summary>incorrect id format for abc</summary>");
    const run = await runAgainst(
      (_start, request) =>
        request.url.searchParams.get("id_list")?.includes("abc") ? error : knowing(() => true)(0, request),
      { ids: ["2405.06789", "abc", "2405.06780"] },
    );
    expect(run.found.size).toBe(2);
    expect(run).toMatchObject({ missing: ["abc"], failed: [{ id: "abc" }] });
  });
});
