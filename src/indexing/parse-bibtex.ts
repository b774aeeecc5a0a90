import { parse } from "@retorquere/bibtex-parser";
import { z } from "zod";
import type { PaperEntry } from "../domain/paper.ts";
import { guardBibtex } from "./bibtex-guard.ts";
import { bibtexDate, MONTH_MACROS } from "./reference-dates.ts";
import { entryOfReference } from "./reference-entry.ts";
import type { ReferenceIds } from "./reference-ids.ts";

const personSchema = z.looseObject({
  name: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  prefix: z.string().optional(),
  suffix: z.string().optional(),
});
const fieldsSchema = z.looseObject({
  title: z.string().default(""),
  abstract: z.string().default(""),
  author: z.array(personSchema).default([]),
  url: z.string().default(""),
});

/** The name that stands for the authors that are not named. */
const OTHERS = "others";
/** Stands for `$` while the parser works: to it, a price is a formula without an end, and the entry is lost. */
const DOLLAR = "\u{F8FF}";

/** Stretches that are looked for once more from the beginning. */
const MOST_MISSES = 50;

/** Reads a BibTeX export. An entry that can't be read is a failure, and the others stand. */
export function parseBibtex(text: string): {
  entries: PaperEntry[];
  failures: { line: number; reason: string }[];
} {
  const readable = guardBibtex(text);
  const guarded = readable.text.replaceAll("$", DOLLAR);
  const parsed = parse(guarded, {
    sentenceCase: false,
    caseProtection: false,
    applyCrossRef: true,
    english: false,
    // `paperText` reads LaTeX, for every source alike; names are taken apart by the parser.
    verbatimFields: ["title", "abstract"],
    unsupported: (_node, tex) => tex,
    strings: { ...MONTH_MACROS },
  });
  const entries: PaperEntry[] = [];
  const lineOfError = createLineFinder(guarded);
  const failures = parsed.errors.map(({ error, input }) => ({ line: lineOfError(input ?? ""), reason: error }));
  const broken = new Set(failures.map(({ line }) => line));
  failures.push(...readable.refused);
  const lineOf = createLineFinder(guarded);
  for (const { key, fields, input } of parsed.entries) {
    const line = lineOf(input === "" ? `{${key},` : input);
    const read = fieldsSchema.safeParse(fields);
    const entry = read.success
      ? entryOfReference({
          ...withDollars(read.data),
          ...namesAndDate(read.data),
          ids: idsIn(fields),
          line,
          latex: true,
        })
      : null;
    if (entry !== null) entries.push(entry);
    else if (!broken.has(line)) failures.push({ line, reason: `“${key}” has no title` });
  }
  if (entries.length === 0 && failures.length === 0)
    failures.push({ line: 1, reason: "the file holds no BibTeX entry" });
  return { entries, failures };
}

function namesAndDate({ author, ...fields }: z.infer<typeof fieldsSchema>) {
  const text = (name: string) => textsIn(fields, name)[0] ?? "";
  const names = author.map(({ name, firstName, prefix, lastName, suffix }) =>
    (name ?? [firstName, prefix, lastName, suffix].filter(Boolean).join(" ")).replaceAll(DOLLAR, "$"),
  );
  return {
    authors: names.filter((name) => name !== OTHERS),
    hasMoreAuthors: names.includes(OTHERS),
    published: bibtexDate({
      date: text("date"),
      year: text("year"),
      month: text("month"),
      day: text("day"),
      issueDate: text("issue_date"),
    }),
  };
}

function withDollars<F extends { title: string; abstract: string; url: string }>(fields: F): F {
  const restored = (text: string) => text.replaceAll(DOLLAR, "$");
  return { ...fields, title: restored(fields.title), abstract: restored(fields.abstract), url: restored(fields.url) };
}

/** Where reference managers, libraries and publishers put ids. */
function idsIn(fields: Readonly<Record<string, unknown>>): ReferenceIds {
  return {
    eprints: textsIn(fields, "eprint", "arxivid", "arxiv"),
    archives: textsIn(fields, "archiveprefix", "eprinttype", "archive"),
    classes: textsIn(fields, "primaryclass", "eprintclass"),
    dois: textsIn(fields, "doi"),
    addresses: textsIn(fields, "url", "ee", "link"),
    places: textsIn(
      fields,
      ...["journal", "journaltitle", "booktitle", "series", "volume", "number", "issue", "pages", "eid"],
      ...["howpublished", "publisher", "institution", "organization", "reportnumber", "type"],
    ),
    remarks: textsIn(fields, "note", "annote", "addendum", "pubstate", "eprintnote", "comment"),
  };
}

/** Fields as texts; what is missing or no text is left out. */
function textsIn(fields: Readonly<Record<string, unknown>>, ...names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = fields[name];
    const parts: unknown[] = Array.isArray(value) ? value : [value];
    return parts.filter((part) => typeof part === "string" && part.trim() !== "").map(String);
  });
}

/**
 * Tells on which line stretches of a text begin, asked for in the order of the text, so that no line is counted twice;
 * 1 where one is not found. What is out of order is looked for from the beginning, a few times only.
 */
function createLineFinder(text: string): (part: string) => number {
  let [reached, line] = [0, 1];
  let misses = 0;
  return (part) => {
    if (part === "" || misses >= MOST_MISSES) return 1;
    const at = text.indexOf(part, reached);
    if (at === -1) {
      misses += 1;
      const before = text.indexOf(part);
      return before === -1 ? 1 : text.slice(0, before).split("\n").length;
    }
    for (let end = text.indexOf("\n", reached); end !== -1 && end < at; end = text.indexOf("\n", end + 1)) line += 1;
    reached = at;
    return line;
  };
}
