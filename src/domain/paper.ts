import { createHash } from "node:crypto";

/** Identity of a paper in this corpus: the id its first source gave, or one derived from its title. It never changes. */
export type PaperId = string & { readonly __brand: "PaperId" };

/** Where a paper was seen: one record per page (or file) and line. */
export interface PaperSource {
  /**
   * Path relative to the project for files inside it, absolute otherwise, `/` as separator; for what a service
   * answered, its name and what was asked of it: `huggingface:2026-03-11`.
   */
  readonly path: string;
  /** Line of the title, counted from 1. */
  readonly line: number;
}

/** One listing of a paper in one source, as the parser read it. */
export interface PaperEntry {
  /** The id that the source states (`_id` of a JSON line); null on pages, which state none. */
  readonly statedId: string | null;
  /** `2401.01234`, without a version; null where the source names none. */
  readonly arxivId: string | null;
  /** `10.1000/182`, in lower case. */
  readonly doi: string | null;
  readonly title: string;
  readonly abstract: string;
  readonly url: string | null;
  /**
   * As precise as the source states it: `2024`, `2024-12` or `2024-12-13`; `--07-09` (ISO 8601 form) where it leaves
   * out the year; null where it gives no date.
   */
  readonly published: string | null;
  /** Names, as the source spells them; empty where it only counts them, or doesn't name them. */
  readonly authors: readonly string[];
  readonly authorCount: number | null;
  readonly upvotes: number | null;
  /** Line of the title, counted from 1. */
  readonly line: number;
  /** True where the source states no title, and the beginning of the text stands for it. */
  readonly isTitledByText?: true;
}

/** A paper of the corpus: one or more entries with the same identity. */
export interface Paper {
  readonly paperId: PaperId;
  readonly arxivId: string | null;
  readonly doi: string | null;
  readonly title: string;
  readonly abstract: string;
  readonly url: string | null;
  readonly published: string | null;
  readonly authors: readonly string[];
  readonly authorCount: number | null;
  readonly upvotes: number | null;
  /** When it came into the corpus, as an ISO 8601 instant in UTC. */
  readonly addedAt: string;
  readonly sources: readonly PaperSource[];
}

/** Letters that people also write without their mark, and that have no canonical decomposition. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
};

/** Title as compared: compatibility forms folded; case, accents and punctuation ignored. */
export function normaliseTitle(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]+/gu, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[ßæœøłđðþıς]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter);
  return wordsOnly(plain) || title.trim();
}

/** Title as compared for identity: like {@link normaliseTitle}, with “pre-training” and “pretraining” the same. */
export function titleKeyOf(title: string): string {
  return normaliseTitle(title).replaceAll(" ", "");
}

function wordsOnly(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** The id of a new paper: the stated id, else the arXiv id, else the DOI, else 16 hex digits of the title's hash. */
export function paperIdOf(entry: Pick<PaperEntry, "statedId" | "arxivId" | "doi" | "title">): PaperId {
  if (entry.statedId !== null) return entry.statedId as PaperId;
  if (entry.arxivId !== null) return entry.arxivId as PaperId;
  if (entry.doi !== null) return `doi:${entry.doi}` as PaperId;
  // Ids last: titles are hashed as they always were, with their accents.
  const folded = wordsOnly(entry.title.normalize("NFKC").toLowerCase()) || entry.title.trim();
  return `t-${sha256(folded).slice(0, 16)}` as PaperId;
}

/** True for an id that was derived from what is known of a paper, as against one that a source states. */
export function isDerivedId({ paperId, arxivId, doi }: Pick<Paper, "paperId" | "arxivId" | "doi">): boolean {
  return paperId === arxivId || paperId === `doi:${doi}` || /^t-[\da-f]{16}$/u.test(paperId);
}

/** Hash of what is embedded: when it changes, the paper's chunks are made anew. */
export function textHashOf(paper: Pick<Paper, "title" | "abstract">): string {
  return sha256(JSON.stringify([paper.title, paper.abstract]));
}

/** Hash of all that sources say of a paper: when only this changes, the row is rewritten and nothing is embedded. */
export function contentHashOf(paper: Paper): string {
  const sources = paper.sources.map((source) => `${source.path}:${source.line}`).sort();
  return sha256(
    JSON.stringify([
      paper.title,
      paper.abstract,
      paper.arxivId,
      paper.doi,
      paper.url,
      paper.published,
      paper.authors,
      paper.authorCount,
      paper.upvotes,
      sources,
    ]),
  );
}

/** A short name for a paper whose id may be long or hold anything: 16 hex digits. */
export function paperKeyOf(paperId: string): string {
  return sha256(paperId).slice(0, 16);
}

/** SHA-256 of a text, in hexadecimal. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
