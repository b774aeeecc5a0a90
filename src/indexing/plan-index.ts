import { contentHashOf, type Paper, type PaperId, type PaperSource, textHashOf } from "../domain/paper.ts";
import { serviceName } from "../domain/services.ts";
import type { KnownPaper, PaperRow } from "../ports/corpus-store.ts";
import { isBeginningOf, longerAbstract, realAbstract } from "./better-abstract.ts";
import { enriched, type JoinedPaper, joinEntries } from "./join-entries.ts";
import type { ReadSources } from "./read-sources.ts";

/** The corpus that is wanted, compared with the published one. */
export interface PlannedCorpus {
  /** Papers read in this run, with all their sources. */
  readonly fresh: ReadonlyMap<PaperId, PaperRow>;
  /** Published papers that were not read in this run and stay. */
  readonly carried: ReadonlyMap<PaperId, CarriedPaper>;
  readonly added: number;
  readonly updated: number;
  /** Papers, among those read, that are as they were. */
  readonly unchanged: number;
  readonly removed: number;
}

export interface CarriedPaper extends KnownPaper {
  /** True when the paper lost some of its sources. */
  readonly sourcesChanged: boolean;
}

/** What must be done so that the working state holds the wanted corpus. */
export interface IndexWork {
  /** Chunk, embed, store. */
  readonly embed: readonly PaperRow[];
  /** Store the row again; its chunks stand. */
  readonly rewrite: readonly PaperRow[];
  /** Published papers that the working state lacks, or holds otherwise: to be fetched, then embedded or rewritten. */
  readonly carry: readonly {
    readonly paperId: PaperId;
    readonly sources: readonly PaperSource[];
    readonly embed: boolean;
  }[];
  readonly remove: readonly PaperId[];
}

/** What is known before a run, as far as the plan needs it. */
export interface PublishedCorpus {
  readonly papers: readonly KnownPaper[];
  /** The full papers with these ids. */
  getPapers(ids: readonly PaperId[]): Promise<readonly Paper[]>;
}

export interface PlanOptions {
  /** Papers of other sources are removed. */
  readonly only: boolean;
  /** When new papers came in, as an ISO 8601 instant. */
  readonly addedAt: string;
}

/**
 * Compares what was read with what is published. Papers from sources outside the given paths are left alone, unless
 * `only` is set; papers of a source that could not be read in full are kept as they were. A paper that is known from
 * elsewhere too is enriched: it keeps what its other sources say.
 */
export async function planCorpus(
  read: ReadSources,
  published: PublishedCorpus,
  { only, addedAt }: PlanOptions,
): Promise<PlannedCorpus> {
  const seen = joinEntries(read.files, published.papers);
  const isStale = staleSources(read, only);
  const keptOf = new Map(
    published.papers.map((old) => [old.paperId, old.sources.filter((source) => !isStale(source))]),
  );
  const knownToo = [...seen.keys()].filter((paperId) => keptOf.has(paperId));
  const before = new Map((await published.getPapers(knownToo)).map((paper) => [paper.paperId, paper]));
  const fresh = new Map<PaperId, PaperRow>();
  const carried = new Map<PaperId, CarriedPaper>();
  let updated = 0;
  let unchanged = 0;
  let removed = 0;
  for (const old of published.papers) {
    const kept = keptOf.get(old.paperId) ?? [];
    const paper = seen.get(old.paperId);
    if (paper !== undefined) {
      const merged = withKnown(paper, before.get(old.paperId), kept);
      const row = rowOf({ ...merged, addedAt: old.addedAt, sources: mergeSources(kept, paper.sources) });
      fresh.set(old.paperId, row);
      if (row.contentHash === old.contentHash) unchanged += 1;
      else updated += 1;
    } else if (kept.length === 0) removed += 1;
    else {
      const sourcesChanged = kept.length < old.sources.length;
      carried.set(old.paperId, { ...old, sources: kept, sourcesChanged });
      if (sourcesChanged) updated += 1;
    }
  }
  let added = 0;
  for (const paper of seen.values()) {
    if (fresh.has(paper.paperId)) continue;
    fresh.set(paper.paperId, rowOf({ ...paper, addedAt }));
    added += 1;
  }
  return { fresh, carried, added, updated, unchanged, removed };
}

/** Whether a source is the answer of a service, not a file. */
function isListing({ path }: PaperSource): boolean {
  return serviceName(path) !== null;
}

/**
 * A paper as just read, with what is known of it: the longer real abstract stays, and nothing that was known is lost
 * because it is not stated this time. The title of a file beats that of a service, so that it does not change to and
 * fro; about all else services know more. A source that is read again may correct what only it said.
 */
function withKnown(paper: JoinedPaper, before: Paper | undefined, kept: readonly PaperSource[]): JoinedPaper {
  if (before === undefined) return paper;
  const known = realAbstract(before);
  const { paperId, sources } = paper;
  if (kept.length === 0) {
    const isLess = paper.abstract === "" || isBeginningOf(paper.abstract, known);
    const names = paper.authors.length === 0 ? before : paper;
    const { authors, authorCount } = names;
    return {
      ...enriched(paper, before),
      authors,
      authorCount: authorCount ?? before.authorCount,
      abstract: isLess ? known : paper.abstract,
    };
  }
  const isFromService = paper.sources.every(isListing);
  const keepsTitle = isFromService && !kept.every(isListing);
  const details = isFromService || !kept.some(isListing) ? enriched(paper, before) : enriched(before, paper);
  const title = keepsTitle ? before.title : paper.title;
  const isOwnAgain = !isFromService && kept.every(isListing);
  const abstract = isOwnAgain ? longerAbstract(paper.abstract, known) : longerAbstract(known, paper.abstract);
  return { ...details, paperId, title, abstract, sources };
}

/**
 * Compares the wanted corpus with the working state. The two differ from the published state only where an earlier
 * run was cut short: what that run had finished is used if it is still wanted, and undone if it is not.
 */
export function planWork(corpus: PlannedCorpus, working: readonly KnownPaper[]): IndexWork {
  const stored = new Map(working.map((paper) => [paper.paperId, paper]));
  const embed: PaperRow[] = [];
  const rewrite: PaperRow[] = [];
  const carry: { paperId: PaperId; sources: readonly PaperSource[]; embed: boolean }[] = [];
  for (const [paperId, row] of corpus.fresh) {
    const now = stored.get(paperId);
    if (now?.textHash !== row.textHash) embed.push(row);
    else if (now.contentHash !== row.contentHash) rewrite.push(row);
  }
  for (const [paperId, paper] of corpus.carried) {
    const now = stored.get(paperId);
    const sameText = now?.textHash === paper.textHash;
    if (sameText && !paper.sourcesChanged && now.contentHash === paper.contentHash) continue;
    carry.push({ paperId, sources: paper.sources, embed: !sameText });
  }
  const remove = working
    .map((paper) => paper.paperId)
    .filter((paperId) => !corpus.fresh.has(paperId) && !corpus.carried.has(paperId));
  return { embed, rewrite, carry, remove };
}

/**
 * Whether a stored source record is out of date: its file was read, or was asked for and is gone. Where something could
 * not be read in full, sources elsewhere stay even if these are to be the only ones.
 */
function staleSources(read: ReadSources, only: boolean): (source: PaperSource) => boolean {
  const complete = new Set(read.files.filter((file) => file.complete && file.isPassing !== true).map(pathOf));
  const broken = new Set(read.files.filter((file) => !file.complete).map(pathOf));
  const passing = new Set(read.files.filter((file) => file.isPassing === true).map(pathOf));
  const roots = new Set(read.roots);
  const onlyThese = only && broken.size === 0;
  return ({ path }) => {
    if (complete.has(path)) return true;
    const above = withFoldersAbove(path);
    if (above.some((folder) => broken.has(folder))) return false;
    return onlyThese || (!passing.has(path) && above.some((folder) => roots.has(folder)));
  };
}

function pathOf({ path }: { readonly path: string }): string {
  return path;
}

/** `a/b/c` → `a/b/c`, `a/b`, `a`. */
function withFoldersAbove(path: string): string[] {
  const found = [path];
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) found.push(path.slice(0, at));
  return found;
}

function mergeSources(kept: readonly PaperSource[], fresh: readonly PaperSource[]): PaperSource[] {
  const byKey = new Map([...kept, ...fresh].map((source) => [`${source.path}:${source.line}`, source]));
  return [...byKey.values()];
}

/** The row of a paper, with the hashes that tell later whether it changed. */
export function rowOf(paper: Paper): PaperRow {
  return { paper, textHash: textHashOf(paper), contentHash: contentHashOf(paper) };
}
