import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Connection, connect, Index, type Table } from "@lancedb/lancedb";
import type { Schema } from "apache-arrow";
import type { IndexIdentity, IndexManifest } from "../../domain/index-manifest.ts";
import type { Paper, PaperId } from "../../domain/paper.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CorpusWriter, EmbeddedChunk, KnownPaper, PaperRow } from "../../ports/corpus-store.ts";
import {
  chunkToRow,
  knownColumns,
  type LanceRow,
  paperColumns,
  paperToRow,
  readKnown,
  readPaper,
  readText,
  whereIn,
} from "./lance-rows.ts";
import { chunksSchema, papersSchema } from "./lance-schema.ts";
import { writeManifest, writeVocabulary } from "./manifest-file.ts";

const ALL_ROWS = 1_000_000_000;
const SCAN_BATCH = 2_000;
/** Ids in one filter, and rows in one write: bounds the size of both. */
const IDS_PER_FILTER = 500;
/** How long a state that was replaced stays readable, for processes that still have it open. */
const KEEP_OLD_VERSIONS_MS = 10 * 60 * 1000;
const NEVER_CLEAN_UP = new Date(0);

export interface LanceWriterOptions {
  readonly folder: string;
  /** `tables-N`, the folder that this writer works in. */
  readonly tables: string;
  readonly identity: IndexIdentity;
  readonly published: IndexManifest | null;
  readonly clock: Clock;
  readonly release: () => void;
}

/** Opens, and where needed creates, the working tables. The caller holds the writer's lock. */
export async function openLanceWriter(options: LanceWriterOptions): Promise<CorpusWriter> {
  const { folder, tables, identity, published, clock } = options;
  const { dimensions } = identity.embedder;
  const database = await connect(join(folder, tables));
  const papers = await openOrCreate(database, "papers", papersSchema());
  const chunks = await openOrCreate(database, "chunks", chunksSchema(dimensions));
  const continues = published !== null && published.tables === tables;

  async function removeChunksOf(ids: readonly PaperId[], except: ReadonlySet<string>): Promise<void> {
    for (const part of slices(ids, IDS_PER_FILTER)) {
      const stored = await chunks.query().where(whereIn("paperId", part)).select(["chunkId"]).limit(ALL_ROWS).toArray();
      const stale = stored.map((row) => String(row["chunkId"])).filter((id) => !except.has(id));
      for (const staleIds of slices(stale, IDS_PER_FILTER)) await chunks.delete(whereIn("chunkId", staleIds));
    }
  }

  /** The papers table as readers see it; null before the first publication. */
  async function withPublished<T>(work: (table: Table | null) => Promise<T>): Promise<T> {
    if (published === null) return work(null);
    const source = await connect(join(folder, published.tables));
    const table = await source.openTable("papers");
    try {
      await table.checkout(published.papersVersion);
      return await work(table);
    } finally {
      table.close();
      source.close();
    }
  }

  return {
    published,

    listPublished: () => withPublished(async (table) => (table === null ? [] : listKnown(table))),

    listWorking: () => listKnown(papers),

    getPublished: (ids) =>
      withPublished(async (table) => {
        const found: Paper[] = [];
        if (table === null) return found;
        for (const part of slices(ids, IDS_PER_FILTER)) {
          const rows = await table
            .query()
            .where(whereIn("paperId", part))
            .select(paperColumns)
            .limit(ALL_ROWS)
            .toArray();
          found.push(...rows.map(readPaper));
        }
        return found;
      }),

    // Chunks first, the paper's row last: a row with its hash stands only where all its chunks do, so work that was
    // cut short in between is done again, and by the ids made of content it can't be stored twice.
    async putPapers(rows: readonly PaperRow[], embedded: readonly EmbeddedChunk[]) {
      await upsert(
        chunks,
        "chunkId",
        embedded.map((chunk) => chunkToRow(chunk, dimensions)),
      );
      const fresh = new Set<string>(embedded.map(({ chunk }) => chunk.chunkId));
      await removeChunksOf(
        rows.map((row) => row.paper.paperId),
        fresh,
      );
      await upsert(papers, "paperId", rows.map(paperToRow));
    },

    putMetadata: (rows) => upsert(papers, "paperId", rows.map(paperToRow)),

    async removePapers(ids) {
      await removeChunksOf(ids, new Set());
      for (const part of slices(ids, IDS_PER_FILTER)) await papers.delete(whereIn("paperId", part));
    },

    async *scanTexts() {
      for await (const batch of papers.query().select(["title", "abstract"]).limit(ALL_ROWS)) {
        const rows = batch.toArray();
        for (const part of slices(rows, SCAN_BATCH)) yield part.map((row) => readText(row));
      }
    },

    async publish({ corpusHash, vocabulary }) {
      // Compact before the switch, and clear up after it: the state that readers use is never cleared away.
      await ensureTextIndex(papers);
      await settle(papers, NEVER_CLEAN_UP);
      await settle(chunks, NEVER_CLEAN_UP);
      const indexVersion = (published?.indexVersion ?? 0) + 1;
      const vocabularyFile = `vocabulary-${indexVersion}.json`;
      await writeVocabulary(folder, vocabularyFile, vocabulary);
      const manifestNow = async (): Promise<IndexManifest> => ({
        format: 1,
        indexVersion,
        identity,
        tables,
        papersVersion: await papers.version(),
        chunksVersion: await chunks.version(),
        vocabulary: vocabularyFile,
        corpusHash,
        papers: await papers.countRows(),
        chunks: await chunks.countRows(),
        publishedAt: clock.now().toISOString(),
      });
      let manifest = await manifestNow();
      await writeManifest(folder, manifest);

      const cutoff = new Date(clock.now().getTime() - KEEP_OLD_VERSIONS_MS);
      await settle(papers, cutoff);
      await settle(chunks, cutoff);
      const after = await manifestNow();
      if (after.papersVersion !== manifest.papersVersion || after.chunksVersion !== manifest.chunksVersion) {
        manifest = after;
        await writeManifest(folder, manifest);
      }
      await removeLeftovers(folder, manifest, continues ? published : null);
      return manifest;
    },

    async close() {
      papers.close();
      chunks.close();
      database.close();
      options.release();
    },
  };
}

/** Whether the tables in a folder can be read: the published versions, or else the newest ones. */
export async function canRead(tablesFolder: string, published?: IndexManifest): Promise<boolean> {
  try {
    const database = await connect(tablesFolder);
    const names = await database.tableNames();
    // A build that was cut short before its tables were made is as good as a new one.
    if (published === undefined && names.length < 2) return true;
    const [papers, chunks] = await Promise.all([database.openTable("papers"), database.openTable("chunks")]);
    if (published !== undefined) {
      await papers.checkout(published.papersVersion);
      await chunks.checkout(published.chunksVersion);
    }
    await papers.query().select(paperColumns).limit(ALL_ROWS).toArray();
    await chunks.query().select(["chunkId", "paperId"]).limit(ALL_ROWS).toArray();
    database.close();
    return true;
  } catch {
    return false;
  }
}

async function openOrCreate(database: Connection, name: string, schema: Schema): Promise<Table> {
  const names = await database.tableNames();
  return names.includes(name) ? database.openTable(name) : database.createEmptyTable(name, schema);
}

async function listKnown(table: Table): Promise<KnownPaper[]> {
  const rows = await table.query().select(knownColumns).limit(ALL_ROWS).toArray();
  return rows.map(readKnown);
}

async function upsert(table: Table, key: string, rows: LanceRow[]): Promise<void> {
  for (const part of slices(rows, IDS_PER_FILTER)) {
    await table.mergeInsert(key).whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(part);
  }
}

async function ensureTextIndex(papers: Table): Promise<void> {
  const indices = await papers.listIndices();
  if (indices.some((index) => index.columns.includes("searchText"))) return;
  await papers.createIndex("searchText", {
    config: Index.fts({
      language: "English",
      lowercase: true,
      stem: true,
      removeStopWords: true,
      asciiFolding: true,
      withPosition: false,
    }),
  });
}

/** Compacts fragments and brings the full-text index up to date, until nothing is left to do. */
async function settle(table: Table, cleanupOlderThan: Date): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const before = await table.version();
    await table.optimize({ cleanupOlderThan });
    if ((await table.version()) === before) return;
  }
}

/** Removes tables of earlier builds and vocabularies of earlier versions; the last one stays for open readers. */
async function removeLeftovers(folder: string, manifest: IndexManifest, previous: IndexManifest | null): Promise<void> {
  for (const name of await readdir(folder)) {
    const old =
      (/^tables-\d+$/u.test(name) && name !== manifest.tables) ||
      (/^vocabulary-\d+\.json$/u.test(name) && name !== manifest.vocabulary && name !== previous?.vocabulary) ||
      /\.tmp$/u.test(name);
    if (old) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function* slices<T>(items: readonly T[], size: number): Iterable<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
