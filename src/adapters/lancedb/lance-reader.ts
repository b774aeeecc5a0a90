import { join } from "node:path";
import type { Table } from "@lancedb/lancedb";
import { connect, MatchQuery } from "@lancedb/lancedb";
import { AppError } from "../../domain/errors.ts";
import type { IndexManifest } from "../../domain/index-manifest.ts";
import type { PaperId } from "../../domain/paper.ts";
import type { Vocabulary } from "../../domain/vocabulary.ts";
import type { CorpusReader, ScoredPaper } from "../../ports/corpus-store.ts";
import { foldLetters } from "../../util/terms.ts";
import { within } from "../../util/within.ts";
import {
  addedColumns,
  chunkColumns,
  paperColumns,
  readAdded,
  readChunk,
  readPaper,
  readSources,
  readTitle,
  readValues,
  titleColumns,
  whereIn,
} from "./lance-rows.ts";
import { readFailure, readVocabulary } from "./manifest-file.ts";
import { CHUNKS_IN_MEMORY, readVectors, type VectorsInMemory } from "./vectors-in-memory.ts";

/** An abstract makes 2 chunks on average and 3 at most in the seeds: so many chunks hold `limit` papers. */
const CHUNKS_PER_PAPER = 3;
/** Longer than any search takes: a disk that does not answer must not hold a question for ever. */
const DEADLINE_MS = 20_000;
/** LanceDB without a limit returns 10 rows. */
const ALL_ROWS = 1_000_000_000;

/** Opens the published state that the manifest names; later writes do not touch what it reads. */
export async function openLanceReader(folder: string, manifest: IndexManifest): Promise<CorpusReader> {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await within(DEADLINE_MS, work(), () => silence(folder));
    } catch (error) {
      throw error instanceof AppError ? error : readFailure(folder, error);
    }
  };

  const { papers, chunks } = await guarded(async () => {
    const database = await connect(join(folder, manifest.tables));
    const openAt = async (name: string, version: number): Promise<Table> => {
      const table = await database.openTable(name);
      await table.checkout(version);
      return table;
    };
    const [papersTable, chunksTable] = await Promise.all([
      openAt("papers", manifest.papersVersion),
      openAt("chunks", manifest.chunksVersion),
    ]);
    return { papers: papersTable, chunks: chunksTable };
  });

  let vocabulary: Promise<Vocabulary> | undefined;
  let inMemory: Promise<VectorsInMemory> | undefined;
  return {
    manifest,

    searchDense: (vector, limit) =>
      guarded(async () => {
        if (manifest.chunks <= CHUNKS_IN_MEMORY) {
          if (inMemory === undefined) {
            inMemory = readVectors(chunks);
            // The next search tries again.
            inMemory.catch(() => {
              inMemory = undefined;
            });
          }
          const similarities = (await inMemory).similarities(vector);
          return bestFirst(
            [...similarities].map(([paperId, score]) => ({ paperId, score })),
            limit,
          );
        }
        const nearest = await chunks
          .query()
          .nearestTo(vector)
          .column("vector")
          .distanceType("cosine")
          .select(["paperId", "_distance"])
          .limit(limit * CHUNKS_PER_PAPER)
          .toArrow();
        const best = new Map<PaperId, number>();
        for (const { paperId, value } of readValues(nearest, "_distance")) {
          const similarity = 1 - value;
          if (similarity > (best.get(paperId) ?? Number.NEGATIVE_INFINITY)) best.set(paperId, similarity);
        }
        return bestFirst(
          [...best].map(([paperId, score]) => ({ paperId, score })),
          limit,
        );
      }),

    searchText: (text, limit) =>
      guarded(async () => {
        const found = await papers
          .query()
          .fullTextSearch(new MatchQuery(foldLetters(text), "searchText"))
          .select(["paperId", "_score"])
          .limit(limit)
          .toArrow();
        return bestFirst(
          readValues(found, "_score").map(({ paperId, value }) => ({ paperId, score: value })),
          limit,
        );
      }),

    getPapers: (ids) =>
      guarded(async () => {
        if (ids.length === 0) return [];
        const rows = await papers
          .query()
          .where(whereIn("paperId", ids))
          .select(paperColumns)
          .limit(ids.length)
          .toArray();
        const byId = new Map(rows.map(readPaper).map((paper) => [paper.paperId, paper]));
        return ids.flatMap((id) => byId.get(id) ?? []);
      }),

    getChunks: (ids) =>
      guarded(async () => {
        if (ids.length === 0) return [];
        const rows = await chunks.query().where(whereIn("paperId", ids)).select(chunkColumns).limit(ALL_ROWS).toArray();
        return rows.map(readChunk);
      }),

    listTitles: () =>
      guarded(async () => {
        const rows = await papers.query().select(titleColumns).limit(ALL_ROWS).toArray();
        return rows.map(readTitle);
      }),

    listNew: (from, to) =>
      guarded(async () => {
        // Instants in one form compare like text.
        const rows = await papers
          .query()
          .where(`addedAt >= '${from.toISOString()}' AND addedAt < '${to.toISOString()}'`)
          .select(addedColumns)
          .limit(ALL_ROWS)
          .toArray();
        return rows
          .map(readAdded)
          .sort((a, b) => (a.addedAt === b.addedAt ? (a.paperId < b.paperId ? -1 : 1) : a.addedAt < b.addedAt ? -1 : 1))
          .map(({ paperId }) => paperId);
      }),

    listSources: () =>
      guarded(async () => {
        const rows = await papers.query().select(["sources"]).limit(ALL_ROWS).toArray();
        return rows.flatMap(readSources);
      }),

    vocabulary() {
      if (vocabulary === undefined) {
        // Read when it is first needed; after a failure the next one who asks tries again.
        vocabulary = guarded(() => readVocabulary(folder, manifest.vocabulary));
        vocabulary.catch(() => {
          vocabulary = undefined;
        });
      }
      return vocabulary;
    },

    verify: () =>
      guarded(async () => {
        await readVocabulary(folder, manifest.vocabulary);
        for (const [table, rows] of [
          [papers, manifest.papers],
          [chunks, manifest.chunks],
        ] as const) {
          let found = 0;
          for await (const batch of table.query().select(["paperId"]).limit(ALL_ROWS)) found += batch.numRows;
          if (found !== rows) throw new Error(`${found} rows in place of ${rows}`);
        }
        const [first] = await papers.query().select(paperColumns).limit(1).toArray();
        if (first !== undefined) readPaper(first);
        await papers
          .query()
          .fullTextSearch(new MatchQuery("model", "searchText"))
          .select(["paperId"])
          .limit(1)
          .toArrow();
      }),

    async close() {
      papers.close();
      chunks.close();
    },
  };
}

/** Best first; equal scores in the order of their ids, so that a run can be repeated. */
function bestFirst(scored: ScoredPaper[], limit: number): ScoredPaper[] {
  return scored.sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1)).slice(0, limit);
}

function silence(folder: string): AppError {
  return new AppError(
    "INDEX_SILENT",
    `The index in ${folder} does not answer within ${DEADLINE_MS / 1000} s: see whether its disk is well, and try again.`,
    { retryable: true },
  );
}
