import { z } from "zod";
import type { IngestFailure } from "../../domain/ingest.ts";
import type { PaperEntry } from "../../domain/paper.ts";
import { arxivAddress, readArxivId } from "../../domain/paper-identifiers.ts";
import { cleanLine } from "../../util/clean-text.ts";
import { paperText } from "../../util/paper-text.ts";
import { pastDay } from "../../util/past-day.ts";

/** A field that may be missing, null or of another type than usual: what it is good for is looked at below. */
const anySchema = z.unknown().optional();
const paperSchema = z.looseObject({
  id: anySchema,
  title: anySchema,
  summary: anySchema,
  abstract: anySchema,
  authors: anySchema,
  publishedAt: anySchema,
  upvotes: anySchema,
});
const frameSchema = z.looseObject({ paper: paperSchema, title: anySchema, summary: anySchema });
/** A listing is a paper in a frame that repeats some of its fields, or the paper itself. */
const listingSchema = z.union([
  frameSchema.transform(({ paper, title, summary }) => ({ ...paper, frame: { title, summary } })),
  paperSchema.transform((paper) => ({ ...paper, frame: { title: undefined, summary: undefined } })),
]);
const namedSchema = z.union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)]);
const votesSchema = z.number().int().nonnegative();
const pageSchema = z.union([
  z.array(z.unknown()),
  z.looseObject({ papers: z.array(z.unknown()) }).transform(({ papers }) => papers),
]);

export interface DailyPapers {
  readonly entries: readonly PaperEntry[];
  readonly failed: readonly IngestFailure[];
  /** Listings on the page, those that failed among them. */
  readonly listed: number;
}

/**
 * Reads an answer of `/api/daily_papers`: a list of papers, each with an arXiv id. Null where it is no such list; a
 * listing that can't be read is a failure, and the others stand. A field that can't be read is a failure too, and the
 * paper stands without it.
 */
export function parseDailyPapers(json: string, now: Date): DailyPapers | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const page = pageSchema.safeParse(value);
  if (!page.success) return null;
  const entries: PaperEntry[] = [];
  const failed: IngestFailure[] = [];
  page.data.forEach((item, index) => {
    const parsed = listingSchema.safeParse(item);
    const place = `listing ${index + 1}`;
    if (!parsed.success) {
      failed.push({ id: place, reason: "it is no paper" });
      return;
    }
    const { frame, ...paper } = parsed.data;
    const id = cleanLine(textOf(paper.id));
    const arxivId = readArxivId(id);
    const named = id.slice(0, 100) || place;
    if (arxivId === null) {
      failed.push({ id: named, reason: id === "" ? "it has no id" : "its id is no arXiv id" });
      return;
    }
    const title = paperText(textOf(paper.title)) || paperText(textOf(frame.title));
    if (title === "") {
      failed.push({ id: named, reason: "it has no title" });
      return;
    }
    const lost = (what: string, without: string) =>
      failed.push({ id: named, reason: `${what}; it is kept without ${without}` });
    // The whole abstract where the service has both: a summary may be cut.
    const texts = [paper.abstract, paper.summary, frame.summary];
    const abstract = texts.map((text) => paperText(textOf(text))).find((text) => text !== "") ?? "";
    if (abstract === "" && texts.some(isOdd)) lost("its summary is no text", "an abstract");
    const published = pastDay(textOf(paper.publishedAt), now);
    if (published === "future") {
      failed.push({ id, reason: `its date ${paper.publishedAt} lies in the future; it is kept without a date` });
    } else if (published === null && (isOdd(paper.publishedAt) || textOf(paper.publishedAt).trim() !== "")) {
      lost("its date can't be read", "a date");
    }
    const listedAuthors: readonly unknown[] = Array.isArray(paper.authors) ? paper.authors : [];
    const names = listedAuthors.flatMap((author) => {
      const name = namedSchema.safeParse(author);
      const cleaned = name.success ? paperText(name.data).replace(/,$/u, "") : "";
      return cleaned === "" ? [] : [cleaned];
    });
    if (names.length < listedAuthors.length) lost("an author has no name", "them");
    else if (!Array.isArray(paper.authors) && isOdd(paper.authors)) lost("its authors are no list", "authors");
    const votes = votesSchema.nullish().safeParse(paper.upvotes);
    if (!votes.success) lost("its votes are no number", "votes");
    entries.push({
      statedId: null,
      arxivId,
      doi: null,
      title,
      abstract,
      url: arxivAddress(arxivId),
      published: published === "future" ? null : published,
      authors: names,
      authorCount: names.length === 0 ? null : names.length,
      upvotes: votes.data ?? null,
      line: 1,
    });
  });
  return { entries, failed, listed: page.data.length };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** True for what is there and is no text. */
function isOdd(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== "string";
}
