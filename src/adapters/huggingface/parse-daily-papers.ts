import { z } from "zod";
import type { IngestFailure } from "../../domain/ingest.ts";
import type { PaperEntry } from "../../domain/paper.ts";
import { arxivAddress, readArxivId } from "../../domain/paper-identifiers.ts";
import { cleanLine } from "../../util/clean-text.ts";
import { paperText } from "../../util/paper-text.ts";
import { pastDay } from "../../util/past-day.ts";

const authorSchema = z.union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)]);
const paperSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  summary: z.string().nullish(),
  abstract: z.string().nullish(),
  authors: z.array(authorSchema).nullish(),
  publishedAt: z.string().nullish(),
  upvotes: z.number().nullish(),
});
/** A listing is a paper in a frame, or the paper itself. */
const listingSchema = z.union([z.looseObject({ paper: paperSchema }).transform(({ paper }) => paper), paperSchema]);
const pageSchema = z.union([
  z.array(z.unknown()),
  z.looseObject({ papers: z.array(z.unknown()) }).transform(({ papers }) => papers),
]);

/**
 * Reads an answer of `/api/daily_papers`: a list of papers, each with an arXiv id. Null where it is no such list; a
 * listing that can't be read is a failure, and the others stand.
 */
export function parseDailyPapers(json: string, now: Date): { entries: PaperEntry[]; failed: IngestFailure[] } | null {
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
    const id = parsed.success ? cleanLine(parsed.data.id) : `listing ${index + 1}`;
    const arxivId = readArxivId(id);
    const title = parsed.success ? paperText(parsed.data.title) : "";
    if (!parsed.success || arxivId === null || title === "") {
      failed.push({ id: id.slice(0, 100), reason: "it has no arXiv id, or no title" });
      return;
    }
    const { abstract, summary, authors, publishedAt, upvotes } = parsed.data;
    const published = pastDay(publishedAt, now);
    if (published === "future") {
      failed.push({ id, reason: `its date ${publishedAt} lies in the future; it is kept without a date` });
    }
    const names = (authors ?? []).map((name) => paperText(name).replace(/,$/u, "")).filter((name) => name !== "");
    entries.push({
      statedId: null,
      arxivId,
      doi: null,
      title,
      // The whole abstract where the service has both: a summary may be cut.
      abstract: paperText(abstract ?? summary ?? ""),
      url: arxivAddress(arxivId),
      published: published === "future" ? null : published,
      authors: names,
      authorCount: names.length === 0 ? null : names.length,
      upvotes: upvotes ?? null,
      line: 1,
    });
  });
  return { entries, failed };
}
