import { z } from "zod";
import { LIMITS } from "../domain/limits.ts";
import type { PaperEntry } from "../domain/paper.ts";
import { readArxivId, readDoi } from "../domain/paper-identifiers.ts";
import { cleanLine } from "../util/clean-text.ts";
import { paperText } from "../util/paper-text.ts";
import { readDate } from "../util/read-date.ts";
import { splitSentences } from "../util/sentences.ts";
import { truncate } from "../util/truncate.ts";

export type ParsedJsonLine =
  | { readonly entry: PaperEntry; readonly reason?: undefined }
  | { readonly entry?: undefined; readonly reason: string };

const EXPECTED = 'expected one JSON object per line with "_id", "title" and "text"';

const lineSchema = z.object({
  _id: z.union([z.string(), z.number()]).transform(String),
  title: z.string().nullish(),
  text: z.string().nullish(),
  metadata: z
    .looseObject({
      url: z.string().nullish().catch(null),
      announced: z
        .union([z.string(), z.number().transform(String)])
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

/**
 * Reads one line of a corpus in the BEIR layout: `{"_id", "title", "text"}`, with `metadata.url` and
 * `metadata.announced` taken in where they stand. A paper without a title is named by its first sentence.
 */
export function parseJsonLine(text: string, line: number): ParsedJsonLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: `this is no JSON; ${EXPECTED}` };
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".") || "the line"))].join(", ");
    return { reason: `${fields}: missing or of the wrong type; ${EXPECTED}` };
  }
  const statedId = cleanLine(parsed.data._id);
  if (statedId === "" || statedId.length > LIMITS.id.most) {
    return { reason: `"_id" must have 1 to ${LIMITS.id.most} characters` };
  }
  const abstract = paperText(parsed.data.text ?? "");
  const statedTitle = paperText(parsed.data.title ?? "");
  const title = statedTitle || truncate(splitSentences(abstract)[0]?.text ?? "", 120);
  if (title === "") return { reason: 'both "title" and "text" are empty' };
  return {
    entry: {
      statedId,
      arxivId: readArxivId(statedId) ?? readArxivId(parsed.data.metadata?.url ?? ""),
      doi: readDoi(statedId) ?? readDoi(parsed.data.metadata?.url ?? ""),
      title,
      abstract,
      url: webAddress(parsed.data.metadata?.url),
      published: readDate(parsed.data.metadata?.announced ?? ""),
      authors: [],
      authorCount: null,
      upvotes: null,
      line,
      ...(statedTitle === "" ? { isTitledByText: true } : {}),
    },
  };
}

/** Only http and https addresses become links. */
export function webAddress(value: string | null | undefined): string | null {
  if (value === null || value === undefined || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}
