import {
  normaliseTitle,
  type Paper,
  type PaperEntry,
  type PaperId,
  type PaperSource,
  paperIdOf,
} from "../domain/paper.ts";
import type { ReadSources } from "./read-sources.ts";

/** What tells whether a paper is one that is known already. */
export type Identified = Pick<Paper, "paperId" | "title" | "arxivId" | "doi">;

/** A paper as this run's sources describe it, before it has a place in the corpus. */
export type JoinedPaper = Omit<Paper, "addedAt">;

/**
 * Joins entries with the same identity into papers: the id a source states, else the arXiv id without its version,
 * else the DOI, else the normalised title, unless two arXiv ids tell them apart. The text is that of the first entry;
 * dates, links and names are the first that any entry states; upvotes the last; every entry stays as a source.
 *
 * @param known papers that have their ids already
 */
export function joinEntries(files: ReadSources["files"], known: readonly Identified[] = []): Map<PaperId, JoinedPaper> {
  const identities = createIdentities(known);
  const papers = new Map<PaperId, JoinedPaper>();
  for (const file of files) {
    for (const entry of file.entries) {
      const paperId = identities.find(entry);
      const source: PaperSource = { path: file.path, line: entry.line };
      const before = papers.get(paperId);
      papers.set(paperId, before === undefined ? paperFrom(paperId, entry, source) : withEntry(before, entry, source));
    }
  }
  return papers;
}

function createIdentities(known: readonly Identified[]): { find(entry: PaperEntry): PaperId } {
  const byArxivId = new Map<string, PaperId>();
  const byDoi = new Map<string, PaperId>();
  const byTitle = new Map<string, Identified>();
  const remember = (paper: Identified) => {
    if (paper.arxivId !== null) byArxivId.set(paper.arxivId, byArxivId.get(paper.arxivId) ?? paper.paperId);
    if (paper.doi !== null) byDoi.set(paper.doi, byDoi.get(paper.doi) ?? paper.paperId);
    const title = normaliseTitle(paper.title);
    const before = byTitle.get(title);
    if (before === undefined || (before.arxivId === null && paper.arxivId !== null)) byTitle.set(title, paper);
  };
  for (const paper of known) remember(paper);
  return {
    find(entry) {
      const { statedId, arxivId, doi, title } = entry;
      const byIds =
        (arxivId === null ? undefined : byArxivId.get(arxivId)) ?? (doi === null ? undefined : byDoi.get(doi));
      const named = byTitle.get(normaliseTitle(title));
      const sameTitle =
        named === undefined || (arxivId !== null && named.arxivId !== null && arxivId !== named.arxivId)
          ? undefined
          : named.paperId;
      const paperId = statedId === null ? (byIds ?? sameTitle ?? paperIdOf(entry)) : paperIdOf(entry);
      remember({ paperId, title, arxivId, doi });
      return paperId;
    },
  };
}

function paperFrom(paperId: PaperId, entry: PaperEntry, source: PaperSource): JoinedPaper {
  const { statedId: _stated, line: _line, ...stated } = entry;
  return { paperId, ...stated, sources: [source] };
}

function withEntry(paper: JoinedPaper, entry: PaperEntry, source: PaperSource): JoinedPaper {
  return {
    ...enriched(paper, entry),
    abstract: paper.abstract === "" ? entry.abstract : paper.abstract,
    sources: [...paper.sources, source],
  };
}

/** What is said of a paper beside its text, as the first of two states it; a date with its year beats one without. */
export function enriched<P extends Omit<PaperEntry, "statedId" | "line" | "title" | "abstract">>(
  first: P,
  second: Omit<PaperEntry, "statedId" | "line" | "title" | "abstract">,
): P {
  const yearless = (date: string | null) => date?.startsWith("--") === true;
  return {
    ...first,
    arxivId: first.arxivId ?? second.arxivId,
    doi: first.doi ?? second.doi,
    url: first.url ?? second.url,
    published: yearless(first.published)
      ? (second.published ?? first.published)
      : (first.published ?? second.published),
    authors: first.authors.length === 0 ? second.authors : first.authors,
    authorCount: first.authorCount ?? second.authorCount,
    upvotes: first.upvotes ?? second.upvotes,
  };
}
