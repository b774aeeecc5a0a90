import { normaliseTitle, type PaperId, paperKeyOf } from "../domain/paper.ts";
import type { TitledPaper } from "../ports/corpus-store.ts";

export interface ScoredTitle {
  readonly paper: TitledPaper;
  /** 0 to 1; 1 for the same title. */
  readonly likeness: number;
}

/** All titles of a corpus in memory, for completion while somebody types and for finding a paper by its name. */
export interface TitleIndex {
  readonly size: number;
  /** The newest full date among the papers (`2024-12-13`), or null where none has one. */
  readonly newest: string | null;
  /** The paper with this id, here or on arXiv. */
  get(id: string): TitledPaper | undefined;
  /** The paper with this short name: see `paperKeyOf`. */
  byKey(paperKey: string): TitledPaper | undefined;
  /** Papers whose normalised title equals the text's. */
  equal(text: string): TitledPaper[];
  /** The `limit` papers whose titles share most letter triples with the text, most alike first. */
  rank(text: string, limit: number): ScoredTitle[];
  /** What a person may mean who has typed this much: titles that begin so, hold the words, or are much alike. */
  complete(typed: string, limit: number): TitledPaper[];
}

interface IndexedTitle {
  readonly paper: TitledPaper;
  readonly normalised: string;
  readonly tripleCount: number;
}

/** Titles indexed before other work gets its turn: a few milliseconds. */
const TITLES_PER_TURN = 500;
/** Candidates by letter triples that are looked at more closely. */
const LOOKED_AT = 200;
/** Below this share of common triples a title is no completion. */
const WORTH_COMPLETING = 0.2;

/** Builds the index in small steps, so that a large corpus holds nothing up. */
export async function createTitleIndex(papers: readonly TitledPaper[]): Promise<TitleIndex> {
  const titles: IndexedTitle[] = [];
  const postings = new Map<string, number[]>();
  const byId = new Map<string, TitledPaper>();
  const byKey = new Map<string, TitledPaper>();
  const byTitle = new Map<string, TitledPaper[]>();
  let newest: string | null = null;
  for (const [position, paper] of papers.entries()) {
    if (position % TITLES_PER_TURN === TITLES_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
    const normalised = normaliseTitle(paper.title);
    const found = triplesOf(normalised);
    for (const triple of found) {
      const posting = postings.get(triple);
      if (posting === undefined) postings.set(triple, [position]);
      else posting.push(position);
    }
    titles.push({ paper, normalised, tripleCount: found.size });
    if (paper.arxivId !== null && !byId.has(paper.arxivId)) byId.set(paper.arxivId, paper);
    byId.set(paper.paperId, paper);
    byKey.set(paperKeyOf(paper.paperId), paper);
    const same = byTitle.get(normalised);
    if (same === undefined) byTitle.set(normalised, [paper]);
    else same.push(paper);
    if (isFullDate(paper.published) && (newest === null || paper.published > newest)) newest = paper.published;
  }
  /** Common triples of each title with what is looked for; all zero between two searches. */
  const common = new Uint16Array(titles.length);

  const mostAlike = (wanted: string, limit: number): Alike[] => {
    const wantedTriples = triplesOf(wanted);
    const touched: number[] = [];
    for (const triple of wantedTriples) {
      for (const position of postings.get(triple) ?? []) {
        if (common[position] === 0) touched.push(position);
        common[position] = (common[position] ?? 0) + 1;
      }
    }
    const alike: Alike[] = [];
    for (const position of touched) {
      const title = titles[position];
      const count = common[position] ?? 0;
      common[position] = 0;
      if (title === undefined) continue;
      // Dice's coefficient; a text that is mostly contained in the title, perhaps misspelt, counts as much.
      const dice = (2 * count) / (wantedTriples.size + title.tripleCount);
      const contained = (0.9 * count) / wantedTriples.size;
      alike.push({ title, likeness: Math.max(dice, wanted.length >= 4 ? contained * contained : 0) });
    }
    return best(alike, limit);
  };

  return {
    size: titles.length,
    newest,
    get: (paperId) => byId.get(paperId),
    byKey: (paperKey) => byKey.get(paperKey),
    equal: (text) => byTitle.get(normaliseTitle(text)) ?? [],
    rank(text, limit) {
      const alike = mostAlike(normaliseTitle(text), limit);
      const seen = new Set(alike.map(({ title }) => title));
      const others = titles
        .slice(0, limit)
        .filter((title) => !seen.has(title))
        .slice(0, limit - alike.length)
        .map((title) => ({ title, likeness: 0 }));
      return [...alike, ...others].map(({ title, likeness }) => ({ paper: title.paper, likeness }));
    },
    complete(typed, limit) {
      if (typed.trim() === "") return titles.slice(0, limit).map(({ paper }) => paper);
      const wanted = normaliseTitle(typed);
      const begins = titles.filter(({ normalised }) => normalised.startsWith(wanted));
      const chosen = inOrder(begins, limit);
      const add = (more: readonly IndexedTitle[]) => {
        const seen = new Set(chosen);
        for (const title of more) if (chosen.length < limit && !seen.has(title)) chosen.push(title);
      };
      if (chosen.length < limit) {
        const inside = ` ${wanted}`;
        add(
          inOrder(
            titles.filter(({ normalised }) => normalised.includes(inside)),
            limit,
          ),
        );
      }
      if (chosen.length < limit) {
        const words = wanted.split(" ");
        const alike = mostAlike(wanted, LOOKED_AT);
        add(alike.filter(({ title }) => holdsAll(title, words)).map(({ title }) => title));
        add(alike.filter(({ likeness }) => likeness >= WORTH_COMPLETING).map(({ title }) => title));
      }
      return chosen.map(({ paper }) => paper);
    },
  };
}

interface Alike {
  readonly title: IndexedTitle;
  readonly likeness: number;
}

const BUCKETS = 200;

/** The most alike, in order. Of tens of thousands, only those that can be among them are sorted. */
function best(alike: readonly Alike[], limit: number): Alike[] {
  const bucketOf = ({ likeness }: Alike) => Math.min(BUCKETS - 1, Math.floor(likeness * BUCKETS));
  const sizes = new Uint32Array(BUCKETS);
  for (const each of alike) sizes[bucketOf(each)] = (sizes[bucketOf(each)] ?? 0) + 1;
  let lowest = BUCKETS - 1;
  for (let held = sizes[lowest] ?? 0; held < limit && lowest > 0; held += sizes[lowest] ?? 0) lowest -= 1;
  return alike
    .filter((each) => bucketOf(each) >= lowest)
    .sort((a, b) => b.likeness - a.likeness || compare(a.title.normalised, b.title.normalised))
    .slice(0, limit);
}

/** The first titles of the alphabet. */
function inOrder(titles: readonly IndexedTitle[], limit: number): IndexedTitle[] {
  return [...titles].sort((a, b) => compare(a.normalised, b.normalised)).slice(0, limit);
}

/** Each word begins a word of the title. */
function holdsAll({ normalised }: IndexedTitle, words: readonly string[]): boolean {
  const titleWords = normalised.split(" ");
  return words.every((word) => titleWords.some((titleWord) => titleWord.startsWith(word)));
}

/** `2024-12-13`, `2024-12` or `2024`, as against a date without its year. */
export function isFullDate(published: string | null): published is string {
  return published !== null && /^\d{4}/u.test(published);
}

/** Ids of the papers that are known to have appeared on or after a day (`2024-06-01`). */
export function papersSince(papers: readonly TitledPaper[], since: string): Set<PaperId> {
  const recent = papers.filter(
    ({ published }) => isFullDate(published) && published >= since.slice(0, published.length),
  );
  return new Set(recent.map(({ paperId }) => paperId));
}

function triplesOf(text: string): Set<string> {
  const padded = `  ${text} `;
  const found = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i += 1) found.add(padded.slice(i, i + 3));
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
