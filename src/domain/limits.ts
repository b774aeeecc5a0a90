/** One limit on what comes in from outside. */
export interface Limit {
  /** What is limited, as the documentation names it. */
  readonly of: string;
  readonly most: number;
  readonly unit: "characters" | "authors" | "lines" | "records" | "files" | "MB" | "times its packed size";
  /** What happens to that which is over it; a line in the report says so each time. */
  readonly over: string;
}

/**
 * The limits on papers and on the files and services that they come from, the same for every format. Characters are
 * UTF-16 code units; a MB is 1,048,576 bytes. `docs/limits.md` shows this table.
 */
export const LIMITS = {
  title: { of: "title of a paper", most: 2_000, unit: "characters", over: "cut at a word" },
  abstract: { of: "abstract of a paper", most: 200_000, unit: "characters", over: "cut at a sentence" },
  authors: {
    of: "authors of a paper",
    most: 500,
    unit: "authors",
    over: "those after are left out, and still counted",
  },
  author: { of: "name of an author", most: 200, unit: "characters", over: "cut at a word" },
  link: { of: "link of a paper", most: 500, unit: "characters", over: "left out, and the paper kept" },
  id: {
    of: "id or DOI of a paper",
    most: 256,
    unit: "characters",
    over: "a paper with a longer id is refused; a longer DOI is left out",
  },
  line: { of: "line of a file", most: 1_048_576, unit: "characters", over: "the line is left out" },
  lines: {
    of: "lines of a file",
    most: 2_000_000,
    unit: "lines",
    over: "JSON lines are read so far; other files are refused",
  },
  records: { of: "records of a file", most: 500_000, unit: "records", over: "those after are left out" },
  wholeFile: { of: "saved page, BibTeX or RIS file, unpacked", most: 16, unit: "MB", over: "the file is refused" },
  linesFile: { of: "file of JSON lines, unpacked", most: 1_024, unit: "MB", over: "it is read so far" },
  unpacking: {
    of: "gzipped file over 16 MB, unpacked",
    most: 200,
    unit: "times its packed size",
    over: "JSON lines are read so far; other files are refused",
  },
  folder: { of: "files of a folder", most: 10_000, unit: "files", over: "the folder is refused" },
} as const satisfies Readonly<Record<string, Limit>>;

/** Characters of an abstract that are read through word by word: ten times as many as most abstracts have. */
export const CHARACTERS_COMPARED = 20_000;

/** Bytes of a MB. */
export const MEGABYTE = 1024 * 1024;
