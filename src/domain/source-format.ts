/** The formats that papers are read from. */
export type SourceKind = "page" | "json-lines" | "bibtex" | "ris";

/** What a file is, as far as its name or its beginning tells. */
export type FileFormat =
  | { readonly kind: SourceKind }
  /** A format that is not read, with its name and article: `a PDF`, `a table (CSV)`. */
  | { readonly unread: string };

const READ_ENDINGS: Readonly<Record<string, SourceKind>> = {
  jsonl: "json-lines",
  ndjson: "json-lines",
  bib: "bibtex",
  bibtex: "bibtex",
  ris: "ris",
  txt: "page",
  htm: "page",
  html: "page",
  xhtml: "page",
};

const UNREAD_ENDINGS: Readonly<Record<string, string>> = {
  pdf: "a PDF",
  ps: "a PostScript file",
  djvu: "a DjVu file",
  epub: "an EPUB",
  csv: "a table (CSV)",
  tsv: "a table (TSV)",
  xls: "a table of Excel (XLS)",
  xlsx: "a table of Excel (XLSX)",
  ods: "a table (ODS)",
  parquet: "a table (Parquet)",
  doc: "a document of Word (DOC)",
  docx: "a document of Word (DOCX)",
  odt: "a document (ODT)",
  rtf: "a document (RTF)",
  ppt: "a presentation (PPT)",
  pptx: "a presentation (PPTX)",
  tex: "LaTeX source (TEX)",
  md: "Markdown (MD)",
  json: "JSON of another layout than JSON lines",
  xml: "XML",
  nbib: "an export of PubMed (NBIB)",
  enw: "an export of EndNote (ENW)",
  enl: "a library of EndNote (ENL)",
  mhtml: "a saved web page (MHTML)",
  mht: "a saved web page (MHT)",
  zip: "an archive (ZIP)",
  tar: "an archive (TAR)",
  tgz: "an archive (TGZ)",
  "7z": "an archive (7Z)",
  rar: "an archive (RAR)",
  bz2: "packed with bzip2 (BZ2)",
  xz: "packed with xz (XZ)",
  zst: "packed with Zstandard (ZST)",
  png: "a picture (PNG)",
  jpg: "a picture (JPG)",
  jpeg: "a picture (JPEG)",
  gif: "a picture (GIF)",
  svg: "a picture (SVG)",
  db: "a database",
  sqlite: "a database (SQLite)",
};

/** First bytes, as Latin-1. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ["%PDF-", "a PDF"],
  ["%!PS", "a PostScript file"],
  ["PK\x03\x04", "an archive or a document (ZIP, DOCX, XLSX, EPUB)"],
  ["PK\x05\x06", "an archive (ZIP)"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of Office (DOC, XLS, PPT)"],
  ["{\\rtf", "a document (RTF)"],
  ["7z\xbc\xaf\x27\x1c", "an archive (7Z)"],
  ["Rar!\x1a\x07", "an archive (RAR)"],
  ["BZh", "packed with bzip2 (BZ2)"],
  ["\xfd7zXZ\x00", "packed with xz (XZ)"],
  ["\x28\xb5\x2f\xfd", "packed with Zstandard (ZST)"],
  ["\x1f\x8b", "packed twice with gzip (GZ)"],
  ["PAR1", "a table (Parquet)"],
  ["SQLite format 3\x00", "a database (SQLite)"],
  ["\x89PNG", "a picture (PNG)"],
  ["\xff\xd8\xff", "a picture (JPEG)"],
  ["GIF8", "a picture (GIF)"],
];

/** Why a file of such a format can't be taken in, and what could be. */
export function notRead(unread: string): string {
  return `this is ${unread}, which is not read; give JSON lines (.jsonl), BibTeX (.bib), RIS (.ris) or a saved page (.txt)`;
}

/** What a file's name tells; `.gz` behind it tells nothing. Null for a name without a known ending. */
export function formatOfName(path: string): FileFormat | null {
  const name = (path.split(/[\\/]/u).at(-1) ?? path).toLowerCase();
  const [ending, inner] = name.split(".").slice(1).reverse();
  if (ending === "gz" && inner === "tar") return { unread: "an archive (TAR)" };
  const telling = ending === "gz" ? inner : ending;
  if (telling === undefined) return null;
  const kind = Object.hasOwn(READ_ENDINGS, telling) ? READ_ENDINGS[telling] : undefined;
  if (kind !== undefined) return { kind };
  const unread = Object.hasOwn(UNREAD_ENDINGS, telling) ? UNREAD_ENDINGS[telling] : undefined;
  return unread === undefined ? null : { unread };
}

/** The format whose signature the first bytes of a file carry; null for none. */
export function formatOfBytes(head: Uint8Array): Extract<FileFormat, { unread: string }> | null {
  const start = String.fromCharCode(...head.subarray(0, 16));
  const found = SIGNATURES.find(([signature]) => start.startsWith(signature));
  // The name of a tar archive's first file comes first, the signature after it.
  if (found === undefined && String.fromCharCode(...head.subarray(257, 262)) === "ustar") {
    return { unread: "an archive (TAR)" };
  }
  return found === undefined ? null : { unread: found[1] };
}

/** What the beginning of a text tells, its first lines: what tells nothing is taken for a saved page. */
export function formatOfText(head: string): FileFormat {
  const text = head.trimStart();
  if (text.startsWith("{")) return { kind: "json-lines" };
  if (/^\[\s*\{/u.test(text)) return { unread: "a JSON array instead of JSON lines" };
  if (/^TY {1,2}- ?/mu.test(text)) return { kind: "ris" };
  if (/^[ \t]*@[A-Za-z]+[ \t]*[{(]/mu.test(text)) return { kind: "bibtex" };
  if (isHtml(text)) return { unread: "a web page (HTML)" };
  if (text.startsWith("<?xml")) return { unread: "XML" };
  if (/^\\documentclass/mu.test(text)) return { unread: "LaTeX source (TEX)" };
  if (/^PMID *- \d/mu.test(text)) return { unread: "an export of PubMed (NBIB)" };
  if (isTableHeading(text.slice(0, text.search(/[\r\n]|$/u)))) return { unread: "a table (CSV, TSV)" };
  return { kind: "page" };
}

/** Whether a text begins as a web page does. */
export function isHtml(text: string): boolean {
  return /^(?:<!doctype html|<html|<head|<body|<!--)/iu.test(text.trimStart());
}

/** A line of two names or more with commas, semicolons or tabs between, a title's or an abstract's among them. */
function isTableHeading(line: string): boolean {
  const separator = ["\t", ";", ","].find((mark) => line.includes(mark));
  if (separator === undefined || line.length > 2_000) return false;
  const cells = line.split(separator).map((cell) => cell.replaceAll('"', "").trim().toLowerCase());
  return (
    cells.every((cell) => /^[\p{L}\p{N}_ -]{0,40}$/u.test(cell)) &&
    cells.some((cell) => /^(?:paper[_ ])?(?:title|abstract|document title|article title|doi)$/u.test(cell))
  );
}
