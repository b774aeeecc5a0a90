/**
 * How search and memory grow with the corpus: indexes the first papers of a file with the real store and made-up vectors
 * (hashed words, of the embedder's size), and times what follows embedding the query. What an embedder takes for so many
 * papers is another matter: see `npm run bench`.
 *
 *     npm run bench:scale -- FILE [papers…]
 *
 * FILE holds JSON lines with `_id`, `title` and `text`; it may be gzipped.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createSourceFiles } from "../../src/adapters/files/source-files.ts";
import { createLanceCorpusStore } from "../../src/adapters/lancedb/lance-corpus-store.ts";
import { acquireWriterLock } from "../../src/adapters/sql/writer-lock.ts";
import { SYSTEM_CLOCK } from "../../src/app.ts";
import { quantile } from "../../src/evaluation/metrics.ts";
import { indexCorpus } from "../../src/indexing/index-corpus.ts";
import { createHybridRetriever } from "../../src/retrieval/hybrid-retriever.ts";
import { RETRIEVAL_OPTIONS } from "../../src/retrieval/options.ts";
import { createPaperProfiles } from "../../src/retrieval/paper-profiles.ts";
import { createTitleIndex } from "../../src/retrieval/titles.ts";
import { createFakeLogger } from "../support/fakes.ts";
import { createHashEmbedder } from "../support/hash-embedder.ts";

const DEFAULT_SIZES = [1_000, 10_000, 50_000];
const QUERIES = 60;
/** The first ones fill caches. */
const WARM_UP = 10;
const LISTED = 10;
const MEGABYTE = 1_048_576;

const [file, ...asked] = process.argv.slice(2);
if (file === undefined) throw new Error("name a file: npm run bench:scale -- papers.jsonl.gz 1000 10000");
const bytes = readFileSync(file);
const lines = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").trim().split("\n");
const rows: Record<string, string | number>[] = [];
for (const size of asked.length === 0 ? DEFAULT_SIZES : asked.map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), "footnote-scale-"));
  try {
    rows.push(await measure(folder, lines.slice(0, size)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.table(rows);

async function measure(folder: string, papers: readonly string[]): Promise<Record<string, string | number>> {
  const source = join(folder, "papers.jsonl");
  writeFileSync(source, papers.join("\n"));
  const embedder = createHashEmbedder({ dimensions: 384, maxTokens: 256 });
  const store = createLanceCorpusStore({ folder: join(folder, "index"), clock: SYSTEM_CLOCK, lock: acquireWriterLock });
  const sources = createSourceFiles({ projectRoot: folder });
  const report = await indexCorpus(
    { sources, store, embedder, clock: SYSTEM_CLOCK, logger: createFakeLogger() },
    { paths: [source] },
  );
  embedder.embedded.length = 0;
  const corpus = await store.openReader();
  const retriever = createHybridRetriever(
    { corpus, embedder, clock: SYSTEM_CLOCK, profiles: createPaperProfiles(corpus) },
    RETRIEVAL_OPTIONS,
  );
  const titles = await corpus.listTitles();
  const openedAt = performance.now();
  await createTitleIndex(titles);
  const titleIndexMs = performance.now() - openedAt;
  const step = Math.max(1, Math.floor(titles.length / QUERIES));
  const queries = titles.filter((_, index) => index % step === 0).map(({ title }) => title);
  const timed = async (work: (query: string) => Promise<unknown>) => {
    const times: number[] = [];
    for (const query of queries.slice(0, QUERIES)) {
      const startedAt = performance.now();
      await work(query);
      times.push(performance.now() - startedAt);
    }
    const warm = times.slice(WARM_UP);
    return `${quantile(warm, 0.5)?.toFixed(1)} (${quantile(warm, 0.95)?.toFixed(1)})`;
  };
  const row = {
    papers: titles.length,
    chunks: corpus.manifest.chunks,
    "indexing, s (hashing included)": Math.round(report.seconds),
    "dense, ms p50 (p95)": await timed(async (query) => corpus.searchDense(await embedder.embedQuery(query), 60)),
    "text, ms": await timed((query) => corpus.searchText(query, 60)),
    "whole search, ms": await timed((query) => retriever.retrieve(query, LISTED)),
    "index of titles, ms": Math.round(titleIndexMs),
    "memory, MB": Math.round(process.memoryUsage().rss / MEGABYTE),
  };
  await corpus.close();
  return row;
}
