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
  /** `2024-12-13`; `--07-09` (ISO 8601 form) where the page leaves out the year; null where it gives no date. */
  readonly published: string | null;
  /** Names, as the source spells them; empty where it only counts them, or doesn't name them. */
  readonly authors: readonly string[];
  readonly authorCount: number | null;
  readonly upvotes: number | null;
  /** Line of the title, counted from 1. */
  readonly line: number;
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

/** Title as compared for identity: compatibility forms folded, case and punctuation ignored. */
export function normaliseTitle(title: string): string {
  const folded = title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return folded === "" ? title.trim() : folded;
}

/** The id of a new paper: the stated id, else the arXiv id, else the DOI, else 16 hex digits of the title's hash. */
export function paperIdOf(entry: Pick<PaperEntry, "statedId" | "arxivId" | "doi" | "title">): PaperId {
  if (entry.statedId !== null) return entry.statedId as PaperId;
  if (entry.arxivId !== null) return entry.arxivId as PaperId;
  if (entry.doi !== null) return `doi:${entry.doi}` as PaperId;
  return `t-${sha256(normaliseTitle(entry.title)).slice(0, 16)}` as PaperId;
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
