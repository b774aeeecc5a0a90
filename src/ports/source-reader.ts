import type { SourceKind } from "../domain/source-format.ts";

/** A file that may hold papers. */
export interface SourceFile {
  /** How the file is named in reports and in the index: relative to the project where inside it, else absolute. */
  readonly path: string;
  readonly kind: SourceKind;
  /**
   * True for what can be read only once, as standard input: the next time, another text stands under the same name, and
   * papers that are not in it are not gone.
   */
  readonly isPassing?: boolean;
}

/** A file or folder below a source that is not read. */
export interface UnreadFile {
  /** Named like `SourceFile.path`. */
  readonly path: string;
  readonly reason: string;
}

/** The files behind one path that was asked for. */
export interface SourceListing {
  /** The path asked for, named like `SourceFile.path`. */
  readonly root: string;
  readonly isFolder: boolean;
  readonly files: readonly SourceFile[];
  /** Files of formats that are not read; the path itself, where it is one. */
  readonly skipped: readonly UnreadFile[];
  /** What may hold papers and can't be read: links that lead nowhere, folders that may not be opened. */
  readonly unreadable: readonly UnreadFile[];
}

/** Reads saved pages, JSON lines and exports of reference managers from wherever they are kept. */
export interface SourceReader {
  /**
   * The files of a folder and of all folders and links below it, each once; a file; `-` for standard input. Throws
   * `SOURCE_MISSING` when there is no such file or folder, `INPUT_INVALID` when it can't be read or holds too many files.
   */
  list(path: string, signal?: AbortSignal): Promise<SourceListing>;
  /**
   * The lines of a file without their ends, unpacked where it is gzip; null for a line over `LIMITS.line`. Throws
   * `INPUT_INVALID` for what is no text, what is broken off, and what is over the limits of files.
   */
  readLines(file: SourceFile, signal?: AbortSignal): AsyncIterable<string | null>;
}
