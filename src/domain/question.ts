import { z } from "zod";
import type { PaperId } from "./paper.ts";

/**
 * What a message wants. The first group is answered without a search, the second from what is known about papers, the
 * third with lists of papers, the last from the abstracts.
 */
export const QUESTION_KINDS = [
  "greeting",
  "thanks",
  "help",
  "new-topic",
  "corpus",
  "lookup",
  "author",
  "date",
  "venue",
  "votes",
  "count",
  "list",
  "summary",
  "definition",
  "mechanism",
  "number",
  "why",
  "yes-no",
  "comparison",
  "opinion",
  "other",
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

export const PAPER_ORDERS = ["relevance", "newest", "oldest", "upvotes"] as const;
export type PaperOrder = (typeof PAPER_ORDERS)[number];

/** Which papers count. A paper that lacks the figure a filter asks for does not pass it. */
export interface PaperFilters {
  /** First day, month or year: `2024`, `2024-06`, `2024-06-15`. */
  readonly since?: string;
  /** Last day, month or year, inclusive. */
  readonly until?: string;
  /** A name, or a part of one. */
  readonly author?: string;
  readonly minUpvotes?: number;
  /** A service (`arxiv`, `huggingface`), or a part of a file's name. */
  readonly source?: string;
}

/** Filters as they are kept. */
export const paperFiltersSchema = z
  .object({
    since: z.string(),
    until: z.string(),
    author: z.string(),
    minUpvotes: z.number(),
    source: z.string(),
  })
  .partial()
  .transform(
    (filters): PaperFilters => Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
  );

/** Papers that were shown before: “the second paper”, “1 and 3”, “the first two”, “the last one”, “both”, “more”. */
export type ShownReference =
  | { readonly kind: "nth"; readonly n: number }
  /** Places in the list, counted from 1, in the order in which they are named. */
  | { readonly kind: "several"; readonly places: readonly number[] }
  | { readonly kind: "last" }
  | { readonly kind: "all" }
  /** What comes after the papers that were shown. */
  | { readonly kind: "more" };

/** A turn of the conversation before this one. */
export interface EarlierTurn {
  readonly question: string;
  /** Papers that its answer named, in order; where it is not known, it is worked out when it is needed. */
  readonly shown?: readonly PaperId[];
}

/** A paper that a message names by an id or a link. */
export type PaperReference =
  | { readonly kind: "arxiv"; readonly id: string }
  | { readonly kind: "doi"; readonly id: string };
