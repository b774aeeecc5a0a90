import type { PaperEntry } from "../domain/paper.ts";
import { risDate } from "./reference-dates.ts";
import { entryOfReference } from "./reference-entry.ts";
import type { ReferenceIds } from "./reference-ids.ts";

/** `TI  - A title`: two spaces, a hyphen, a space. */
const TAG = /^(?<tag>[A-Z][A-Z0-9]) {2}-(?: (?<value>.*))?$/su;
/** Other spaces are seen too; then only the tags of RIS count, and a line of text may begin in the same way. */
const LOOSE_TAG = /^[ \t]{0,4}(?<tag>[A-Z][A-Z0-9])[ \t]{0,4}-[ \t]{0,4}(?<value>.*)$/su;
const TAGS = new Set(
  `TY A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP DS ED EP ER ET FD H1 H2 ID IS
  J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK LL M1 M2 M3 N1 N2 NO NV OL OP PA PB PP PY RD RI RN RP RS S1 S2 SE SF SL SN
  SP SR ST T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UR VL VO WP WT WV Y1 Y2`.split(/\s+/u),
);

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
  let written: "strictly" | "loosely" | null = null;
  const close = () => {
    if (record === null) return;
    const { line, fields } = record;
    const first = (...tags: string[]) => tags.flatMap((tag) => fields.get(tag) ?? [])[0] ?? "";
    const entry = entryOfReference({
      line,
      latex: false,
      title: first("TI", "T1"),
      abstract: first("AB", "N2"),
      authors: ["AU", "A1"].flatMap((tag) => fields.get(tag) ?? []).map(asSpoken),
      url: first("UR", "L2"),
      ids: idsIn(fields),
      published: risDate((tag) => fields.get(tag) ?? []),
    });
    if (entry === null) failures.push({ line, reason: "a record without a title (TI)" });
    else entries.push(entry);
    record = null;
  };
  lines.forEach((text, index) => {
    const line = text.replace(/^\uFEFF/u, "");
    const { tag, value } = readTag(line, written);
    if (tag === "TY") {
      // How a record writes its first tag is how it writes the others.
      written = TAG.test(line) ? "strictly" : "loosely";
      if (record !== null)
        failures.push({ line: record.line, reason: "a record without its end (ER); it is read as far as it goes" });
      close();
      record = { line: index + 1, fields: new Map() };
      last = null;
    } else if (tag === "ER") {
      close();
      written = null;
    } else if (record !== null && tag !== undefined) {
      const values = record.fields.get(tag) ?? [];
      values.push(value.trim());
      record.fields.set(tag, values);
      last = values;
    } else if (record !== null && last !== null && text.trim() !== "") {
      last.push(`${last.pop() ?? ""}\n${text.trim()}`);
    }
  });
  if (record !== null) {
    failures.push({ line: lines.length, reason: "the last record has no end (ER): the file is truncated" });
    close();
  }
  if (entries.length === 0 && failures.length === 0) failures.push({ line: 1, reason: "the file holds no RIS record" });
  return { entries, failures };
}

/**
 * The tag of a line, if it begins with one. In a record that writes tags by the rules, a line that looks almost like one
 * (`AI - based planners`) goes on with the field before; in another, it must be a tag of RIS.
 */
function readTag(line: string, written: "strictly" | "loosely" | null): { tag?: string; value: string } {
  const strict = TAG.exec(line)?.groups;
  const found = strict ?? (written === "strictly" ? undefined : LOOSE_TAG.exec(line)?.groups);
  const tag = found?.["tag"];
  if (tag === undefined || !TAGS.has(tag)) return { value: "" };
  return { tag, value: found?.["value"] ?? "" };
}

/** Where reference managers, libraries and publishers put ids. */
function idsIn(fields: ReadonlyMap<string, readonly string[]>): ReferenceIds {
  const texts = (...tags: string[]) => tags.flatMap((tag) => fields.get(tag) ?? []);
  return {
    eprints: texts("AN"),
    archives: texts("DB", "DP"),
    classes: [],
    dois: texts("DO", "DI"),
    addresses: texts("UR", "L1", "L2", "LK"),
    places: texts("JO", "JF", "JA", "J1", "J2", "T2", "T3", "BT", "VL", "IS", "SP", "SE", "M1", "C1", "C7", "PB", "ID"),
    remarks: texts("N1", "M2", "M3", "U1", "U2", "C2", "C3", "C4", "C5", "C6"),
  };
}

/** `Doe, Jane` as `Jane Doe`. */
function asSpoken(name: string): string {
  const [family, given] = name.split(/,\s*/u);
  return given === undefined ? name : `${given} ${family}`;
}
