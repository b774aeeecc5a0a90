import type { Chunk } from "../domain/chunk.ts";
import type { IndexIdentity, IndexManifest } from "../domain/index-manifest.ts";
import type { Paper, PaperId, PaperSource } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";

/** A paper with the score of one search; larger is better. */
export interface ScoredPaper {
  readonly paperId: PaperId;
  readonly score: number;
}

/** What is known of a paper besides its abstract. */
export type TitledPaper = Pick<
  Paper,
  "paperId" | "arxivId" | "title" | "published" | "authors" | "authorCount" | "upvotes" | "url"
> & {
  /** Where it was seen: files and services. */
  readonly sources: readonly PaperSource[];
};

export interface StoredChunk {
  readonly paperId: PaperId;
  readonly position: number;
  readonly text: string;
  readonly vector: Float32Array;
  /** The sentences of `text`, in order. */
  readonly sentences: readonly StoredSentence[];
}

export interface StoredSentence {
  /** `abstract.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  /** Unit length within 1%: stored with 8 bits a dimension. */
  readonly vector: Float32Array;
}

/**
 * One published state of the corpus. It does not change while it is open. Methods throw `INDEX_DAMAGED` or
 * `ACCESS_DENIED` for what can't be read, and `INDEX_SILENT` where the disk does not answer in time.
 */
export interface CorpusReader {
  readonly manifest: IndexManifest;
  /** Cosine similarity of each paper's best chunk, at most `limit` papers, best first. */
  searchDense(vector: Float32Array, limit: number): Promise<ScoredPaper[]>;
  /** BM25 over title and abstract, English stemming; the text is data, never query syntax. */
  searchText(text: string, limit: number): Promise<ScoredPaper[]>;
  /** The papers that exist, in the order asked for. */
  getPapers(ids: readonly PaperId[]): Promise<Paper[]>;
  /** All chunks of the papers, in no set order. */
  getChunks(ids: readonly PaperId[]): Promise<StoredChunk[]>;
  /** Every paper of the corpus by its title, with what else is known of it. */
  listTitles(): Promise<TitledPaper[]>;
  /** Papers that came in from one instant on, up to but without another, oldest first. */
  listNew(from: Date, to: Date): Promise<PaperId[]>;
  /** Source records of every paper. */
  listSources(): Promise<readonly PaperSource[]>;
  vocabulary(): Promise<Vocabulary>;
  /** Reads something of everything that a search reads. Throws `INDEX_DAMAGED`, `ACCESS_DENIED`, `INDEX_SILENT`. */
  verify(): Promise<void>;
  close(): Promise<void>;
}

/** What the store knows of a paper without reading its text. */
export interface KnownPaper extends Pick<Paper, "paperId" | "title" | "arxivId" | "doi" | "addedAt"> {
  readonly textHash: string;
  readonly contentHash: string;
  readonly sources: readonly PaperSource[];
}

export interface PaperRow {
  readonly paper: Paper;
  readonly textHash: string;
  readonly contentHash: string;
}

export interface EmbeddedChunk {
  readonly chunk: Chunk;
  readonly vector: Float32Array;
  /** One for each of `chunk.sentences`. */
  readonly sentenceVectors: readonly Float32Array[];
}

/** The single writer. Nothing it does is seen by readers before `publish`. */
export interface CorpusWriter {
  /** State that readers see now; null before the first publication. */
  readonly published: IndexManifest | null;
  /** Papers of the published state. */
  listPublished(): Promise<KnownPaper[]>;
  /** Papers of the working state: more than the published ones where an earlier run was cut short. */
  listWorking(): Promise<KnownPaper[]>;
  /** Full papers of the published state. */
  getPublished(ids: readonly PaperId[]): Promise<Paper[]>;
  /** Stores papers with all their chunks, replacing what was there. */
  putPapers(rows: readonly PaperRow[], chunks: readonly EmbeddedChunk[]): Promise<void>;
  /** Rewrites paper rows whose text, and so whose chunks, did not change. */
  putMetadata(rows: readonly PaperRow[]): Promise<void>;
  removePapers(ids: readonly PaperId[]): Promise<void>;
  /** Texts of all working papers, in batches, for the vocabulary. */
  scanTexts(): AsyncIterable<readonly Pick<Paper, "title" | "abstract">[]>;
  /** Makes the working state the published one, in one atomic step, then clears what is no longer needed. */
  publish(summary: { readonly corpusHash: string; readonly vocabulary: Vocabulary }): Promise<IndexManifest>;
  close(): Promise<void>;
}

export interface OpenWriterOptions {
  /** Start from empty tables; the published state stays in use until the new one is complete. */
  readonly rebuild: boolean;
  readonly signal?: AbortSignal;
  /** Called once when another process holds the index, before waiting for it. */
  readonly onWait?: () => void;
}

export interface CorpusStore {
  /** The published state, or null where there is none yet. Throws `INDEX_DAMAGED`, `ACCESS_DENIED`. */
  readManifest(): Promise<IndexManifest | null>;
  /**
   * True where an index was published here before, whatever became of it. Then nothing else takes its place without
   * being asked to.
   */
  hadIndex(): Promise<boolean>;
  /** Remembers that an index is here, for `hadIndex`. Publishing does so by itself. */
  leaveTrace(): Promise<void>;
  /** Throws `INDEX_MISSING`, `INDEX_DAMAGED`, `ACCESS_DENIED`, `INDEX_SILENT`. */
  openReader(): Promise<CorpusReader>;
  /** Throws `INDEX_MISMATCH` for another identity (unless rebuilding), `STORE_UNWRITABLE`, `DISK_FULL`. */
  openWriter(identity: IndexIdentity, options: OpenWriterOptions): Promise<CorpusWriter>;
}
