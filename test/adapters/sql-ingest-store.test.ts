import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqlIngestStore } from "../../src/adapters/sql/sql-ingest-store.ts";
import type { IngestRun } from "../../src/domain/ingest.ts";
import type { IngestStore } from "../../src/ports/ingest-store.ts";
import { openTestDatabase } from "../support/test-database.ts";

const at = (day: number) => new Date(Date.UTC(2026, 2, day));
const run: IngestRun = {
  source: "huggingface",
  request: "2026-03-11",
  fetched: 3,
  added: 1,
  enriched: 1,
  unchanged: 1,
  failed: [{ id: "x", reason: "y" }],
  problem: null,
  startedAt: at(11),
  endedAt: at(12),
};

describe("the ingest store", () => {
  let folder: string;
  let store: IngestStore;
  let database: ReturnType<typeof openTestDatabase>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "footnote-ingest-"));
    database = openTestDatabase(join(folder, "state.db"));
    store = createSqlIngestStore(database);
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("keeps the last answer of each page", async () => {
    const page = { url: "http://a.test/'", etag: '"1"', lastModified: null, body: "é'" };
    await store.savePage(page, at(1));
    await store.savePage({ ...page, body: "new" }, at(2));
    await expect(store.getPage(page.url)).resolves.toEqual({ ...page, body: "new" });
    await expect(store.getPage("http://b.test")).resolves.toBeNull();
  });

  it("keeps a checkpoint until the end is reached", async () => {
    await store.saveCheckpoint("arxiv", "q", "100", at(1));
    await store.saveCheckpoint("arxiv", "q", "200", at(2));
    await expect(store.getCheckpoint("arxiv", "q")).resolves.toBe("200");
    await store.saveCheckpoint("arxiv", "q", null, at(3));
    await expect(store.getCheckpoint("arxiv", "q")).resolves.toBeNull();
  });

  it("lists runs as they were, newest first", async () => {
    await store.recordRun(run);
    await store.recordRun({ ...run, problem: "down" });
    await expect(store.listRuns(5)).resolves.toEqual([{ ...run, problem: "down" }, run]);
  });

  it("tells runs of services from imports of files", async () => {
    await store.recordRun(run);
    for (const request of ["a.bib", "b.ris"]) await store.recordRun({ ...run, source: "files", request });
    expect((await store.listRuns(5)).map(({ request }) => request)).toEqual(["b.ris", "a.bib", "2026-03-11"]);
    await expect(store.listRuns(1, "services")).resolves.toEqual([run]);
  });

  it("lists the runs of one source whose request begins so, as it is written", async () => {
    const requests = ["cat:cs.LG since 2026-03-09", "cat:cs.L_", "2603.00001"];
    for (const request of requests) await store.recordRun({ ...run, source: "arxiv", request });
    await store.recordRun(run);
    const found = await store.listRuns(5, { source: "arxiv", requestStart: "cat:cs.L_" });
    expect(found.map(({ request }) => request)).toEqual(["cat:cs.L_"]);
    await expect(store.listRuns(5, { source: "huggingface", requestStart: "" })).resolves.toHaveLength(1);
  });

  it("takes one count of upvotes a day, and forgets what is old but the counts", async () => {
    await store.recordUpvotes([{ arxivId: "2603.00001", upvotes: 3 }], at(1));
    await store.recordUpvotes([{ arxivId: "2603.00001", upvotes: 5 }], at(1));
    await store.savePage({ url: "http://a.test", etag: null, lastModified: null, body: "" }, at(1));
    await store.saveCheckpoint("arxiv", "q", "1", at(1));
    await store.recordRun(run);
    await expect(store.pruneIngest(new Date(Date.UTC(2026, 5, 1)))).resolves.toBe(2);
    await expect(store.pruneIngest(new Date(Date.UTC(2028, 5, 1)))).resolves.toBe(1);
  });
});
