import { describe, expect, it } from "vitest";
import { CHUNKER_VERSION } from "../../src/domain/chunk.ts";
import { AppError } from "../../src/domain/errors.ts";
import { TEXT_VERSION } from "../../src/domain/index-manifest.ts";
import { paperIdOf } from "../../src/domain/paper.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import { type IndexHooks, type IndexRequest, indexCorpus } from "../../src/indexing/index-corpus.ts";
import { rowOf } from "../../src/indexing/plan-index.ts";
import type { Embedder } from "../../src/ports/embedder.ts";
import { createFakeClock, createFakeLogger, createFakeSources } from "../support/fakes.ts";
import { createHashEmbedder } from "../support/hash-embedder.ts";
import { createMemoryCorpusStore } from "../support/memory-corpus-store.ts";
import { abstractAbout, densePage, type PageEntry, spacedPage } from "../support/pages.ts";

const entriesAbout = (...subjects: string[]): PageEntry[] =>
  subjects.map((subject) => ({ title: `On ${subject}`, abstract: abstractAbout(subject) }));

function setUp(files: Record<string, string>) {
  const embedder = createHashEmbedder();
  const sources = createFakeSources(files);
  const store = createMemoryCorpusStore();
  const logger = createFakeLogger();
  const deps = { sources, store, clock: createFakeClock(), logger };
  const run = (request: Partial<IndexRequest> = {}, hooks: IndexHooks = {}, with_: Embedder = embedder) =>
    indexCorpus({ ...deps, embedder: with_ }, { paths: ["seeds"], ...request }, hooks);
  const titles = async () => (await (await store.openReader()).listTitles()).map((paper) => paper.title).sort();
  return { embedder, sources, store, run, titles };
}

describe("indexCorpus", () => {
  it("indexes pages, counting a paper on two pages once", async () => {
    const { run, titles, store } = setUp({
      "seeds/a.txt": spacedPage(entriesAbout("grokking", "pruning")),
      "seeds/b.txt": densePage(entriesAbout("pruning", "sharpness")),
    });
    expect(await run()).toMatchObject({ added: 3, updated: 0, unchanged: 0, removed: 0, failed: [] });
    expect(await titles()).toEqual(["On grokking", "On pruning", "On sharpness"]);
    expect(await (await store.openReader()).listSources()).toHaveLength(4);
  });

  it("embeds nothing and publishes nothing the second time", async () => {
    const { run, embedder, store } = setUp({ "seeds/a.txt": spacedPage(entriesAbout("grokking")) });
    await run();
    const before = embedder.embedded.length;
    expect(await run()).toMatchObject({ added: 0, unchanged: 1, embeddedChunks: 0 });
    expect(embedder.embedded).toHaveLength(before);
    expect((await store.openReader()).manifest.indexVersion).toBe(1);
  });

  it("makes an index with texts of an earlier version anew, cleans what no source holds any more, and says so", async () => {
    const { run, store, embedder } = setUp({ "seeds/a.txt": spacedPage(entriesAbout("grokking")) });
    const identity = await embedder.identity();
    const old = await store.openWriter(
      { embedder: identity, chunkerVersion: CHUNKER_VERSION, textVersion: 0 },
      { rebuild: false },
    );
    const paper = {
      paperId: paperIdOf({ statedId: "schr", arxivId: null, doi: null, title: "" }),
      arxivId: null,
      doi: null,
      title: 'Schr\\"odinger &amp; <i>friends</i>',
      abstract: "It costs 5\\% more.",
      url: null,
      published: null,
      authors: ['K. M{\\"u}ller'],
      authorCount: 1,
      upvotes: null,
      addedAt: "2026-01-01T00:00:00.000Z",
      sources: [{ path: "arxiv:x", line: 1 }],
    };
    await old.putPapers([rowOf(paper)], []);
    await old.publish({ corpusHash: "", vocabulary: await countVocabulary(old.scanTexts()) });
    await old.close();
    let renewed = 0;
    const hooks = { onRenew: () => (renewed += 1) };
    expect(await run({}, hooks)).toMatchObject({ added: 1, removed: 0 });
    expect(renewed).toBe(1);
    const reader = await store.openReader();
    expect(reader.manifest.identity.textVersion).toBe(TEXT_VERSION);
    expect(await reader.getPapers([paper.paperId])).toMatchObject([
      { title: "Schrödinger & friends", abstract: "It costs 5% more.", authors: ["K. Müller"], addedAt: paper.addedAt },
    ]);
    await run({}, hooks);
    expect(renewed).toBe(1);
  });

  it("embeds only what is new or changed", async () => {
    const { run, embedder, sources } = setUp({ "seeds/a.txt": spacedPage(entriesAbout("grokking", "pruning")) });
    await run();
    embedder.embedded.length = 0;
    const changed = [{ title: "On pruning", abstract: abstractAbout("pruning at initialization") }];
    sources.files["seeds/a.txt"] = spacedPage([...entriesAbout("grokking"), ...changed, ...entriesAbout("dropout")]);
    expect(await run()).toMatchObject({ added: 1, updated: 1, unchanged: 1 });
    expect(embedder.embedded.filter((text) => text.includes("grokking"))).toEqual([]);
    expect(embedder.embedded.some((text) => text.includes("pruning at initialization"))).toBe(true);
  });

  it("reports a bad page with its name and indexes the others", async () => {
    const { run, titles } = setUp({
      "seeds/a.txt": spacedPage(entriesAbout("grokking")),
      "seeds/bad.txt": "<html></html>",
      "seeds/c.jsonl": '{"_id":"9","title":"From JSON","text":"It works."}\nnot json\n',
    });
    const report = await run();
    expect(report).toMatchObject({ added: 2 });
    expect(report.failed).toEqual([
      { source: "seeds/bad.txt", line: 1, reason: expect.stringMatching(/HTML/u) },
      { source: "seeds/c.jsonl", line: 2, reason: expect.stringMatching(/no JSON/u) },
    ]);
    expect(await titles()).toEqual(["From JSON", "On grokking"]);
  });

  it("holds what it reads to the limits, says so, and takes the file for read in full", async () => {
    const line = (id: number, more: object) =>
      JSON.stringify({ _id: String(id), title: `Paper ${id}`, text: "T.", ...more });
    const link = { metadata: { url: `https://example.org/${"x".repeat(500)}` } };
    const { run, sources, titles } = setUp({ "seeds/a.jsonl": [line(1, {}), line(2, {})].join("\n") });
    await run();
    sources.files["seeds/a.jsonl"] = [line(1, link), line(3, { text: "A sentence. ".repeat(20_000) })].join("\n");
    expect(await run()).toMatchObject({
      added: 1,
      removed: 1,
      failed: [
        { line: 1, reason: "“Paper 1” has a link of 520 characters, at most 500 are read: left out" },
        { line: 2, reason: "“Paper 3” has an abstract of 239999 characters: cut to 200000" },
      ],
    });
    expect(await titles()).toEqual(["Paper 1", "Paper 3"]);
  });

  it("keeps the lines before the place where a file can't be read any more, and all that was known of it", async () => {
    const text = '{"_id":"1","title":"First","text":"T."}';
    const { run, sources, titles } = setUp({ "seeds/a.jsonl": '{"_id":"2","title":"Second","text":"T."}' });
    await run();
    sources.readLines = async function* () {
      yield text;
      throw new AppError("INPUT_INVALID", "the gzipped file is damaged or broken off");
    };
    expect(await run({ only: true })).toMatchObject({ added: 1, removed: 0, failed: [{ line: 2 }] });
    expect(await titles()).toEqual(["First", "Second"]);
  });

  it("leaves out a line that is too long, and names it", async () => {
    const { run, sources } = setUp({ "seeds/a.jsonl": "" });
    sources.readLines = async function* () {
      yield null;
      yield '{"_id":"2","title":"Second","text":"T."}';
    };
    expect(await run()).toMatchObject({ added: 1, failed: [{ line: 1, reason: expect.stringMatching(/1048576/u) }] });
  });

  it.each(["", "\n\n", " "])("takes the file %j for one that says nothing", async (text) => {
    const { run, sources } = setUp({ "seeds/a.jsonl": '{"_id":"2","title":"Second","text":"T."}' });
    await run();
    sources.files["seeds/a.jsonl"] = text;
    expect(await run({ only: true })).toMatchObject({
      removed: 0,
      failed: [{ reason: expect.stringMatching(/empty/u) }],
    });
  });

  it("names what it skips in a folder, and says so where there is nothing else", async () => {
    const { run, sources } = setUp({ "seeds/a.txt": spacedPage(entriesAbout("grokking")) });
    await run();
    const pdf = { path: "seeds/b.pdf", reason: "this is a PDF, which is not read" };
    const list = sources.list;
    sources.list = async (path) => ({ ...(await list(path)), skipped: [pdf] });
    const skipped: string[] = [];
    const onSkipped = ({ path }: { path: string }) => void skipped.push(path);
    expect(await run({}, { onSkipped })).toMatchObject({ unchanged: 1, failed: [] });
    expect(skipped).toEqual(["seeds/b.pdf"]);
    sources.list = async (path) => ({ ...(await list(path)), files: [], skipped: [pdf] });
    expect(await run({ only: true })).toMatchObject({
      removed: 0,
      failed: [{ source: "seeds", line: null, reason: expect.stringMatching(/holds no pages .* this is a PDF/u) }],
    });
    const unreadable = { path: "seeds/c.jsonl", reason: "the link leads nowhere" };
    sources.list = async (path) => ({ ...(await list(path)), files: [], unreadable: [unreadable] });
    expect(await run()).toMatchObject({ removed: 0, failed: [{ source: "seeds/c.jsonl", line: null }] });
  });

  it("reports two texts under one id, and takes the first", async () => {
    const line = (text: string) => JSON.stringify({ _id: "1", title: "T", text });
    const { run } = setUp({ "seeds/a.jsonl": [line("One."), line("One."), line("Two.")].join("\n") });
    expect(await run()).toMatchObject({ added: 1, failed: [{ line: 3, reason: expect.stringMatching(/line 1/u) }] });
  });

  it("goes on after an interruption, without embedding anything twice", async () => {
    const subjects = Array.from({ length: 300 }, (_, index) => `subject${index}`);
    const { run, embedder, store, titles } = setUp({ "seeds/a.txt": spacedPage(entriesAbout(...subjects)) });
    const stop = new AbortController();
    const interrupted = run(
      {},
      { signal: stop.signal, onProgress: ({ donePapers }) => donePapers > 200 && stop.abort() },
    );
    await expect(interrupted).rejects.toThrow();
    expect(await store.readManifest()).toBeNull();
    const before = new Set(embedder.embedded);
    expect(await run()).toMatchObject({ added: 300 });
    expect(await titles()).toHaveLength(300);
    const again = embedder.embedded.slice(before.size).filter((text) => before.has(text));
    // At most the window that was under way: of each paper its chunk and its two sentences.
    expect(new Set(again).size).toBeLessThanOrEqual(128 * 3);
    expect(again.some((text) => text.includes("subject0 "))).toBe(false);
  });

  it("rebuilds with another embedder from what is stored, also papers whose source is not named again", async () => {
    const { run, titles, store } = setUp({
      "seeds/a.txt": spacedPage(entriesAbout("grokking")),
      "more/b.jsonl": '{"_id":"9","title":"From JSON","text":"It works."}',
    });
    await run();
    await run({ paths: ["more"] });
    const other = createHashEmbedder({ model: "test/other", dimensions: 32 });
    await expect(run({}, {}, other)).rejects.toMatchObject({ code: "INDEX_MISMATCH" });
    expect(await run({ rebuild: true }, {}, other)).toMatchObject({ unchanged: 1, added: 0, removed: 0 });
    expect(await titles()).toEqual(["From JSON", "On grokking"]);
    expect((await store.openReader()).manifest.identity.embedder.dimensions).toBe(32);
  });

  it("fails for a source that is not there, and touches nothing", async () => {
    const { run, store } = setUp({});
    await expect(run({ paths: ["nowhere"] })).rejects.toMatchObject({ code: "SOURCE_MISSING" });
    expect(await store.readManifest()).toBeNull();
  });
});
