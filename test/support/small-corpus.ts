import { indexCorpus } from "../../src/indexing/index-corpus.ts";
import type { CorpusReader } from "../../src/ports/corpus-store.ts";
import { createHybridRetriever, type Retriever } from "../../src/retrieval/hybrid-retriever.ts";
import { RETRIEVAL_OPTIONS } from "../../src/retrieval/options.ts";
import { createPaperProfiles, type PaperProfiles } from "../../src/retrieval/paper-profiles.ts";
import { createTitleIndex, type TitleIndex } from "../../src/retrieval/titles.ts";
import { createFakeClock, createFakeLogger, createFakeSources } from "./fakes.ts";
import { createHashEmbedder, type HashEmbedder } from "./hash-embedder.ts";
import { createMemoryCorpusStore } from "./memory-corpus-store.ts";

export interface SmallPaper {
  readonly _id: string;
  readonly title: string;
  readonly text: string;
  readonly metadata?: { readonly url?: string; readonly announced?: string };
}

export interface SmallCorpus {
  readonly corpus: CorpusReader;
  readonly embedder: HashEmbedder;
  readonly retriever: Retriever;
  readonly profiles: PaperProfiles;
  /** Built when first asked for. */
  readonly titles: () => Promise<TitleIndex>;
  /** Digests are composed without a language model. */
  readonly writer: null;
}

/** A corpus in memory, indexed by the real job with the hash embedder. */
export async function createSmallCorpus(papers: readonly SmallPaper[]): Promise<SmallCorpus> {
  const embedder = createHashEmbedder();
  const store = createMemoryCorpusStore();
  const clock = createFakeClock();
  const sources = createFakeSources({ "papers.jsonl": papers.map((paper) => JSON.stringify(paper)).join("\n") });
  await indexCorpus({ sources, store, embedder, clock, logger: createFakeLogger() }, { paths: ["papers.jsonl"] });
  const corpus = await store.openReader();
  const profiles = createPaperProfiles(corpus);
  const retriever = createHybridRetriever({ corpus, embedder, clock, profiles }, RETRIEVAL_OPTIONS);
  let titles: Promise<TitleIndex> | null = null;
  return {
    corpus,
    embedder,
    retriever,
    profiles,
    titles: () => (titles ??= corpus.listTitles().then(createTitleIndex)),
    writer: null,
  };
}
