import { z } from "zod";
import type { PaperId } from "./paper.ts";

const paperSchema = z.object({
  paperId: z.string().transform((id) => id as PaperId),
  title: z.string(),
  url: z.string().nullable(),
  /** What the paper is about, in one sentence; empty for a paper without an abstract. */
  sentence: z.string(),
  /** What backs the sentence: a substring of the stored abstract; empty for a paper without one. */
  quote: z.string(),
  /** Why the paper is here, for a person. */
  why: z.string(),
});

/** What came into the corpus in some time. */
export const digestSchema = z.object({
  /** ISO week of its end: `2026-W47`. */
  week: z.string(),
  /** ISO 8601 instant, UTC. */
  since: z.string(),
  /** Papers that came in, those that are not shown among them. */
  newPapers: z.number(),
  /** Where they came from, with their numbers, most first. */
  from: z.array(z.object({ source: z.string(), papers: z.number() }).readonly()).readonly(),
  /** True where there is nothing to show. */
  quiet: z.boolean(),
  /** Why there is nothing to show; null where there is something. */
  reason: z.string().nullable(),
  themes: z
    .array(z.object({ name: z.string(), papers: z.array(paperSchema.readonly()).readonly() }).readonly())
    .readonly(),
});

export type Digest = Readonly<z.infer<typeof digestSchema>>;
export type DigestPaper = Digest["themes"][number]["papers"][number];
