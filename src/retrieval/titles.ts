import { distance } from "fastest-levenshtein";
import { normaliseTitle, paperKeyOf } from "../domain/paper.ts";
import { findPaperReference, readArxivId, readDoi } from "../domain/paper-identifiers.ts";
import type { TitledPaper } from "../ports/corpus-store.ts";
import { outermostDate } from "../util/dates.ts";

/** How a text names a paper. */
export interface NamedPaper {
  readonly paper: TitledPaper;
  /** True where the text says nothing else: it is the title, a piece of it, or an id. */
  readonly whole: boolean;
}

export type ResolvedPaper =
  | { readonly kind: "found"; readonly paper: TitledPaper; readonly exact: boolean }
  /** Several titles fit about equally well; best first. */
  | { readonly kind: "ambiguous"; readonly candidates: readonly TitledPaper[] }
  | { readonly kind: "none"; readonly nearest: readonly TitledPaper[] };

export interface ScoredTitle {
  readonly paper: TitledPaper;
  /** 0 to 1; 1 for the same title. */
  readonly likeness: number;
}

/**
 * All titles of a corpus in memory: the one place that finds papers by what people call them, for completion while
 * somebody types, for commands that take a title, and for questions that name a paper.
 */
export interface TitleIndex {
  readonly size: number;
  /** Every paper, in the order of the corpus. */
  readonly papers: readonly TitledPaper[];
  /** The newest date among the papers, as far as it is known (`2024-12-13`, `2024`), or null where none has one. */
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
  /** The paper that a person means by an id, a key, a title, a part of a title, or a title with typos. */
  resolve(text: string): ResolvedPaper;
  /**
   * The one paper that a message names: by an id or a link, by its title or the part before the colon, by the first
   * words of its title or several in a row, or by a long title inside the message. Null for none, or several.
   */
  named(text: string): NamedPaper | null;
  /** The paper whose title begins with a name and a colon: `Hyperband` for “Hyperband: A Novel …”. */
  byName(name: string): TitledPaper | null;
}

/** What people put around a title. */
const LEAD_IN =
  /^(?:(?:please|pls|hey|hi|ok|so)[\s,]+)*(?:(?:can|could) you )?(?:(?:find|show|open|get|give|look up|lookup|pull up|search(?: for)?|summari[sz]e|explain|describe|tell|what(?:'s| is| does)|whats|do (?:you|we|u) (?:have|know)|have you (?:got|read)|is there|got|where(?:'s| is)|link(?: to| for)?|abstract of|tl;?dr(?: of| on)?|looking for|anything on|info on)(?!\p{L})\s*(?:me|us)?\s*(?:about|on|for)?\s*)?(?:(?:the|that|this|a)(?!\p{L})\s*)?(?:(?:paper|article|preprint|abstract|work|one)(?!\p{L})\s*)?(?:called|titled|entitled|named)?\s*[:“"'‘]?\s*/iu;
const TRAIL =
  /\s{0,4}[”"'’]?\s{0,4}(?:(?:paper|article|preprint|one|abstract)s?)?\s{0,4}(?:(?:is )?about|say|says|show|shows|please|pls|in (?:the|this|your) (?:corpus|index|database)|here|do you have it|have it)?\s{0,4}[.?!]{0,20}$/iu;
/** A title inside a question counts from so many words on; shorter ones are what the question is about. */
const LONG_TITLE = 4;
/** So many words name the paper whose title begins with them, and so many the one whose title holds them in a row. */
const PIECE_WORDS = 3;
const LONG_PIECE_WORDS = 5;
/** One word before the colon of a title is a name from so many letters on: `Hyperband`, but not `SAM`. */
const LONG_NAME = 7;

/** Shares of common letter triples: 1 for equal titles. Below the first nothing fits; from the second on it does. */
const WORTH_OFFERING = 0.3;
const CLEARLY_MEANT = 0.55;
/** A runner-up so close to the best makes the title ambiguous. */
const MARGIN = 0.1;
const MOST_CANDIDATES = 5;
const NEAREST = 3;

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
  }
  /** Titles and the parts before their colons → the paper; null for what several papers share. */
  const byWhole = new Map<string, TitledPaper | null>();
  const byMain = new Map<string, TitledPaper | null>();
  const add = (map: Map<string, TitledPaper | null>, key: string, paper: TitledPaper) => {
    const known = map.get(key);
    map.set(key, known === undefined || known?.paperId === paper.paperId ? paper : null);
  };
  for (const { paper, normalised } of titles) {
    add(byWhole, normalised, paper);
    const [main = "", rest] = paper.title.split(/[:?]\s/u);
    if (rest === undefined) continue;
    add(byMain, normaliseTitle(main), paper);
    if (isDistinctive(normaliseTitle(main))) add(byWhole, normaliseTitle(main), paper);
  }
  // A word before the colon that other titles have too is a subject: “Grokking”.
  const timesInTitles = new Map<string, number>();
  for (const { normalised } of titles) {
    for (const word of new Set(normalised.split(" "))) timesInTitles.set(word, (timesInTitles.get(word) ?? 0) + 1);
  }
  for (const [main] of byMain) {
    if (!main.includes(" ") && (timesInTitles.get(main) ?? 0) > 1 && byTitle.get(main) === undefined)
      byWhole.delete(main);
  }
  const long = [...byWhole].filter(([title]) => title.split(" ").length >= LONG_TITLE);
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

  /** The only paper whose title holds some words in a row; null for none, or several. */
  const holding = (words: string): TitledPaper | null => {
    const held = titles.filter(({ normalised }) => ` ${normalised} `.includes(` ${words} `));
    const [first] = held;
    return first !== undefined && held.every(({ normalised }) => normalised === first.normalised) ? first.paper : null;
  };
  const beginning = (words: string): TitledPaper | null => {
    const begun = titles.filter(({ normalised }) => `${normalised} `.startsWith(`${words} `));
    const [first] = begun;
    return first !== undefined && begun.every(({ normalised }) => normalised === first.normalised) ? first.paper : null;
  };
  const byIdIn = (text: string): TitledPaper | null => {
    const reference = findPaperReference(text);
    const found =
      byId.get(text) ?? (reference === null ? undefined : (byId.get(reference.id) ?? byId.get(`doi:${reference.id}`)));
    return found ?? null;
  };

  const index: TitleIndex = {
    size: titles.length,
    papers,
    newest: outermostDate(
      papers.map(({ published }) => published),
      "newest",
    ),
    get: (paperId) => byId.get(paperId),
    byKey: (paperKey) => byKey.get(paperKey),
    equal: (text) => byTitle.get(normaliseTitle(text)) ?? [],
    byName(name) {
      const wanted = normaliseTitle(name);
      const exact = byMain.get(wanted);
      if (exact !== undefined || wanted.length < LONG_NAME) return exact ?? null;
      const near = [...byMain].filter(([main]) => isMisspelt(wanted, main));
      return near.length === 1 ? (near[0]?.[1] ?? null) : null;
    },
    named(text) {
      const given = text.trim();
      const identified = byIdIn(given);
      if (identified !== null) return { paper: identified, whole: !/\s\S+\s\S+\s/u.test(given) };
      const bare = given.replace(LEAD_IN, "").replace(TRAIL, "");
      const inQuotes = /[“"]([^”"]{4,2000})[”"]/u.exec(given)?.[1];
      // Two words in quotation marks are a term; more are a title.
      const quoted =
        inQuotes !== undefined && inQuotes.trim().split(/\s+/u).length >= PIECE_WORDS ? inQuotes : undefined;
      const unasked = given
        .replace(
          /^(?:(?:please )?(?:show|find|open|get|give|pull up|bring up)(?: me| us)?|what about|how about) /iu,
          "",
        )
        .replace(TRAIL, "");
      const candidates = [given, bare, unasked, ...(quoted === undefined ? [] : [quoted])];
      for (const candidate of candidates) {
        const paper = byWhole.get(normaliseTitle(candidate));
        if (paper != null) return { paper, whole: candidate !== quoted || bare.length < candidate.length + 12 };
      }
      const asked = normaliseTitle(bare);
      const words = asked.split(" ").length;
      if (words >= PIECE_WORDS) {
        const piece =
          (words >= LONG_PIECE_WORDS ? holding(asked) : beginning(asked)) ??
          (quoted === undefined ? null : holding(normaliseTitle(quoted)));
        if (piece !== null) return { paper: piece, whole: true };
      }
      const within = ` ${normaliseTitle(given)} `;
      const held = long.flatMap(([title, paper]) => (within.includes(` ${title} `) && paper !== null ? [paper] : []));
      const [first] = held;
      if (first === undefined || held.some((paper) => paper.paperId !== first.paperId)) return null;
      return { paper: first, whole: false };
    },
    resolve(text) {
      const given = text.trim();
      const identified =
        byId.get(given) ?? byId.get(readArxivId(given) ?? "") ?? byId.get(`doi:${readDoi(given)}`) ?? byKey.get(given);
      if (identified !== undefined) return { kind: "found", paper: identified, exact: true };
      const equal = index.equal(given);
      const [onlyEqual] = equal;
      if (onlyEqual !== undefined) {
        return equal.length === 1
          ? { kind: "found", paper: onlyEqual, exact: true }
          : { kind: "ambiguous", candidates: equal.slice(0, MOST_CANDIDATES) };
      }
      const ranked = index.rank(given, MOST_CANDIDATES);
      const [best, second] = ranked;
      const close = ranked.filter(({ likeness }) => likeness >= WORTH_OFFERING);
      if (best === undefined || close.length === 0) {
        return { kind: "none", nearest: ranked.slice(0, NEAREST).map(({ paper }) => paper) };
      }
      const clear = best.likeness >= CLEARLY_MEANT && best.likeness - (second?.likeness ?? 0) >= MARGIN;
      if (clear || close.length === 1) return { kind: "found", paper: best.paper, exact: false };
      return { kind: "ambiguous", candidates: close.map(({ paper }) => paper) };
    },
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
  return index;
}

/** Two letters apart, or two that changed places: `hyperbnad`. */
function isMisspelt(word: string, name: string): boolean {
  return Math.abs(word.length - name.length) <= 2 && !name.includes(" ") && distance(word, name) <= 2;
}

function isDistinctive(main: string): boolean {
  return main.includes(" ") || main.length >= LONG_NAME;
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

function triplesOf(text: string): Set<string> {
  const padded = `  ${text} `;
  const found = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i += 1) found.add(padded.slice(i, i + 3));
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
