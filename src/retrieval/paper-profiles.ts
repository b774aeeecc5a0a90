import { LRUCache } from "lru-cache";
import type { PaperId } from "../domain/paper.ts";
import type { CorpusReader, StoredChunk, StoredSentence } from "../ports/corpus-store.ts";
import { countTerms, lexicalTerms } from "../util/terms.ts";
import { meanVector } from "../util/vectors.ts";

/** What ranking looks at in one paper. */
export interface PaperProfile {
  readonly paperId: PaperId;
  /** Lexical terms of title and abstract, with their number. */
  readonly terms: ReadonlyMap<string, number>;
  /** All lexical terms, repeats included. */
  readonly length: number;
  readonly chunkVectors: readonly Float32Array[];
  /** Mean of the chunks' vectors, unit length. */
  readonly meanVector: Float32Array;
  /** The sentences of the abstract, in order, with the title in front where their vectors were made. */
  readonly sentences: readonly StoredSentence[];
}

/** The vectors of a paper's chunks and sentences: the closest of them says how near the paper is to a text. */
export function vectorsOf({ chunkVectors, sentences }: PaperProfile): Float32Array[] {
  return [...chunkVectors, ...sentences.map(({ vector }) => vector)];
}

export interface PaperProfiles {
  /** The profiles of the papers that exist, in the order asked for. */
  get(ids: readonly PaperId[]): Promise<PaperProfile[]>;
}

/** A profile takes some 20 kB: these take at most 120 MB. */
const PROFILES_KEPT = 6_000;

/** Ids in one question to the store. */
const LOADED_AT_ONCE = 300;

/** Makes profiles from what the corpus stores, and keeps those used last. */
export function createPaperProfiles(corpus: CorpusReader): PaperProfiles {
  const kept = new LRUCache<PaperId, PaperProfile>({ max: PROFILES_KEPT });

  async function load(ids: readonly PaperId[]): Promise<void> {
    const [papers, chunks] = await Promise.all([corpus.getPapers(ids), corpus.getChunks(ids)]);
    const chunksOf = new Map<PaperId, StoredChunk[]>();
    for (const chunk of chunks.sort((a, b) => a.position - b.position)) {
      const own = chunksOf.get(chunk.paperId);
      if (own === undefined) chunksOf.set(chunk.paperId, [chunk]);
      else own.push(chunk);
    }
    for (const { paperId, title, abstract } of papers) {
      const own = chunksOf.get(paperId) ?? [];
      const chunkVectors = own.map((chunk) => chunk.vector);
      const mean = meanVector(chunkVectors);
      if (mean === null) continue;
      const all = lexicalTerms(`${title} ${abstract}`);
      kept.set(paperId, {
        paperId,
        terms: countTerms(all),
        length: all.length,
        chunkVectors,
        meanVector: mean,
        sentences: own.flatMap((chunk) => chunk.sentences),
      });
    }
  }

  return {
    async get(ids) {
      const found = new Map<PaperId, PaperProfile>();
      const missing: PaperId[] = [];
      for (const id of ids) {
        const profile = kept.get(id);
        if (profile === undefined) missing.push(id);
        else found.set(id, profile);
      }
      // In parts, so that a long list is neither one huge filter nor pushed out while it is being read.
      for (let from = 0; from < missing.length; from += LOADED_AT_ONCE) {
        const part = missing.slice(from, from + LOADED_AT_ONCE);
        await load(part);
        for (const id of part) {
          const profile = kept.get(id);
          if (profile !== undefined) found.set(id, profile);
        }
      }
      return ids.flatMap((id) => found.get(id) ?? []);
    },
  };
}
