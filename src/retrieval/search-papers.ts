import type { Paper, PaperId } from "../domain/paper.ts";
import type { PaperFilters, PaperOrder } from "../domain/question.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import { readFollowUp } from "../questions/follow-up.ts";
import { roundTo } from "../util/round-to.ts";
import { splitSentences } from "../util/sentences.ts";
import { contentTerms } from "../util/terms.ts";
import { truncate } from "../util/truncate.ts";
import { inOrderOf, isUnfiltered, papersThatPass } from "./filter-papers.ts";
import type { Retriever } from "./hybrid-retriever.ts";
import type { TitleIndex } from "./titles.ts";

export interface SearchResult {
  readonly paperId: PaperId;
  readonly title: string;
  readonly score: number;
  /** The sentence of the abstract that shares most with the query, cut to 240 characters. */
  readonly snippet: string;
  readonly url: string | null;
  readonly published: string | null;
}

const SNIPPET_CHARACTERS = 240;

export interface SearchPapersDeps {
  readonly retriever: Retriever;
  readonly corpus: CorpusReader;
  readonly titles: () => Promise<TitleIndex>;
}

export interface SearchPapersOptions {
  /** What was asked before, oldest first. */
  readonly after?: readonly string[];
  /** Only papers that pass. */
  readonly filters?: PaperFilters;
  /** In which order the best papers are listed; those that lack what it goes by are left out. */
  readonly order?: PaperOrder;
  readonly signal?: AbortSignal;
}

/** The ranked papers for a query, with a snippet each. */
export async function searchPapers(
  deps: SearchPapersDeps,
  query: string,
  limit: number,
  { after = [], filters = {}, order = "relevance", signal }: SearchPapersOptions = {},
): Promise<SearchResult[]> {
  const titles = await deps.titles();
  const { context } = readFollowUp(
    query,
    after.map((question) => ({ question })),
  );
  const passing =
    isUnfiltered(filters) && order === "relevance" ? null : inOrderOf(papersThatPass(titles.papers, filters), order);
  if (passing?.length === 0) return [];
  const named = titles.named(query)?.paper.paperId;
  const { papers: found, query: read } = await deps.retriever.retrieve(query, limit, {
    ...(signal === undefined ? {} : { signal }),
    ...(context === null ? {} : { context }),
    ...(named === undefined ? {} : { named }),
    ...(passing === null ? {} : { only: new Set(passing.map(({ paperId }) => paperId)) }),
  });
  const place = new Map(passing?.map(({ paperId }, index) => [paperId, index]));
  const ranked =
    order === "relevance" ? found : found.toSorted((a, b) => (place.get(a.paperId) ?? 0) - (place.get(b.paperId) ?? 0));
  const papers = await deps.corpus.getPapers(ranked.map((paper) => paper.paperId));
  const scores = new Map(ranked.map((paper) => [paper.paperId, paper.score]));
  return papers.map((paper) => ({
    paperId: paper.paperId,
    title: paper.title,
    score: roundTo(scores.get(paper.paperId) ?? 0, 4),
    snippet: snippetOf(paper, `${read.text} ${context?.words ?? ""}`),
    url: paper.url,
    published: paper.published,
  }));
}

function snippetOf(paper: Paper, query: string): string {
  const wanted = new Set(contentTerms(query));
  let best = { text: paper.abstract, shared: -1 };
  for (const { text } of splitSentences(paper.abstract)) {
    const shared = new Set(contentTerms(text).filter((term) => wanted.has(term))).size;
    if (shared > best.shared) best = { text, shared };
  }
  return truncate(best.text, SNIPPET_CHARACTERS);
}
