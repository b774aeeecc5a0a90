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
  /** The ids of the entries as they stand, with their versions. */
  readonly ids: readonly string[];
  /** Listings on the page, those that failed among them. */
  readonly listed: number;
  /** How many papers the whole list is said to have; null where nothing, or no such number, is said. */
  readonly totalResults: number | null;
  /** What arXiv says is wrong with the request; null where nothing is. */
  readonly error: string | null;
}

/** Where the parser puts what stands in CDATA. */
const CDATA = "#cdata";
/** The text of an element, or null: of the first where it stands there again, of those inside it where it has some. */
const textSchema: z.ZodType<string | null> = z.unknown().transform((element) => textOf(element));
const entrySchema = z.looseObject({
  id: textSchema.optional(),
  title: textSchema.optional(),
  summary: textSchema.optional(),
  published: textSchema.optional(),
  author: z
    .array(z.union([z.looseObject({ name: textSchema.optional() }).transform(({ name }) => name), textSchema]))
    .default([]),
  "arxiv:doi": textSchema.optional(),
});
const feedSchema = z.looseObject({
  feed: z.union([
    z.looseObject({
      "opensearch:totalResults": textSchema.optional(),
      entry: z.array(z.unknown()).default([]),
    }),
    // An element without content.
    z.literal("").transform(() => ({ "opensearch:totalResults": null, entry: [] })),
  ]),
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

const clean = (text: string | null | undefined) => paperText(text ?? "", { entities: false });

/** The document as an object; undefined where it is broken off, or nested as no feed is. */
function parsedXml(xml: string): unknown {
  try {
    return XMLValidator.validate(xml) === true ? parser.parse(xml) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads an Atom answer of arXiv's API. Null where it is none, or broken off. */
export function parseFeed(xml: string, now: Date): ParsedFeed | null {
  const feed = feedSchema.safeParse(parsedXml(xml));
  if (!feed.success) return null;
  const listed = feed.data.feed.entry;
  const entries: PaperEntry[] = [];
  const failed: IngestFailure[] = [];
  const ids: string[] = [];
  let error: string | null = null;
  listed.forEach((item, index) => {
    const parsed = entrySchema.safeParse(item);
    const place = `listing ${index + 1}`;
    if (!parsed.success) {
      failed.push({ id: place, reason: "it is no entry of a paper" });
      return;
    }
    const id = cleanLine(parsed.data.id ?? "");
    if (ERROR_ID.test(id)) {
      error = cleanLine(parsed.data.summary ?? "") || "the request is not valid";
      return;
    }
    const arxivId = readArxivId(id);
    if (arxivId === null) {
      const reason = id === "" ? "it has no id" : "its id is no arXiv id";
      failed.push({ id: id.slice(0, 100) || place, reason });
      return;
    }
    ids.push(id);
    const title = clean(parsed.data.title);
    if (title === "") {
      failed.push({ id: arxivId, reason: "it has no title" });
      return;
    }
    const published = pastDay(parsed.data.published, now);
    if (published === null && (parsed.data.published ?? "").trim() !== "") {
      failed.push({ id: arxivId, reason: "its date can't be read; it is kept without a date" });
    }
    if (published === "future") {
      failed.push({
        id: arxivId,
        reason: `its date ${parsed.data.published} lies in the future; it is kept without a date`,
      });
    }
    const authors = parsed.data.author.map(clean).filter((name) => name !== "");
    entries.push({
      statedId: null,
      arxivId,
      doi: readDoi(parsed.data["arxiv:doi"] ?? ""),
      title,
      abstract: clean(parsed.data.summary),
      url: arxivAddress(arxivId),
      published: published === "future" ? null : published,
      authors,
      authorCount: authors.length === 0 ? null : authors.length,
      upvotes: null,
      line: 1,
    });
  });
  const totalResults = totalOf(feed.data.feed["opensearch:totalResults"]);
  return { entries, failed, ids, listed: listed.length, totalResults, error };
}

function totalOf(text: string | null | undefined): number | null {
  return /^\d{1,12}$/u.test(text?.trim() ?? "") ? Number(text) : null;
}

/** References are decoded once; in CDATA there are none. */
function textOf(element: unknown): string | null {
  if (typeof element === "string") return decodeOnce(element);
  if (Array.isArray(element)) return textOf(element[0]);
  if (typeof element !== "object" || element === null) return null;
  const texts = Object.entries(element).flatMap(([name, part]: [string, unknown]) =>
    name === CDATA ? [part].flat().map(String) : (textOf(part) ?? []),
  );
  return texts.length === 0 ? null : texts.join(" ");
}
