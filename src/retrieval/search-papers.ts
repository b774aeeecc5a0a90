import type { Paper, PaperId } from "../domain/paper.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import { roundTo } from "../util/round-to.ts";
import { splitSentences } from "../util/sentences.ts";
import { contentTerms } from "../util/terms.ts";
import { truncate } from "../util/truncate.ts";
import type { Retriever } from "./hybrid-retriever.ts";
import { understandFollowUp } from "./understand-follow-up.ts";

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

/** The ranked papers for a query, with a snippet each. */
export async function searchPapers(
  deps: { readonly retriever: Retriever; readonly corpus: CorpusReader },
  query: string,
  limit: number,
  options: { readonly after?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<SearchResult[]> {
  const { context } = understandFollowUp(query, options.after ?? []);
  const { papers: ranked, query: read } = await deps.retriever.retrieve(query, limit, {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(context === null ? {} : { context }),
  });
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
