import { describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import type { IndexReport } from "../../src/domain/index-report.ts";
import type { IngestRun } from "../../src/domain/ingest.ts";
import { type ImportDeps, importFiles } from "../../src/ingesting/import-files.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";

const indexed: IndexReport = {
  added: 2,
  updated: 1,
  unchanged: 4,
  removed: 0,
  failed: [],
  embeddedChunks: 2,
  seconds: 1,
};

function setUp(index: ImportDeps["index"], recordRun?: () => Promise<void>) {
  const runs: IngestRun[] = [];
  const logger = createFakeLogger();
  const store = { recordRun: recordRun ?? (async (run: IngestRun) => void runs.push(run)), pruneIngest: async () => 0 };
  return { runs, logger, deps: { openStore: async () => store, index, clock: createFakeClock(), logger } };
}

describe("importFiles", () => {
  it("remembers which files came in, and how many papers", async () => {
    const { deps, runs } = setUp(async () => indexed);
    const report = await importFiles(deps, ["a.bib", "-"]);
    expect(report).toEqual({
      source: "a.bib, standard input",
      fetched: 7,
      added: 2,
      enriched: 1,
      unchanged: 4,
      failed: [],
    });
    expect(runs).toMatchObject([{ source: "files", request: "a.bib, standard input", added: 2, problem: null }]);
  });

  it("remembers the first problem, and that there were more", async () => {
    const failed = [1, 2, 3].map((line) => ({ source: "a.bib", line, reason: "it has no title" }));
    const { deps, runs } = setUp(async () => ({ ...indexed, failed }));
    await importFiles(deps, ["a.bib"]);
    expect(runs).toMatchObject([{ problem: "a.bib:1: it has no title (and 2 more)", failed: { length: 3 } }]);
  });

  it("remembers a file that is not there, and nothing where the data folder can't be used", async () => {
    const missing = new AppError("SOURCE_MISSING", "There is no file or folder x.bib.");
    const first = setUp(() => Promise.reject(missing));
    await expect(importFiles(first.deps, ["x.bib"])).rejects.toBe(missing);
    expect(first.runs).toMatchObject([{ request: "x.bib", fetched: 0, problem: missing.message }]);
    const unwritable = new AppError("STORE_UNWRITABLE", "It can't be written.");
    const second = setUp(() => Promise.reject(unwritable));
    await expect(importFiles(second.deps, ["x.bib"])).rejects.toBe(unwritable);
    expect(second.runs).toEqual([]);
  });

  it("does not fail where the run can't be remembered", async () => {
    const { deps, logger } = setUp(
      async () => indexed,
      () => Promise.reject(new AppError("STATE_FAILED", "The database is away.")),
    );
    await expect(importFiles(deps, ["a.bib"])).resolves.toMatchObject({ added: 2 });
    expect(logger.lines).toMatchObject([{ level: "warn" }]);
  });

  it("bounds what is remembered", async () => {
    const { deps, runs } = setUp(async () => indexed);
    await importFiles(
      deps,
      Array.from({ length: 1_000 }, (_, index) => `file-${index}.bib`),
    );
    expect(runs[0]?.request.length).toBeLessThanOrEqual(500);
  });
});
