import { z } from "zod";
import type { PaperId } from "./paper.ts";

/** Why a paper is in a digest. */
const whySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("topic"), topic: z.string() }),
  /** People of the server asked about something close. */
  z.object({ kind: z.literal("asked") }),
  /** Like what people of the server asked about and opened. */
  z.object({ kind: z.literal("taste") }),
  z.object({ kind: z.literal("upvotes"), upvotes: z.number() }),
  z.object({ kind: z.literal("no-abstract") }),
  z.object({ kind: z.literal("new"), source: z.string() }),
]);
export type WhyHere = Readonly<z.infer<typeof whySchema>>;

/** Why a digest is quiet: nothing came in, or nothing that is about the topics. */
const whyQuietSchema = z.object({
  kind: z.enum(["nothing-new", "topics-too-narrow"]),
  topics: z.array(z.string()).readonly(),
  /** What went wrong with the sources meanwhile, in English; empty where nothing did. */
  sourceProblems: z.array(z.string()).readonly(),
});
export type WhyQuiet = Readonly<z.infer<typeof whyQuietSchema>>;

const paperSchema = z.object({
  paperId: z.string().transform((id) => id as PaperId),
  title: z.string(),
  url: z.string().nullable(),
  /** What the paper is about, in one sentence; empty for a paper without an abstract. */
  sentence: z.string(),
  /** What backs the sentence: a substring of the stored abstract; empty for a paper without one. */
  quote: z.string(),
  /** Why the paper is here, in English. */
  why: z.string(),
  /** The same for other languages; missing in digests that were kept before it was told apart. */
  reasons: z.array(whySchema).readonly().default([]),
});

const themeSchema = z.object({
  name: z.string(),
  /** Papers that belong together, or what is wanted besides. */
  kind: z.enum(["group", "rest"]).default("group"),
  papers: z.array(paperSchema.readonly()).readonly(),
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
  /** Why there is nothing to show, in English; null where there is something. */
  reason: z.string().nullable(),
  whyQuiet: whyQuietSchema.nullable().default(null),
  themes: z.array(themeSchema.readonly()).readonly(),
});

export type Digest = Readonly<z.infer<typeof digestSchema>>;
export type DigestTheme = Digest["themes"][number];
export type DigestPaper = DigestTheme["papers"][number];
