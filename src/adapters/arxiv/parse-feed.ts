import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import type { IngestFailure } from "../../domain/ingest.ts";
import type { PaperEntry } from "../../domain/paper.ts";
import { arxivAddress, readArxivId, readDoi } from "../../domain/paper-identifiers.ts";
import { cleanLine } from "../../util/clean-text.ts";
import { decodeOnce } from "../../util/markup-text.ts";
import { paperText } from "../../util/paper-text.ts";
import { pastDay } from "../../util/past-day.ts";

export interface ParsedFeed {
  readonly entries: readonly PaperEntry[];
  readonly failed: readonly IngestFailure[];
  /** Listings on the page, those that failed among them. */
  readonly listed: number;
  readonly totalResults: number;
  /** What arXiv says is wrong with the request; null where nothing is. */
  readonly error: string | null;
}

const CDATA = "#cdata";
const wordsSchema = z.union([z.string(), z.array(z.string()).transform((parts) => parts.join(" "))]).default("");
/** The text of an element: its references are decoded once, those inside CDATA are none. */
const textSchema = z.union([
  z.looseObject({ "#text": wordsSchema, [CDATA]: wordsSchema }).transform((parts) => {
    const words = z.object({ "#text": z.string(), [CDATA]: z.string() }).parse(parts);
    return `${words[CDATA]} ${decodeOnce(words["#text"])}`.trim();
  }),
  z.coerce.string().transform(decodeOnce),
]);
const entrySchema = z.looseObject({
  id: textSchema,
  title: textSchema,
  summary: textSchema.optional(),
  published: textSchema.optional(),
  author: z.array(z.looseObject({ name: textSchema })).default([]),
  "arxiv:doi": z
    .union([textSchema, z.looseObject({ "#text": textSchema }).transform((doi) => doi["#text"])])
    .optional(),
});
const feedSchema = z.looseObject({
  feed: z.looseObject({
    "opensearch:totalResults": z
      .union([z.coerce.number(), z.looseObject({ "#text": z.coerce.number() }).transform((total) => total["#text"])])
      .default(0),
    entry: z.array(z.unknown()).default([]),
  }),
});

// Names and titles are text, whatever they look like; entities of a document's own are not expanded. References are
// decoded by `textSchema`: the parser would leave numeric ones, or decode some twice.
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => name === "entry" || name === "author",
  processEntities: false,
  cdataPropName: CDATA,
});

const ERROR_ID = /\/api\/errors/u;

const textOf = (text: string) => paperText(text, { entities: false });

/** Reads an Atom answer of arXiv's API. Null where it is none, or broken off. */
export function parseFeed(xml: string, now: Date): ParsedFeed | null {
  if (XMLValidator.validate(xml) !== true) return null;
  const feed = feedSchema.safeParse(parser.parse(xml));
  if (!feed.success) return null;
  const listed = feed.data.feed.entry;
  const entries: PaperEntry[] = [];
  const failed: IngestFailure[] = [];
  let error: string | null = null;
  listed.forEach((item, index) => {
    const parsed = entrySchema.safeParse(item);
    if (parsed.success && ERROR_ID.test(parsed.data.id)) {
      error = cleanLine(parsed.data.summary ?? "the request is not valid");
      return;
    }
    const id = parsed.success ? parsed.data.id : `listing ${index + 1}`;
    const arxivId = readArxivId(id);
    const title = parsed.success ? textOf(parsed.data.title) : "";
    if (!parsed.success || arxivId === null || title === "") {
      failed.push({ id: id.slice(0, 100), reason: "it has no arXiv id, or no title" });
      return;
    }
    const published = pastDay(parsed.data.published, now);
    if (published === "future") {
      failed.push({
        id: arxivId,
        reason: `its date ${parsed.data.published} lies in the future; it is kept without a date`,
      });
    }
    const authors = parsed.data.author.map(({ name }) => textOf(name)).filter((name) => name !== "");
    entries.push({
      statedId: null,
      arxivId,
      doi: readDoi(parsed.data["arxiv:doi"] ?? ""),
      title,
      abstract: textOf(parsed.data.summary ?? ""),
      url: arxivAddress(arxivId),
      published: published === "future" ? null : published,
      authors,
      authorCount: authors.length === 0 ? null : authors.length,
      upvotes: null,
      line: 1,
    });
  });
  return { entries, failed, listed: listed.length, totalResults: feed.data.feed["opensearch:totalResults"], error };
}
