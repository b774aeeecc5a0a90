import { z } from "zod";

/** Where the next run of a request goes on. */
export interface Checkpoint {
  /** The page to go on at; null for the first one. */
  readonly cursor: string | null;
  /** No page is left but those that were refused. */
  readonly isAtEnd: boolean;
  /** Pages that were refused, to be asked for again. */
  readonly refused: readonly string[];
}

const savedSchema = z.object({ next: z.string().nullable(), refused: z.array(z.string()) });

/** Reads what was saved: a cursor as it is, or JSON where pages were refused. What can't be read is the beginning. */
export function readCheckpoint(saved: string | null): Checkpoint {
  if (saved === null || !saved.startsWith("{")) return { cursor: saved, isAtEnd: false, refused: [] };
  try {
    const { next, refused } = savedSchema.parse(JSON.parse(saved));
    return { cursor: next, isAtEnd: next === null, refused };
  } catch {
    return { cursor: null, isAtEnd: false, refused: [] };
  }
}

/** What is to be saved; null where nothing is left. The first page (`next` null) is never left once one was refused. */
export function writeCheckpoint(next: string | null, refused: readonly string[]): string | null {
  return refused.length === 0 ? next : JSON.stringify({ next, refused });
}
