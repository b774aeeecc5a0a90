import type { Chunk } from "../domain/chunk.ts";
import { CHUNKER_VERSION } from "../domain/chunk.ts";
import { differsInTexts, type IndexIdentity, TEXT_VERSION } from "../domain/index-manifest.ts";
import type { IndexReport } from "../domain/index-report.ts";
import type { PaperBatch } from "../domain/ingest.ts";
import { type Paper, sha256 } from "../domain/paper.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusStore, CorpusWriter, EmbeddedChunk, KnownPaper, PaperRow } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Logger } from "../ports/logger.ts";
import type { SourceReader, UnreadFile } from "../ports/source-reader.ts";
import { mapInBatches } from "../util/map-in-batches.ts";
import { paperText } from "../util/paper-text.ts";
import { chunkPaper } from "./chunk-paper.ts";
import { countVocabulary } from "./count-vocabulary.ts";
import { type IndexWork, type PublishedCorpus, planCorpus, planWork, rowOf } from "./plan-index.ts";
import { readBatches, readSources } from "./read-sources.ts";

export interface IndexCorpusDeps {
  readonly sources: SourceReader;
  readonly store: CorpusStore;
  readonly embedder: Embedder;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface IndexRequest {
  /** Files and folders to read. */
  readonly paths: readonly string[];
  /** Papers that services listed, in place of the paths. */
  readonly batches?: readonly PaperBatch[];
  /** Build everything anew, beside the index in use. */
  readonly rebuild?: boolean;
  /** Make these sources the whole corpus: papers from elsewhere are removed. */
  readonly only?: boolean;
}

/** How far the run is, in papers to embed. */
export interface IndexProgress {
  readonly donePapers: number;
  readonly totalPapers: number;
}

export interface IndexHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IndexProgress) => void;
  /** Another process is indexing; this one waits. */
  readonly onWait?: () => void;
  /** The index holds texts as an earlier version cleaned them: all of it is made anew. */
  readonly onRenew?: () => void;
  /** A file of a folder is of a format that is not read. */
  readonly onSkipped?: (file: UnreadFile) => void;
}

/** Papers between two checkpoints: an interrupted run loses at most the work on so many. */
const PAPERS_PER_CHECKPOINT = 128;
/** Texts in one call of the model. */
const TEXTS_PER_BATCH = 16;

/**
 * Brings the index in line with the sources. Only new and changed text is embedded; work is checkpointed, and
 * readers see the old state until everything is in place. Killed at any moment, the next run goes on from the last
 * checkpoint.
 */
export async function indexCorpus(
  deps: IndexCorpusDeps,
  request: IndexRequest,
  hooks: IndexHooks = {},
): Promise<IndexReport> {
  const startedMs = deps.clock.elapsedMs();
  const { signal } = hooks;
  const read =
    request.batches === undefined
      ? await readSources(deps.sources, request.paths, hooks)
      : readBatches(request.batches);
  const embedderIdentity = await deps.embedder.identity();
  const identity = { embedder: embedderIdentity, chunkerVersion: CHUNKER_VERSION, textVersion: TEXT_VERSION };
  const renews = request.rebuild !== true && (await needsNewTexts(deps.store, identity));
  if (renews) hooks.onRenew?.();
  const writer = await deps.store.openWriter(identity, {
    rebuild: renews || (request.rebuild ?? false),
    ...(signal === undefined ? {} : { signal }),
    ...(hooks.onWait === undefined ? {} : { onWait: hooks.onWait }),
  });
  try {
    const hasOldTexts = writer.published !== null && writer.published.identity.textVersion !== TEXT_VERSION;
    const published = await (hasOldTexts ? cleanedPublished(writer) : asPublished(writer));
    const corpus = await planCorpus(read, published, {
      only: request.only ?? false,
      addedAt: deps.clock.now().toISOString(),
    });
    const work = planWork(corpus, await writer.listWorking());
    const carried = await carriedRows(published, work);
    const embed = [...work.embed, ...carried.embed];
    deps.logger.info(
      { embed: embed.length, rewrite: work.rewrite.length + carried.rewrite.length, remove: work.remove.length },
      "index planned",
    );
    const embeddedChunks = await embedPapers(deps, writer, embed, embedderIdentity.maxTokens, hooks);
    await writer.putMetadata([...work.rewrite, ...carried.rewrite]);
    await writer.removePapers(work.remove);

    const { added, updated, unchanged, removed } = corpus;
    const worked = embed.length + work.rewrite.length + carried.rewrite.length + work.remove.length;
    if (added + updated + removed + worked > 0 || writer.published === null || renews) {
      signal?.throwIfAborted();
      await writer.publish({
        corpusHash: corpusHash(await writer.listWorking()),
        vocabulary: await countVocabulary(writer.scanTexts()),
      });
    }
    return {
      added,
      updated,
      unchanged,
      removed,
      failed: read.failures,
      embeddedChunks,
      seconds: Math.round(deps.clock.elapsedMs() - startedMs) / 1000,
    };
  } finally {
    await writer.close();
  }
}

async function needsNewTexts(store: CorpusStore, identity: IndexIdentity): Promise<boolean> {
  const manifest = await store.readManifest();
  return manifest !== null && differsInTexts(manifest.identity, identity);
}

async function asPublished(writer: CorpusWriter): Promise<PublishedCorpus> {
  return { papers: await writer.listPublished(), getPapers: (ids) => writer.getPublished(ids) };
}

/**
 * The published papers with their texts cleaned as they would be today: those that no source of this run holds are
 * stored so, and those that one holds are recognised by their titles.
 */
async function cleanedPublished(writer: CorpusWriter): Promise<PublishedCorpus> {
  const known = await writer.listPublished();
  const papers = (await writer.getPublished(known.map(({ paperId }) => paperId))).map(withCleanTexts);
  const byId = new Map(papers.map((paper) => [paper.paperId, paper]));
  return {
    papers: known.map((before) => {
      const paper = byId.get(before.paperId);
      // The hash of all that is said of it stays: what is cleaned now counts as changed.
      return paper === undefined ? before : { ...before, title: paper.title, textHash: rowOf(paper).textHash };
    }),
    getPapers: async (ids) => ids.flatMap((id) => byId.get(id) ?? []),
  };
}

function withCleanTexts(paper: Paper): Paper {
  return {
    ...paper,
    title: paperText(paper.title) || paper.title,
    abstract: paperText(paper.abstract),
    authors: paper.authors.map((name) => paperText(name)).filter((name) => name !== ""),
  };
}

async function embedPapers(
  deps: IndexCorpusDeps,
  writer: CorpusWriter,
  rows: readonly PaperRow[],
  maxTokens: number,
  hooks: IndexHooks,
): Promise<number> {
  const { signal } = hooks;
  const options = signal === undefined ? {} : { signal };
  const countTokens = (texts: readonly string[]) => deps.embedder.countTokens(texts, options);
  const chunkWindow = async (from: number): Promise<Chunk[]> => {
    const window = rows.slice(from, from + PAPERS_PER_CHECKPOINT);
    return (await Promise.all(window.map((row) => chunkPaper(row.paper, countTokens, { maxTokens })))).flat();
  };
  let donePapers = 0;
  let embedded = 0;
  // One window is cut into chunks while another is embedded. A failure is met when it is that window's turn.
  let nextChunks = chunkWindow(0);
  nextChunks.catch(() => {});
  // The write of one window runs while the next one is embedded.
  let pendingWrite: Promise<void> = Promise.resolve();
  try {
    for (let from = 0; from < rows.length; from += PAPERS_PER_CHECKPOINT) {
      const window = rows.slice(from, from + PAPERS_PER_CHECKPOINT);
      const chunks = await nextChunks;
      nextChunks = chunkWindow(from + PAPERS_PER_CHECKPOINT);
      nextChunks.catch(() => {});
      const texts = textsOf(chunks);
      const vectors = new Map<string, Float32Array>();
      const batches = mapInBatches(texts, { size: TEXTS_PER_BATCH, lengthOf: (text) => text.length }, (batch) =>
        deps.embedder.embedDocuments(batch, options),
      );
      for await (const batch of batches) {
        signal?.throwIfAborted();
        for (const [text, vector] of batch) vectors.set(text, vector);
        const share = vectors.size / texts.length;
        hooks.onProgress?.({ donePapers: donePapers + Math.floor(window.length * share), totalPapers: rows.length });
      }
      const embeddedChunks = chunks.map((chunk) => withVectors(chunk, vectors));
      await pendingWrite;
      pendingWrite = writer.putPapers(window, embeddedChunks);
      // A rejection is met by the next await; until then it must not count as unhandled.
      pendingWrite.catch(() => {});
      donePapers += window.length;
      embedded += chunks.length;
    }
  } finally {
    await pendingWrite;
  }
  return embedded;
}

/** All that is to be embedded, each text once: a chunk of one sentence is the same text twice. */
function textsOf(chunks: readonly Chunk[]): string[] {
  const texts = chunks.flatMap((chunk) => [
    chunk.embeddingText,
    ...chunk.sentences.map((sentence) => sentence.embeddingText),
  ]);
  return [...new Set(texts)];
}

function withVectors(chunk: Chunk, vectors: ReadonlyMap<string, Float32Array>): EmbeddedChunk {
  const vectorOf = (text: string): Float32Array => {
    const vector = vectors.get(text);
    if (vector === undefined) throw new Error("a text was not embedded");
    return vector;
  };
  return {
    chunk,
    vector: vectorOf(chunk.embeddingText),
    sentenceVectors: chunk.sentences.map((sentence) => vectorOf(sentence.embeddingText)),
  };
}

/** Rows of published papers that must be stored again. */
async function carriedRows(
  published: PublishedCorpus,
  work: IndexWork,
): Promise<{ embed: PaperRow[]; rewrite: PaperRow[] }> {
  const wanted = new Map(work.carry.map((carry) => [carry.paperId, carry]));
  const embed: PaperRow[] = [];
  const rewrite: PaperRow[] = [];
  for (const paper of await published.getPapers([...wanted.keys()])) {
    const carry = wanted.get(paper.paperId);
    if (carry === undefined) continue;
    (carry.embed ? embed : rewrite).push(rowOf({ ...paper, sources: carry.sources }));
  }
  return { embed, rewrite };
}

function corpusHash(papers: readonly KnownPaper[]): string {
  return sha256(
    papers
      .map((paper) => `${paper.paperId}\0${paper.contentHash}`)
      .sort()
      .join("\n"),
  );
}
