import { AppError } from "../../src/domain/errors.ts";
import {
  type IndexIdentity,
  type IndexManifest,
  indexMismatch,
  sameIdentity,
} from "../../src/domain/index-manifest.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import type { Vocabulary } from "../../src/domain/vocabulary.ts";
import type {
  CorpusReader,
  CorpusStore,
  CorpusWriter,
  EmbeddedChunk,
  KnownPaper,
  PaperRow,
  ScoredPaper,
} from "../../src/ports/corpus-store.ts";
import { contentTerms } from "../../src/util/terms.ts";
import { dotProduct } from "../../src/util/vectors.ts";

interface State {
  readonly papers: Map<PaperId, PaperRow>;
  readonly chunks: Map<PaperId, EmbeddedChunk[]>;
}

interface Published extends State {
  readonly manifest: IndexManifest;
  readonly vocabulary: Vocabulary;
}

const copyOf = (state: State): State => ({ papers: new Map(state.papers), chunks: new Map(state.chunks) });
const emptyState = (): State => ({ papers: new Map(), chunks: new Map() });
const knownOf = (state: State): KnownPaper[] =>
  [...state.papers.values()].map(({ paper, textHash, contentHash }) => ({
    ...paper,
    textHash,
    contentHash,
  }));

/** A corpus store in memory, kept honest by test/contracts/corpus-store.ts. */
export function createMemoryCorpusStore(): CorpusStore {
  let published: Published | null = null;
  let working: State = emptyState();
  let workingIdentity: IndexIdentity | null = null;

  return {
    readManifest: async () => published?.manifest ?? null,
    hadIndex: async () => published !== null,
    leaveTrace: async () => {},
    async openReader() {
      if (published === null) throw new AppError("INDEX_MISSING", "There is no index.");
      return readerOf(published);
    },
    async openWriter(identity, { rebuild }) {
      if (published !== null && !rebuild && !sameIdentity(published.manifest.identity, identity)) {
        throw indexMismatch("memory", published.manifest.identity, identity);
      }
      if (rebuild || workingIdentity === null || !sameIdentity(workingIdentity, identity)) working = emptyState();
      workingIdentity = identity;
      const before = published;
      const writer: CorpusWriter = {
        published: before?.manifest ?? null,
        listPublished: async () => (before === null ? [] : knownOf(before)),
        listWorking: async () => knownOf(working),
        getPublished: async (ids) => ids.flatMap((id) => before?.papers.get(id)?.paper ?? []),
        async putPapers(rows, chunks) {
          for (const row of rows) {
            working.papers.set(row.paper.paperId, row);
            working.chunks.set(
              row.paper.paperId,
              chunks.filter(({ chunk }) => chunk.paperId === row.paper.paperId),
            );
          }
        },
        async putMetadata(rows) {
          for (const row of rows) working.papers.set(row.paper.paperId, row);
        },
        async removePapers(ids) {
          for (const id of ids) {
            working.papers.delete(id);
            working.chunks.delete(id);
          }
        },
        async *scanTexts() {
          yield [...working.papers.values()].map(({ paper }) => paper);
        },
        async publish({ corpusHash, vocabulary }) {
          const manifest: IndexManifest = {
            format: 1,
            indexVersion: (before?.manifest.indexVersion ?? 0) + 1,
            identity,
            tables: "tables-1",
            papersVersion: 1,
            chunksVersion: 1,
            vocabulary: "vocabulary-1.json",
            corpusHash,
            papers: working.papers.size,
            chunks: [...working.chunks.values()].flat().length,
            publishedAt: "2026-11-22T00:00:00.000Z",
          };
          published = { ...copyOf(working), manifest, vocabulary };
          return manifest;
        },
        close: async () => {},
      };
      return writer;
    },
  };
}

function readerOf(state: Published): CorpusReader {
  const ranked = (scores: ScoredPaper[], limit: number) =>
    scores.sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1)).slice(0, limit);
  return {
    manifest: state.manifest,
    async searchDense(vector, limit) {
      const scores = [...state.chunks].map(([paperId, chunks]) => ({
        paperId,
        score: Math.max(...chunks.map((chunk) => dotProduct(chunk.vector, vector))),
      }));
      return ranked(scores, limit);
    },
    async searchText(text, limit) {
      const wanted = new Set(contentTerms(text));
      const scores = [...state.papers.values()].map(({ paper }) => ({
        paperId: paper.paperId,
        score: contentTerms(`${paper.title} ${paper.abstract}`).filter((term) => wanted.has(term)).length,
      }));
      return ranked(
        scores.filter(({ score }) => score > 0),
        limit,
      );
    },
    getPapers: async (ids) => ids.flatMap((id) => state.papers.get(id)?.paper ?? []),
    getChunks: async (ids) =>
      ids.flatMap((id) =>
        (state.chunks.get(id) ?? []).map(({ chunk, vector, sentenceVectors }) => ({
          paperId: chunk.paperId,
          position: chunk.position,
          text: chunk.text,
          vector,
          sentences: chunk.sentences.flatMap(({ start, end }, index) => {
            const sentenceVector = sentenceVectors[index];
            return sentenceVector === undefined ? [] : [{ start, end, vector: sentenceVector }];
          }),
        })),
      ),
    listTitles: async () =>
      [...state.papers.values()].map(({ paper }) => ({
        paperId: paper.paperId,
        arxivId: paper.arxivId,
        title: paper.title,
        published: paper.published,
        authors: paper.authors,
        authorCount: paper.authorCount,
        upvotes: paper.upvotes,
        url: paper.url,
        sources: paper.sources,
      })),
    listNew: async (from, to) =>
      [...state.papers.values()]
        .map(({ paper }) => paper)
        .filter(({ addedAt }) => addedAt >= from.toISOString() && addedAt < to.toISOString())
        .sort((a, b) => (a.addedAt === b.addedAt ? (a.paperId < b.paperId ? -1 : 1) : a.addedAt < b.addedAt ? -1 : 1))
        .map(({ paperId }) => paperId),
    listSources: async () => [...state.papers.values()].flatMap(({ paper }) => paper.sources),
    vocabulary: async () => state.vocabulary,
    verify: async () => {},
    close: async () => {},
  };
}
