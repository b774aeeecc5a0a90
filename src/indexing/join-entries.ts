import {
  isDerivedId,
  type Paper,
  type PaperEntry,
  type PaperId,
  type PaperSource,
  paperIdOf,
  titleKeyOf,
} from "../domain/paper.ts";
import { readArxivId, readDoi } from "../domain/paper-identifiers.ts";
import { morePrecise } from "../util/read-date.ts";
import { longerAbstract, realAbstract } from "./better-abstract.ts";
import type { ReadSources } from "./read-sources.ts";

/** What tells whether a paper is one that is known already. */
export type Identified = Pick<Paper, "paperId" | "title" | "arxivId" | "doi">;

/** A paper as this run's sources describe it, before it has a place in the corpus. */
export type JoinedPaper = Omit<Paper, "addedAt">;

/**
 * Joins entries with the same identity into papers: the arXiv id without its version, else the DOI, else the title,
 * unless two arXiv ids or two DOIs tell them apart. An id that a source states for itself is kept, and joins a paper
 * whose id was only derived. The title is that of the first entry; the abstract the longest real one; dates the most
 * precise of those that agree; of names the longer list; all else is what any entry states first. Every entry stays as
 * a source.
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

/** What is known of a paper's identity: ids that any of its entries states. */
interface Identity {
  readonly paperId: PaperId;
  arxivId: string | null;
  doi: string | null;
  /** The id that a source states for it; null where none does. */
  statedId: string | null;
}

/** Papers of one title that are compared; there are titles that hundreds have: “Editorial”. */
const MOST_OF_ONE_TITLE = 200;

function createIdentities(known: readonly Identified[]): { find(entry: PaperEntry): PaperId } {
  const byId = new Map<PaperId, Identity>();
  const byArxivId = new Map<string, Identity>();
  const byDoi = new Map<string, Identity>();
  const byTitle = new Map<string, Set<Identity>>();
  const remember = (identity: Identity, { title, arxivId, doi }: Pick<Identified, "title" | "arxivId" | "doi">) => {
    byId.set(identity.paperId, identity);
    identity.arxivId ??= arxivId;
    identity.doi ??= doi;
    if (arxivId !== null && !byArxivId.has(arxivId)) byArxivId.set(arxivId, identity);
    if (doi !== null && !byDoi.has(doi)) byDoi.set(doi, identity);
    const titled = byTitle.get(titleKeyOf(title)) ?? new Set<Identity>();
    byTitle.set(titleKeyOf(title), titled);
    if (titled.size < MOST_OF_ONE_TITLE) titled.add(identity);
  };
  for (const { paperId, title, arxivId, doi } of known) {
    const identity = byId.get(paperId) ?? {
      paperId,
      arxivId: null,
      doi: null,
      statedId: isDerivedId({ paperId, arxivId, doi }) ? null : paperId,
    };
    // Older indexes hold ids with their class.
    remember(identity, { title, arxivId: arxivId === null ? null : (readArxivId(arxivId) ?? arxivId), doi });
  }
  const same = ({ arxivId, doi, title }: PaperEntry): Identity | undefined => {
    const named = arxivId === null ? undefined : byArxivId.get(arxivId);
    if (named !== undefined) return named;
    const resolved = doi === null ? undefined : byDoi.get(doi);
    if (resolved !== undefined && !differ(resolved.arxivId, arxivId)) return resolved;
    const fitting = [...(byTitle.get(titleKeyOf(title)) ?? [])].filter(
      (titled) => !differ(titled.arxivId, arxivId) && !differ(titled.doi, doi),
    );
    // One that an id tells to be of arXiv is more likely meant than one of which nothing is known.
    return fitting.find((titled) => titled.arxivId !== null) ?? fitting[0];
  };
  return {
    find(entry) {
      const { statedId } = entry;
      const own = paperIdOf(entry);
      const found = statedId === null ? same(entry) : (byId.get(own) ?? unclaimed(same(entry), statedId));
      const identity = found ?? byId.get(own) ?? { paperId: own, arxivId: null, doi: null, statedId: null };
      identity.statedId ??= statedId;
      remember(identity, entry);
      return identity.paperId;
    },
  };
}

/** A paper with an id of its own, unless it is the one that a source states. */
function unclaimed(identity: Identity | undefined, statedId: string): Identity | undefined {
  if (identity?.statedId == null) return identity;
  const paperOf = (id: string) => readArxivId(id) ?? readDoi(id) ?? id;
  return paperOf(identity.statedId) === paperOf(statedId) ? identity : undefined;
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

function paperFrom(paperId: PaperId, entry: PaperEntry, source: PaperSource): JoinedPaper {
  const { statedId: _stated, line: _line, isTitledByText: _titled, ...stated } = entry;
  return { paperId, ...stated, abstract: realAbstract(entry), sources: [source] };
}

function withEntry(paper: JoinedPaper, entry: PaperEntry, source: PaperSource): JoinedPaper {
  return {
    ...enriched(paper, entry),
    abstract: longerAbstract(paper.abstract, realAbstract(entry)),
    sources: [...paper.sources, source],
  };
}

/**
 * What is said of a paper beside its text, as the first of two states it. A date with its year beats one without, the
 * more precise of two that agree the other, and more names fewer.
 */
export function enriched<P extends Omit<PaperEntry, "statedId" | "line" | "title" | "abstract">>(
  first: P,
  second: Omit<PaperEntry, "statedId" | "line" | "title" | "abstract">,
): P {
  const yearless = first.published?.startsWith("--") === true;
  return {
    ...first,
    arxivId: first.arxivId ?? second.arxivId,
    doi: first.doi ?? second.doi,
    url: first.url ?? second.url,
    published: yearless ? (second.published ?? first.published) : morePrecise(first.published, second.published),
    authors: second.authors.length > first.authors.length ? second.authors : first.authors,
    authorCount: larger(first.authorCount, second.authorCount),
    upvotes: first.upvotes ?? second.upvotes,
  };
}

function larger(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
