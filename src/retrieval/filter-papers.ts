import type { CorpusKnowledge } from "../domain/answer.ts";
import type { PaperFilters, PaperOrder } from "../domain/question.ts";
import type { TitledPaper } from "../ports/corpus-store.ts";
import { compareDates, isFullDate, liesWithin } from "../util/dates.ts";

/** True where no filter is set. */
export function isUnfiltered(filters: PaperFilters): boolean {
  return Object.values(filters).every((value) => value === undefined);
}

/** The papers that pass all filters. A paper that lacks what a filter looks at does not pass. */
export function papersThatPass(papers: readonly TitledPaper[], filters: PaperFilters): TitledPaper[] {
  const { since, until, author, minUpvotes, source } = filters;
  const bounds = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  return papers.filter(
    (paper) =>
      liesWithin(paper.published, bounds) &&
      (author === undefined || paper.authors.some((name) => isNamed(name, author))) &&
      (minUpvotes === undefined || (paper.upvotes ?? -1) >= minUpvotes) &&
      (source === undefined || paper.sources.some(({ path }) => path.toLowerCase().includes(source.toLowerCase()))),
  );
}

/** Each word of the wanted name begins a word of the author's: “G. Yang” and “yang” find “Greg Yang”. */
function isNamed(author: string, wanted: string): boolean {
  const words = plainWords(author);
  return plainWords(wanted).every((word) =>
    words.some((other) => other === word || (word.length === 1 && other.startsWith(word))),
  );
}

function plainWords(name: string): string[] {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
}

/** Papers in an order by what is known of them; those of which it is not known are left out. */
export function inOrderOf(papers: readonly TitledPaper[], order: PaperOrder): TitledPaper[] {
  if (order === "relevance") return [...papers];
  if (order === "upvotes") {
    return papers.filter(({ upvotes }) => upvotes !== null).sort((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0));
  }
  return papers
    .filter(({ published }) => isFullDate(published))
    .sort((a, b) => compareDates(a.published ?? "", b.published ?? "", order));
}

/** How much is known of some papers. */
export function knowledgeOf(papers: readonly TitledPaper[]): CorpusKnowledge {
  return {
    papers: papers.length,
    dated: papers.filter(({ published }) => isFullDate(published)).length,
    withAuthors: papers.filter(({ authors }) => authors.length > 0).length,
    withUpvotes: papers.filter(({ upvotes }) => upvotes !== null).length,
  };
}
