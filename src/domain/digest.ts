import type { PaperId } from "./paper.ts";

/** One paper of a digest. */
export interface DigestPaper {
  readonly paperId: PaperId;
  readonly title: string;
  readonly url: string | null;
  /** What the paper is about, in one sentence; empty for a paper without an abstract. */
  readonly sentence: string;
  /** What backs the sentence: a substring of the stored abstract; empty for a paper without one. */
  readonly quote: string;
  /** Why the paper is here, for a person. */
  readonly why: string;
}

export interface DigestTheme {
  readonly name: string;
  readonly papers: readonly DigestPaper[];
}

/** What came into the corpus in some time. */
export interface Digest {
  /** ISO week of its end: `2026-W47`. */
  readonly week: string;
  /** ISO 8601 instant, UTC. */
  readonly since: string;
  /** Papers that came in, those that are not shown among them. */
  readonly newPapers: number;
  /** Where they came from, with their numbers, most first. */
  readonly from: readonly { readonly source: string; readonly papers: number }[];
  /** True where there is nothing to show. */
  readonly quiet: boolean;
  /** Why there is nothing to show; null where there is something. */
  readonly reason: string | null;
  readonly themes: readonly DigestTheme[];
}
