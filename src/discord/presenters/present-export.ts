import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { PersonalData } from "../../ports/retention-store.ts";
import { LIMITS } from "../limits.ts";
import type { Speech } from "../locales/languages.ts";
import { type Payload, type PayloadFile, payload } from "./payload.ts";

const compress = promisify(gzip);
/** Bytes of JSON in one compressed file: as much as compresses quickly, and mostly into one file. */
const PART_BYTES = 32 * 1024 * 1024;

/** All that is kept of a person, in one message or several with a file each. */
export async function presentExport(
  data: PersonalData,
  { texts: { privacy }, number }: Speech,
): Promise<readonly [Payload, ...Payload[]]> {
  const [first, ...further] = await exportFiles(data, LIMITS.fileBytes);
  if (first === undefined) return [payload({ content: privacy.nothing })];
  if (further.length === 0) return [payload({ content: privacy.exported, files: [first] })];
  const count = number(further.length + 1);
  const message = (file: PayloadFile, index: number) =>
    payload({ content: privacy.exportedPart(number(index + 1), count), files: [file] });
  return [message(first, 0), ...further.map((file, index) => message(file, index + 1))];
}

/**
 * The data as files of at most `mostBytes` each: one of plain JSON where that fits, else compressed ones with some of the
 * rows each, every one of them whole JSON in itself. None where there is nothing.
 */
export async function exportFiles(
  data: PersonalData,
  mostBytes: number,
  partBytes = PART_BYTES,
): Promise<PayloadFile[]> {
  const rows = Object.entries(data).flatMap(([kind, kept]: [string, readonly unknown[]]) =>
    kept.map((value): ExportedRow => ({ kind, json: JSON.stringify(value) })),
  );
  if (rows.length === 0) return [];
  const kinds = Object.keys(data);
  if (bytesOf(rows) <= mostBytes) {
    const attachment = Buffer.from(asJson(kinds, rows), "utf8");
    if (attachment.length <= mostBytes) return [{ name: "footnote-data.json", attachment }];
  }
  const files: Buffer[] = [];
  const waiting = inParts(rows, partBytes);
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const packed = await compress(asJson(kinds, part));
    if (packed.length <= mostBytes || part.length === 1) files.push(packed);
    else waiting.unshift(part.slice(0, part.length / 2), part.slice(part.length / 2));
  }
  return files.map((attachment, index) => ({
    name: `footnote-data-${String(index + 1).padStart(2, "0")}.json.gz`,
    attachment,
  }));
}

interface ExportedRow {
  readonly kind: string;
  readonly json: string;
}

function asJson(kinds: readonly string[], rows: readonly ExportedRow[]): string {
  const lists = kinds.map((kind) => {
    const own = rows.filter((row) => row.kind === kind).map(({ json }) => `\n    ${json}`);
    return `  ${JSON.stringify(kind)}: [${own.join(",")}${own.length === 0 ? "" : "\n  "}]`;
  });
  return `{\n${lists.join(",\n")}\n}\n`;
}

function inParts(rows: readonly ExportedRow[], partBytes: number): ExportedRow[][] {
  const parts: ExportedRow[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const bytes = bytesOf([row]);
    if (size + bytes > partBytes) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(row);
    size += bytes;
  }
  return parts;
}

function bytesOf(rows: readonly ExportedRow[]): number {
  return rows.reduce((sum, { json }) => sum + Buffer.byteLength(json) + 6, 0);
}
