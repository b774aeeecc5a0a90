import type { PaperEntry } from "../domain/paper.ts";
import { paperText } from "../util/paper-text.ts";
import { type BibtexEntry, type BibtexFailure, readBibtexEntries } from "./bibtex-entries.ts";
import { bibtexNames } from "./bibtex-names.ts";
import { bibtexDate, MONTH_MACROS } from "./reference-dates.ts";
import { entryOfReference } from "./reference-entry.ts";
import { plainField, type ReferenceIds } from "./reference-ids.ts";

/** Reads a BibTeX export. What can't be read is a failure, and the rest stands. */
export function parseBibtex(text: string): { entries: PaperEntry[]; failures: BibtexFailure[] } {
  const read = readBibtexEntries(text, MONTH_MACROS);
  const byKey = new Map(read.entries.map((entry) => [entry.key.toLowerCase(), entry]));
  const broken = new Set(read.failures.map(({ line }) => line));
  const failures = [...read.failures];
  const entries: PaperEntry[] = [];
  for (const entry of read.entries) {
    const paper = paperOf(entry, byKey.get((entry.fields.get("crossref") ?? "").trim().toLowerCase()));
    if (paper !== null) entries.push(paper);
    else if (!broken.has(entry.line)) failures.push({ line: entry.line, reason: `“${entry.key}” has no title` });
  }
  if (entries.length === 0 && failures.length === 0)
    failures.push({ line: 1, reason: "the file holds no BibTeX entry" });
  return { entries, failures: failures.sort((a, b) => a.line - b.line) };
}

/**
 * @param parent the entry that this one refers to: a chapter appeared with its book
 */
function paperOf({ fields, line }: BibtexEntry, parent: BibtexEntry | undefined): PaperEntry | null {
  const text = (name: string) => fields.get(name) ?? "";
  if (text("title").trim() === "") return null;
  const { names, hasMore } = bibtexNames(text("author"));
  return entryOfReference({
    title: withSubtitle(text("title"), text("subtitle")),
    abstract: text("abstract"),
    authors: names,
    hasMoreAuthors: hasMore,
    url: plainField(text("url")),
    ids: idsIn(fields),
    published: dateIn(fields) ?? (parent === undefined ? null : dateIn(parent.fields)),
    line,
    latex: true,
  });
}

function withSubtitle(title: string, subtitle: string): string {
  return subtitle.trim() === "" || title.includes(subtitle.trim()) ? title : `${title.trim()}: ${subtitle.trim()}`;
}

/** More characters has no date. */
const LONGEST_DATE = 200;

function dateIn(fields: BibtexEntry["fields"]): string | null {
  const text = (name: string) => paperText((fields.get(name) ?? "").slice(0, LONGEST_DATE), { latex: true });
  return bibtexDate({
    date: text("date"),
    year: text("year"),
    month: text("month"),
    day: text("day"),
    issueDate: text("issue_date"),
  });
}

/** Where reference managers, libraries and publishers put ids. */
function idsIn(fields: BibtexEntry["fields"]): ReferenceIds {
  const texts = (...names: readonly string[]): string[] =>
    names.map((name) => plainField(fields.get(name) ?? "")).filter((text) => text !== "");
  return {
    eprints: texts("eprint", "arxivid", "arxiv"),
    archives: texts("archiveprefix", "eprinttype", "archive"),
    classes: texts("primaryclass", "eprintclass"),
    dois: texts("doi"),
    addresses: texts("url", "ee", "link"),
    places: texts(
      ...["journal", "journaltitle", "booktitle", "series", "volume", "number", "issue", "pages", "eid"],
      ...["howpublished", "publisher", "institution", "organization", "reportnumber", "type"],
    ),
    remarks: texts("note", "annote", "addendum", "pubstate", "eprintnote", "comment"),
  };
}
