/** A file that may hold papers. */
export interface SourceFile {
  /** How the file is named in reports and in the index: relative to the project where inside it, else absolute. */
  readonly path: string;
  readonly kind: "page" | "json-lines" | "bibtex" | "ris";
}

/** The files behind one path that was asked for. */
export interface SourceListing {
  /** The path asked for, named like `SourceFile.path`. */
  readonly root: string;
  readonly files: readonly SourceFile[];
  /** Files in the folder that are none of these. */
  readonly skipped: readonly string[];
}

/** Reads saved pages, JSON lines and exports of reference managers from wherever they are kept. */
export interface SourceReader {
  /** Throws `SOURCE_MISSING` when there is no such file or folder. */
  list(path: string): Promise<SourceListing>;
  /** The lines of a file without their ends. Throws `INPUT_INVALID` for what is no UTF-8 text or too large. */
  readLines(file: SourceFile): AsyncIterable<string>;
}
