import type { PaperFilters, PaperOrder } from "../domain/question.ts";

/** What sources record of a paper, and filters and orders go by. */
export interface RecordNotes {
  /** How much is known of it, as a sentence. */
  readonly dates: string;
  readonly upvotes: string;
  readonly authors: string;
}

/** The notes on what decided which papers pass: nobody knows how many would, were more recorded. */
export function notesNeeded(
  { since, until, minUpvotes, author }: PaperFilters,
  order: PaperOrder,
  { dates, upvotes, authors }: RecordNotes,
): string[] {
  const byDate = since !== undefined || until !== undefined || order === "newest" || order === "oldest";
  return [
    ...(byDate ? [dates] : []),
    ...(minUpvotes !== undefined || order === "upvotes" ? [upvotes] : []),
    ...(author !== undefined ? [authors] : []),
  ];
}

/** How a language writes a range of dates, given as the filters have them. */
export interface RangePhrases {
  /** Within one day, month or year. */
  within(since: string): string;
  between(since: string, until: string): string;
  from(since: string): string;
  to(until: string): string;
}

/** The range of dates that filters ask for; empty where they ask for none. */
export function rangeOf({ since, until }: PaperFilters, phrases: RangePhrases): string {
  if (since === undefined) return until === undefined ? "" : phrases.to(until);
  if (until === undefined) return phrases.from(since);
  return since === until ? phrases.within(since) : phrases.between(since, until);
}
