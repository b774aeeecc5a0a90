import { z } from "zod";
import type { Paper, PaperId } from "../../domain/paper.ts";
import type { EmbeddedChunk, KnownPaper, PaperRow, StoredChunk } from "../../ports/corpus-store.ts";
import { splitSentences } from "../../util/sentences.ts";
import { foldLetters } from "../../util/terms.ts";
import { packVectors, unpackVectors } from "./pack-vectors.ts";

/** Rows as LanceDB takes them. */
export type LanceRow = Record<string, unknown>;

const sourcesSchema = z
  .string()
  .transform((json) => z.array(z.object({ path: z.string(), line: z.number() })).parse(JSON.parse(json)));
const authorsSchema = z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json)));
const paperIdSchema = z.string().transform((id) => id as PaperId);

const paperRowSchema = z.object({
  paperId: paperIdSchema,
  arxivId: z.string().nullable(),
  doi: z.string().nullable(),
  title: z.string(),
  abstract: z.string(),
  url: z.string().nullable(),
  published: z.string().nullable(),
  authors: authorsSchema,
  authorCount: z.number().nullable(),
  upvotes: z.number().nullable(),
  addedAt: z.string(),
  sources: sourcesSchema,
});
export const paperColumns = Object.keys(paperRowSchema.shape);

const knownRowSchema = paperRowSchema
  .pick({ paperId: true, title: true, arxivId: true, doi: true, addedAt: true })
  .extend({
    textHash: z.string(),
    contentHash: z.string(),
    sources: sourcesSchema,
  });
export const knownColumns = Object.keys(knownRowSchema.shape);

export const chunkColumns = ["paperId", "position", "text", "startAt", "sentenceVectors", "vector"];
const chunkRowSchema = z.object({
  paperId: paperIdSchema,
  position: z.number(),
  text: z.string(),
  startAt: z.number(),
  sentenceVectors: z.instanceof(Uint8Array),
  vector: z.custom<Iterable<number>>(
    (value) => typeof value === "object" && value !== null && Symbol.iterator in value,
  ),
});

const titleRowSchema = paperRowSchema.pick({
  paperId: true,
  title: true,
  published: true,
  arxivId: true,
  authors: true,
  authorCount: true,
  upvotes: true,
  url: true,
  sources: true,
});
export const titleColumns = Object.keys(titleRowSchema.shape);
const addedRowSchema = paperRowSchema.pick({ paperId: true, addedAt: true });
export const addedColumns = Object.keys(addedRowSchema.shape);
const textRowSchema = z.object({ title: z.string(), abstract: z.string() });
const sourcesRowSchema = z.object({ sources: sourcesSchema });

export const readPaper = (row: unknown): Paper => paperRowSchema.parse(row);
export const readKnown = (row: unknown): KnownPaper => knownRowSchema.parse(row);

/** The columns of a search result, as far as they are used here. */
interface ResultColumns {
  readonly numRows: number;
  getChild(name: string): { get(row: number): unknown } | null;
}

/** Paper ids with one number each. Read by column: a search returns hundreds of rows, and has milliseconds. */
export function readValues(
  result: ResultColumns,
  column: "_distance" | "_score",
): { paperId: PaperId; value: number }[] {
  const ids = result.getChild("paperId");
  const values = result.getChild(column);
  return Array.from({ length: result.numRows }, (_, row) => {
    const paperId = ids?.get(row);
    const value = values?.get(row);
    if (typeof paperId !== "string" || typeof value !== "number")
      throw new Error(`no paperId or ${column} in row ${row}`);
    return { paperId: paperId as PaperId, value };
  });
}
export const readTitle = (row: unknown) => titleRowSchema.parse(row);
export const readAdded = (row: unknown) => addedRowSchema.parse(row);
export const readText = (row: unknown) => textRowSchema.parse(row);
export const readSources = (row: unknown) => sourcesRowSchema.parse(row).sources;
export function readChunk(row: unknown): StoredChunk {
  const { paperId, position, text, startAt, sentenceVectors, vector } = chunkRowSchema.parse(row);
  const vectors = unpackVectors(sentenceVectors);
  const sentences = splitSentences(text).flatMap((sentence, index) => {
    const sentenceVector = vectors[index];
    if (sentenceVector === undefined) throw new Error("a chunk has fewer sentence vectors than sentences");
    return [{ start: startAt + sentence.start, end: startAt + sentence.end, vector: sentenceVector }];
  });
  return { paperId, position, text, vector: Float32Array.from(vector), sentences };
}

export function paperToRow({ paper, textHash, contentHash }: PaperRow): LanceRow {
  return {
    paperId: paper.paperId,
    title: paper.title,
    abstract: paper.abstract,
    searchText: foldLetters(`${paper.title}\n${paper.abstract}`),
    arxivId: paper.arxivId,
    doi: paper.doi,
    url: paper.url,
    published: paper.published,
    authors: JSON.stringify(paper.authors),
    authorCount: paper.authorCount,
    upvotes: paper.upvotes,
    addedAt: paper.addedAt,
    sources: JSON.stringify(paper.sources),
    textHash,
    contentHash,
  };
}

/**
 * The row of a chunk. Vectors are checked here: LanceDB silently cuts or pads a vector of the wrong length, and
 * zero vectors vanish from its results.
 */
export function chunkToRow({ chunk, vector, sentenceVectors }: EmbeddedChunk, dimensions: number): LanceRow {
  const norm = Math.hypot(...vector);
  if (vector.length !== dimensions || !(norm > 0.5 && norm < 2)) {
    throw new Error(
      `a vector of ${vector.length} dimensions and length ${norm} where ${dimensions} and 1 were expected`,
    );
  }
  return {
    chunkId: chunk.chunkId,
    paperId: chunk.paperId,
    position: chunk.position,
    text: chunk.text,
    startAt: chunk.start,
    endAt: chunk.end,
    tokenCount: chunk.tokenCount,
    sentenceVectors: packVectors(sentenceVectors),
    vector,
  };
}

/** `column IN ('a', 'b')` with the values as data: a quote is doubled, and nothing else is special inside quotes. */
export function whereIn(column: "paperId" | "chunkId", values: readonly string[]): string {
  return `${column} IN (${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ")})`;
}
