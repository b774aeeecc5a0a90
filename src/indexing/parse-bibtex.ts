import { parse } from "@retorquere/bibtex-parser";
import { z } from "zod";
import type { PaperEntry } from "../domain/paper.ts";
import { entryOfReference } from "./reference-entry.ts";

const personSchema = z.looseObject({
  name: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
});
const fieldsSchema = z.looseObject({
  title: z.string().default(""),
  abstract: z.string().default(""),
  author: z.array(personSchema).default([]),
  doi: z.string().default(""),
  url: z.string().default(""),
  eprint: z.string().default(""),
  year: z.string().default(""),
  month: z.string().default(""),
  date: z.string().default(""),
});

/** Reads a BibTeX export. An entry that can't be read is a failure, and the others stand. */
export function parseBibtex(text: string): {
  entries: PaperEntry[];
  failures: { line: number; reason: string }[];
} {
  const parsed = parse(text, { sentenceCase: false, caseProtection: false, applyCrossRef: true, english: false });
  const entries: PaperEntry[] = [];
  const failures = parsed.errors.map(({ error, input }) => ({ line: lineOf(text, input ?? ""), reason: error }));
  const broken = new Set(failures.map(({ line }) => line));
  for (const { key, fields, input } of parsed.entries) {
    const line = lineOf(text, input === "" ? `{${key},` : input);
    const read = fieldsSchema.safeParse(fields);
    const entry = read.success ? entryOfReference({ ...read.data, ...namesAndDate(read.data), line }) : null;
    if (entry !== null) entries.push(entry);
    else if (!broken.has(line)) failures.push({ line, reason: `“${key}” has no title` });
  }
  if (entries.length === 0 && failures.length === 0)
    failures.push({ line: 1, reason: "the file holds no BibTeX entry" });
  return { entries, failures };
}

function namesAndDate({ author, year, month, date }: z.infer<typeof fieldsSchema>) {
  return {
    authors: author.map(({ name, firstName, lastName }) => name ?? [firstName, lastName].filter(Boolean).join(" ")),
    date: date === "" ? [year, month.padStart(2, "0")].join("-") : date,
  };
}

/** The line on which a stretch of the text begins; 1 where it is not found. */
function lineOf(text: string, part: string): number {
  const at = part === "" ? -1 : text.indexOf(part);
  return at === -1 ? 1 : text.slice(0, at).split("\n").length;
}
