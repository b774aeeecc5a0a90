import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import type { IngestRun, PaperBatch, UpvoteCount } from "../../src/domain/ingest.ts";
import type { PaperEntry } from "../../src/domain/paper.ts";
import { type IngestDeps, ingestPapers } from "../../src/ingesting/ingest-papers.ts";
import type { ListingPage, PaperListing } from "../../src/ports/paper-listing.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";

const entry = (arxivId: string): PaperEntry => ({
  statedId: null,
  arxivId,
  doi: null,
  title: `On ${arxivId}`,
  abstract: "Some text.",
  url: null,
  published: null,
  authors: [],
  authorCount: null,
  upvotes: 3,
  line: 1,
});

/** A service with these pages; a page that is an error is thrown. */
function listingOf(pages: readonly (readonly string[] | Error)[]): PaperListing {
  return {
    service: "huggingface",
    request: "all",
    async fetchPage(cursor) {
      const at = Number(cursor ?? 0);
      const page = pages[at] ?? [];
      if (page instanceof Error) throw page;
      const next = at + 1 < pages.length ? String(at + 1) : null;
      return { source: `huggingface:${at}`, entries: page.map(entry), failed: [], next } satisfies ListingPage;
    },
  };
}

const down = new AppError("SERVICE_FAILED", "The service is down.");

describe("ingestPapers", () => {
  let indexed: PaperBatch[][];
  let checkpoint: string | null;
  let runs: IngestRun[];
  let upvotes: UpvoteCount[];
  let deps: IngestDeps;
  beforeEach(() => {
    indexed = [];
    checkpoint = null;
    runs = [];
    upvotes = [];
    const unused = async (): Promise<never> => {
      throw new Error("not asked for here");
    };
    deps = {
      store: {
        getPage: unused,
        savePage: unused,
        getCheckpoint: async () => checkpoint,
        saveCheckpoint: async (_service, _request, cursor) => {
          checkpoint = cursor;
        },
        recordRun: async (run) => void runs.push(run),
        listRuns: unused,
        recordUpvotes: async (counts) => void upvotes.push(...counts),
        pruneIngest: unused,
      },
      index: async (batches) => {
        indexed.push([...batches]);
        return { added: batches.flatMap(({ entries }) => entries).length, updated: 0, unchanged: 0 };
      },
      clock: createFakeClock(),
      logger: createFakeLogger(),
    };
  });

  it("brings all pages into the index, in one go where they are few", async () => {
    const { report, problem } = await ingestPapers(deps, listingOf([["1", "2"], [], ["3"]]));
    expect(problem).toBeNull();
    expect(report).toEqual({
      source: "huggingface",
      fetched: 3,
      added: 3,
      enriched: 0,
      unchanged: 0,
      failed: [],
    });
    expect(indexed.map((batches) => batches.map(({ source }) => source))).toEqual([["huggingface:0", "huggingface:2"]]);
    expect(checkpoint).toBeNull();
    expect(upvotes).toHaveLength(3);
    expect(runs).toMatchObject([{ request: "all", added: 3, problem: null }]);
  });

  it("keeps what came before a failure, and goes on behind it the next time", async () => {
    const first = await ingestPapers(deps, listingOf([["1"], down, ["3"]]));
    expect(first.problem).toBe(down);
    expect(first.report).toMatchObject({ added: 1, failed: [{ id: "1", reason: "The service is down." }] });
    expect(checkpoint).toBe("1");
    const second = await ingestPapers(deps, listingOf([new Error("asked again"), ["2"], ["3"]]));
    expect(second.report).toMatchObject({ fetched: 2, added: 2, failed: [] });
    expect(checkpoint).toBeNull();
    expect(runs.map(({ problem }) => problem)).toEqual(["The service is down.", null]);
  });

  it("moves the checkpoint only past what is in the index", async () => {
    const many = Array.from({ length: 600 }, (_, index) => String(index));
    deps = {
      ...deps,
      index: async (batches) => {
        if (indexed.length === 1) throw new AppError("DISK_FULL", "The disk is full.");
        indexed.push([...batches]);
        return { added: 0, updated: 0, unchanged: 600 };
      },
    };
    await expect(ingestPapers(deps, listingOf([many, ["x"]]))).rejects.toMatchObject({ code: "DISK_FULL" });
    expect(checkpoint).toBe("1");
  });

  it("holds what services list to the limits, and says so in the report", async () => {
    const listing = listingOf([["1"]]);
    const long: PaperListing = {
      ...listing,
      async fetchPage() {
        const held = {
          ...entry("2603.00001"),
          url: `https://x.test/${"x".repeat(500)}`,
          abstract: "Too long. ".repeat(30_000),
        };
        return { source: "huggingface:x", entries: [held], failed: [], next: null };
      },
    };
    const { report } = await ingestPapers(deps, long);
    expect(report).toMatchObject({
      fetched: 1,
      added: 1,
      failed: [
        { id: "2603.00001", reason: expect.stringMatching(/abstract of 300000 characters: cut to 200000/u) },
        { id: "2603.00001", reason: expect.stringMatching(/link of 515 characters/u) },
      ],
    });
    const stored = indexed[0]?.[0]?.entries[0];
    expect(stored?.url).toBeNull();
    expect(stored?.abstract).toMatch(/^(?:Too long\. ){19999}Too long\.$/u);
  });

  it.each<[string, readonly number[]]>([
    ["the first", [0]],
    ["one in the middle", [2]],
    ["the last", [4]],
    ["two of them", [1, 2]],
  ])("passes a refused page by, and asks for it again the next time: %s", async (_name, refusedAt) => {
    const refusing = (isRefused: (at: number) => boolean): PaperListing & { asked: (string | null)[] } => ({
      service: "huggingface",
      request: "all",
      asked: [],
      async fetchPage(cursor) {
        this.asked.push(cursor);
        const at = Number(cursor ?? 0);
        const place = { source: `huggingface:${at}`, failed: [], next: at < 4 ? String(at + 1) : null };
        return isRefused(at)
          ? { ...place, entries: [], refused: { cursor: String(at), error: down } }
          : { ...place, entries: [entry(String(at))] };
      },
    });
    const first = await ingestPapers(
      deps,
      refusing((at) => refusedAt.includes(at)),
    );
    expect(first.report.fetched).toBe(5 - refusedAt.length);
    expect(first.report.failed.map(({ id }) => id)).toEqual(refusedAt.map(String));
    expect(first.problem).toMatchObject({ code: "SERVICE_FAILED" });
    expect(runs[0]?.problem).not.toBeNull();
    const still = refusing((at) => at === refusedAt[0]);
    await ingestPapers(deps, still);
    expect(still.asked).toEqual(refusedAt.map(String));
    const after = refusing(() => false);
    const last = await ingestPapers(deps, after);
    expect(after.asked).toEqual([String(refusedAt[0])]);
    expect(last).toMatchObject({ problem: null, report: { fetched: 1, failed: [] } });
    expect(checkpoint).toBeNull();
  });

  it("leaves a service alone that refuses one page after another, and goes on behind them the next time", async () => {
    const asked: number[] = [];
    const listing: PaperListing = {
      service: "huggingface",
      request: "all",
      async fetchPage(cursor) {
        const at = Number(cursor ?? 0);
        asked.push(at);
        const next = at < 30 ? String(at + 1) : null;
        return { source: "x", entries: [], failed: [], next, refused: { cursor: String(at), error: down } };
      },
    };
    expect((await ingestPapers(deps, listing)).problem).toBe(down);
    await ingestPapers(deps, listing);
    expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
    expect(JSON.parse(checkpoint ?? "")).toEqual({ next: "6", refused: ["0", "1", "2", "3", "4", "5"] });
  });

  it.each([["{"], ['{"next":1}'], ["{}"]])("begins anew at a checkpoint that can't be read: %s", async (saved) => {
    checkpoint = saved;
    expect((await ingestPapers(deps, listingOf([["1"]]))).report.fetched).toBe(1);
  });

  it("has a problem where nothing of what was asked for by name is there, and none where some is", async () => {
    const naming = (found: readonly string[]): PaperListing => ({
      service: "arxiv",
      request: "a, b",
      fetchPage: async () => ({
        source: "arxiv:query",
        entries: found.map(entry),
        failed: [{ id: "a", reason: "not found" }],
        next: null,
        missing: ["a"],
      }),
    });
    expect((await ingestPapers(deps, naming([]))).problem).toMatchObject({
      code: "SOURCE_MISSING",
      message: "arXiv has no paper a.",
    });
    expect((await ingestPapers(deps, naming(["b"]))).problem).toBeNull();
    expect(runs.map(({ problem }) => problem)).toEqual([null, null]);
  });

  it("keeps what came before a page that is not understood, and reports no more than fits", async () => {
    const unclear = new AppError("USAGE_INVALID", "It is not understood.");
    await expect(ingestPapers(deps, listingOf([unclear]))).rejects.toBe(unclear);
    const { report, problem } = await ingestPapers(deps, listingOf([["1"], unclear]));
    expect(problem).toBe(unclear);
    expect(report.added).toBe(1);
    checkpoint = null;
    const many = Array.from({ length: 2_500 }, (_, at) => ({ id: String(at), reason: "odd" }));
    const odd = await ingestPapers(deps, {
      service: "arxiv",
      request: "odd",
      fetchPage: async () => ({ source: "arxiv:query", entries: [], failed: many, next: null }),
    });
    expect(odd.report.failed).toHaveLength(2_000);
    expect(odd.report.failed.at(-1)).toMatchObject({ id: "501 more" });
  });

  it("says so where a list is not over after as many pages as a run asks for", async () => {
    const endless: PaperListing = {
      service: "arxiv",
      request: "endless",
      fetchPage: async (cursor) => ({ source: "x", entries: [], failed: [], next: String(Number(cursor ?? 0) + 1) }),
    };
    expect((await ingestPapers(deps, endless)).problem).toMatchObject({ code: "SERVICE_FAILED" });
    expect(checkpoint).toBe("2000");
  });

  it("changes nothing for an empty answer", async () => {
    const { report } = await ingestPapers(deps, listingOf([[]]));
    expect(report).toMatchObject({ fetched: 0, added: 0, failed: [] });
    expect(indexed).toEqual([]);
  });
});
