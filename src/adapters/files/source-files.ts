import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { AppError, systemErrorCode } from "../../domain/errors.ts";
import type { SourceFile, SourceListing, SourceReader } from "../../ports/source-reader.ts";
import { createLineSplitter } from "../../util/split-lines.ts";

export interface SourceFilesOptions {
  /** Files below this folder are named relative to it, so that an index made here fits a clone elsewhere. */
  readonly projectRoot: string;
}

const PAGE_NAME = /\.(?:txt|html?|xhtml)$/iu;
const JSON_LINES_NAME = /\.(?:jsonl|ndjson)(?:\.gz)?$/iu;
/** The largest seed page has 0.3 MB. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;
const MAX_LINE_CHARACTERS = 1024 * 1024;
const MAX_FILES_PER_FOLDER = 10_000;

/** Pages, JSON lines, BibTeX and RIS from the file system. */
export function createSourceFiles(options: SourceFilesOptions): SourceReader {
  const projectRoot = resolve(options.projectRoot);

  function nameOf(path: string): string {
    const inside = relative(projectRoot, path);
    const name = inside !== "" && !inside.startsWith("..") && !isAbsolute(inside) ? inside : path;
    return name.split(sep).join("/");
  }

  return {
    async list(path: string): Promise<SourceListing> {
      const absolute = resolve(path);
      const found = await statOrFail(absolute, path);
      if (!found.isDirectory()) {
        return {
          root: nameOf(absolute),
          files: [{ path: nameOf(absolute), kind: await kindOf(absolute) }],
          skipped: [],
        };
      }
      const files: SourceFile[] = [];
      const skipped: string[] = [];
      for await (const file of walk(absolute)) {
        const name = nameOf(file);
        const kind = kindByName(file);
        if (kind === null) skipped.push(name);
        else files.push({ path: name, kind });
      }
      return { root: nameOf(absolute), files, skipped };
    },

    async *readLines(file: SourceFile): AsyncIterable<string> {
      const absolute = resolve(projectRoot, file.path);
      const { size } = await statOrFail(absolute, file.path);
      if (file.kind !== "json-lines" && size > MAX_PAGE_BYTES) {
        throw new AppError(
          "INPUT_INVALID",
          `the file has ${megabytes(size)} MB, a page at most ${megabytes(MAX_PAGE_BYTES)} MB; expected a saved page of trending papers, or an export`,
        );
      }
      yield* linesOf(absolute, file.path);
    },
  };
}

/** Without a telling name, a file that starts with `{` is JSON lines; anything else is taken for a page. */
async function kindOf(path: string): Promise<SourceFile["kind"]> {
  const named = kindByName(path);
  if (named !== null) return named;
  const stream = createReadStream(path, { start: 0, end: 63, encoding: "latin1" });
  try {
    for await (const head of stream) return String(head).trimStart().startsWith("{") ? "json-lines" : "page";
  } catch (error) {
    throw unreadable(error, path);
  }
  return "page";
}

function kindByName(path: string): SourceFile["kind"] | null {
  if (JSON_LINES_NAME.test(path)) return "json-lines";
  if (PAGE_NAME.test(path)) return "page";
  if (/\.bib$/iu.test(path)) return "bibtex";
  return /\.ris$/iu.test(path) ? "ris" : null;
}

async function* walk(folder: string): AsyncIterable<string> {
  let count = 0;
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const entries = await readdir(current, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const path = join(current, entry.name);
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile()) {
        count += 1;
        if (count > MAX_FILES_PER_FOLDER) {
          throw new AppError(
            "INPUT_INVALID",
            `${folder} holds more than ${MAX_FILES_PER_FOLDER} files: name a smaller folder.`,
          );
        }
        yield path;
      }
    }
  }
}

async function* linesOf(path: string, name: string): AsyncIterable<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const source = createReadStream(path);
  const bytes: AsyncIterable<Uint8Array> = path.endsWith(".gz") ? gunzip(source) : source;
  const splitter = createLineSplitter();
  const tooLong = () =>
    new AppError(
      "INPUT_INVALID",
      `a line has more than ${MAX_LINE_CHARACTERS} characters; expected text with a title or an abstract per line`,
    );
  try {
    for await (const chunk of bytes) {
      if (chunk.includes(0)) throw new AppError("INPUT_INVALID", "this is a binary file; expected text in UTF-8");
      const lines = splitter.push(decoder.decode(chunk, { stream: true }));
      if (splitter.waiting > MAX_LINE_CHARACTERS) throw tooLong();
      for (const line of lines) {
        if (line.length > MAX_LINE_CHARACTERS) throw tooLong();
        yield line;
      }
    }
    yield* splitter.push(decoder.decode());
    yield* splitter.end();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof TypeError) {
      throw new AppError("INPUT_INVALID", "this is no UTF-8 text; save it as UTF-8", { cause: error });
    }
    throw unreadable(error, name);
  } finally {
    source.destroy();
  }
}

async function* gunzip(source: NodeJS.ReadableStream): AsyncIterable<Uint8Array> {
  const out = new Transform({
    transform(chunk, _encoding, done) {
      done(null, chunk);
    },
  });
  const running = pipeline(source, createGunzip(), out);
  running.catch(() => {});
  for await (const chunk of out) yield chunk as Uint8Array;
  await running;
}

async function statOrFail(absolute: string, shown: string) {
  try {
    return await stat(absolute);
  } catch (error) {
    throw unreadable(error, shown);
  }
}

function unreadable(error: unknown, shown: string): AppError {
  const code = systemErrorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new AppError("SOURCE_MISSING", `There is no file or folder ${shown}.`, { cause: error });
  }
  return new AppError("INPUT_INVALID", `the file can't be read (${code ?? "unknown error"})`, { cause: error });
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
