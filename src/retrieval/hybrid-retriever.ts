import type { PaperId } from "../domain/paper.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusReader, ScoredPaper } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Context } from "../questions/follow-up.ts";
import { contentTerms, countTerms, lexicalTerms } from "../util/terms.ts";
import { weightedMeanVector } from "../util/vectors.ts";
import type { WeightedTerms } from "./bm25.ts";
import type { PaperProfiles } from "./paper-profiles.ts";
import { type RankedCandidate, type RankedQuestion, type RankingOptions, rankCandidates } from "./rank-candidates.ts";
import { createQueryReader, type QueryReader, type ReadQuery } from "./read-query.ts";

export interface RetrievalOptions {
  /** Papers taken from each of the two searches before they are ranked together. */
  readonly candidates: number;
  /** What a term counts that the question does not hold, but an abbreviation of it stands for. */
  readonly expansionWeight: number;
  /** What earlier questions count beside the last one: each of their terms, and their vector. */
  readonly context: { readonly termWeight: number; readonly vectorWeight: number };
  readonly ranking: RankingOptions;
}

export interface Retrieval {
  /** Best first, at most `limit`. */
  readonly papers: readonly RankedCandidate[];
  /** The paper that comes first because the question names it; null for none. */
  readonly named: PaperId | null;
  /** The question as it was searched for. */
  readonly query: ReadQuery;
  /** The question's vector, what was asked before included, for later steps. */
  readonly queryVector: Float32Array;
  /** The vector of what the question says itself, where its words stand for a subject; else the same one. */
  readonly ownVector: Float32Array;
  readonly timings: { readonly embedMs: number; readonly searchMs: number };
}

export interface Retriever {
  /** The papers that bear on a text best. The text is data: no operators, no filters. */
  retrieve(text: string, limit: number, options?: RetrieveOptions): Promise<Retrieval>;
}

export interface RetrieveOptions {
  readonly signal?: AbortSignal;
  /** Only these papers count. */
  readonly only?: ReadonlySet<PaperId>;
  /** What was asked before, where the text can't stand without it. */
  readonly context?: Context;
  /** The paper that the text names, which is what is looked for, whatever else has the same words. */
  readonly named?: PaperId;
  /** False for a text in another language than the corpus: its words are not taken for misspelt ones. */
  readonly correctTypos?: boolean;
}

export interface HybridRetrieverDeps {
  readonly corpus: CorpusReader;
  readonly embedder: Embedder;
  readonly clock: Clock;
  readonly profiles: PaperProfiles;
}

/** Dense and lexical search find candidates; what is known of each decides their order. */
export function createHybridRetriever(deps: HybridRetrieverDeps, options: RetrievalOptions): Retriever {
  const { corpus, embedder, clock, profiles } = deps;
  let queryReader: Promise<QueryReader> | undefined;
  const openQueryReader = () => {
    if (queryReader === undefined) {
      queryReader = corpus.vocabulary().then((vocabulary) =>
        // A word that the embedder's tokenizer knows whole is a word of the language.
        createQueryReader(vocabulary, async (words) =>
          (await embedder.countTokens(words)).map((tokens) => tokens === 1),
        ),
      );
      queryReader.catch(() => {
        queryReader = undefined;
      });
    }
    return queryReader;
  };

  /** The question with its vector and terms, what was asked before included. */
  async function readInContext(
    query: ReadQuery,
    context: Context | undefined,
    signal: AbortSignal | undefined,
  ): Promise<RankedQuestion> {
    const embedOptions = signal === undefined ? {} : { signal };
    const own = {
      vector: await embedder.embedQuery(query.spelledOut, embedOptions),
      terms: queryTerms(query, options),
    };
    if (context === undefined) return own;
    const subject = {
      vector: await embedder.embedQuery(context.words, embedOptions),
      terms: new Map(contentTerms(context.words).map((term) => [term, 1])),
    };
    const terms = new Map(own.terms);
    for (const term of subject.terms.keys()) if (!terms.has(term)) terms.set(term, options.context.termWeight);
    const vector = weightedMeanVector([own.vector, subject.vector], [1, options.context.vectorWeight]) ?? own.vector;
    return { vector, terms, ...(context.meant ? { parts: { own, subject } } : {}) };
  }

  return {
    async retrieve(text, limit, { signal, only, context, named: wanted, correctTypos = true } = {}) {
      const startedMs = clock.elapsedMs();
      const [reader, vocabulary] = await Promise.all([openQueryReader(), corpus.vocabulary()]);
      const named = wanted !== undefined && (only === undefined || only.has(wanted)) ? wanted : null;
      const query = await reader.read(text, correctTypos && named === null);
      // Papers that pass a filter may stand anywhere in the two rankings, so both are read to the end.
      const pool = only === undefined ? Math.max(options.candidates, limit) : corpus.manifest.papers;
      const chosen = (ranked: readonly ScoredPaper[]) =>
        only === undefined ? ranked : ranked.filter(({ paperId }) => only.has(paperId)).slice(0, options.candidates);
      // Not beside the lexical search: on two cores the two take longer together than one after the other.
      const question = await readInContext(query, context, signal);
      const embeddedMs = clock.elapsedMs();
      const [dense, lexical] = await Promise.all([
        corpus.searchDense(question.vector, pool),
        corpus.searchText([query.text, ...query.expansions, context?.words ?? ""].join(" "), pool),
      ]);
      signal?.throwIfAborted();
      const candidates = new Set([...chosen(dense), ...chosen(lexical)].map(({ paperId }) => paperId));
      if (named !== null) candidates.add(named);
      const ranked = rankCandidates(await profiles.get([...candidates]), question, vocabulary, options.ranking);
      signal?.throwIfAborted();
      return {
        papers: namedFirst(ranked, named).slice(0, limit),
        named,
        query,
        queryVector: question.vector,
        ownVector: (question.parts?.own ?? question).vector,
        timings: { embedMs: embeddedMs - startedMs, searchMs: clock.elapsedMs() - embeddedMs },
      };
    },
  };
}

function namedFirst(ranked: readonly RankedCandidate[], named: PaperId | null): readonly RankedCandidate[] {
  const first = ranked.find(({ paperId }) => paperId === named);
  return first === undefined ? ranked : [{ ...first, score: 1 }, ...ranked.filter((paper) => paper !== first)];
}

/** The terms asked for, each with its number; those that only an expansion has count less. */
function queryTerms(query: ReadQuery, options: RetrievalOptions): WeightedTerms {
  const terms = countTerms(lexicalTerms(query.text));
  for (const term of query.expansions.flatMap(lexicalTerms)) {
    if (!terms.has(term)) terms.set(term, options.expansionWeight);
  }
  return terms;
}
