import type { PaperEntry } from "../domain/paper.ts";
import { entryOfReference } from "./reference-entry.ts";

/** `TI  - A title`; one or two spaces before the hyphen are seen. */
const TAG = /^(?<tag>[A-Z][A-Z0-9]) {1,2}- ?(?<value>.*)$/u;

/**
 * Reads a RIS export: tagged lines, a record from `TY` to `ER`. A line without a tag goes on with the one before. A
 * record without a title, or without its end, is a failure, and the others stand.
 */
export function parseRis(lines: readonly string[]): {
  entries: PaperEntry[];
  failures: { line: number; reason: string }[];
} {
  const entries: PaperEntry[] = [];
  const failures: { line: number; reason: string }[] = [];
  let record: { line: number; fields: Map<string, string[]> } | null = null;
  let last: string[] | null = null;
  const close = () => {
    if (record === null) return;
    const { line, fields } = record;
    const first = (...tags: string[]) => tags.flatMap((tag) => fields.get(tag) ?? [])[0] ?? "";
    const entry = entryOfReference({
      line,
      title: first("TI", "T1"),
      abstract: first("AB", "N2"),
      authors: ["AU", "A1"].flatMap((tag) => fields.get(tag) ?? []).map(asSpoken),
      doi: first("DO"),
      url: first("UR", "L2"),
      eprint: first("AN", "C1"),
      date: first("DA", "PY", "Y1").replaceAll("/", "-").replace(/-+$/u, ""),
    });
    if (entry === null) failures.push({ line, reason: "a record without a title (TI)" });
    else entries.push(entry);
    record = null;
  };
  lines.forEach((text, index) => {
    const { tag, value = "" } = TAG.exec(text.replace(/^\uFEFF/u, ""))?.groups ?? {};
    if (tag === "TY") {
      if (record !== null)
        failures.push({ line: record.line, reason: "a record without its end (ER); it is read as far as it goes" });
      close();
      record = { line: index + 1, fields: new Map() };
      last = null;
    } else if (tag === "ER") close();
    else if (record !== null && tag !== undefined) {
      const values = record.fields.get(tag) ?? [];
      values.push(value.trim());
      record.fields.set(tag, values);
      last = values;
    } else if (record !== null && last !== null && text.trim() !== "") {
      last.push(`${last.pop() ?? ""} ${text.trim()}`);
    }
  });
  if (record !== null) {
    failures.push({ line: lines.length, reason: "the last record has no end (ER): the file is truncated" });
    close();
  }
  if (entries.length === 0 && failures.length === 0) failures.push({ line: 1, reason: "the file holds no RIS record" });
  return { entries, failures };
}

/** `Doe, Jane` as `Jane Doe`. */
function asSpoken(name: string): string {
  const [family, given] = name.split(/,\s*/u);
  return given === undefined ? name : `${given} ${family}`;
}
