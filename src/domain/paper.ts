import { createHash } from "node:crypto";

/** Identity of a paper: the id its source gave, or one derived from its title. */
export type PaperId = string & { readonly __brand: "PaperId" };

/** Where a paper was seen: one record per page (or file) and line. */
export interface PaperSource {
  /** Path relative to the project for files inside it, absolute otherwise; `/` as separator. */
  readonly path: string;
  /** Line of the title, counted from 1. */
  readonly line: number;
}

/** One listing of a paper in one source, as the parser read it. */
export interface PaperEntry {
  /** The id that the source states (`_id` of a JSON line); null on pages, which state none. */
  readonly statedId: string | null;
  readonly title: string;
  readonly abstract: string;
  readonly url: string | null;
  /** `2024-12-13`; `--07-09` (ISO 8601 form) where the page leaves out the year; null where it gives no date. */
  readonly published: string | null;
  readonly authorCount: number | null;
  readonly upvotes: number | null;
  /** Line of the title, counted from 1. */
  readonly line: number;
}

/** A paper of the corpus: one or more entries with the same identity. */
export interface Paper {
  readonly paperId: PaperId;
  readonly title: string;
  readonly abstract: string;
  readonly url: string | null;
  readonly published: string | null;
  readonly authorCount: number | null;
  readonly upvotes: number | null;
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

/** Identity of an entry: the stated id, else 16 hex digits of the hash of the normalised title. */
export function paperIdOf(entry: Pick<PaperEntry, "statedId" | "title">): PaperId {
  if (entry.statedId !== null) return entry.statedId as PaperId;
  return `t-${sha256(normaliseTitle(entry.title)).slice(0, 16)}` as PaperId;
}

/** Hash of what is embedded: when it changes, the paper's chunks are made anew. */
export function textHashOf(paper: Pick<Paper, "title" | "abstract">): string {
  return sha256(JSON.stringify([paper.title, paper.abstract]));
}

/** Hash of all that is stored of a paper: when only this changes, the row is rewritten and nothing is embedded. */
export function contentHashOf(paper: Paper): string {
  const sources = paper.sources.map((source) => `${source.path}:${source.line}`).sort();
  return sha256(
    JSON.stringify([
      paper.title,
      paper.abstract,
      paper.url,
      paper.published,
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
