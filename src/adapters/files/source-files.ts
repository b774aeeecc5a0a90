import { createReadStream, type Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { addAbortSignal, type Readable } from "node:stream";
import { AppError, systemErrorCode } from "../../domain/errors.ts";
import { LIMITS, MEGABYTE } from "../../domain/limits.ts";
import {
  type FileFormat,
  formatOfBytes,
  formatOfName,
  formatOfText,
  isHtml,
  notRead,
  type SourceKind,
} from "../../domain/source-format.ts";
import type { SourceFile, SourceListing, SourceReader, UnreadFile } from "../../ports/source-reader.ts";
import { bytesOf, peek } from "../../util/bytes.ts";
import { encodingOf, textLines } from "../../util/text-lines.ts";
import { tooLarge, unpacked } from "../../util/unpack.ts";

export interface SourceFilesOptions {
  /** Files below this folder are named relative to it, so that an index made here fits a clone elsewhere. */
  readonly projectRoot: string;
  /** What `-` stands for. */
  readonly standardInput?: Readable;
}

/** How standard input is named in reports and in the index. */
const STANDARD_INPUT = "standard input";
/** From so many bytes the format of a file without a telling name is told. */
const TOLD_FROM_BYTES = 4_096;

const ARCHIVED = /\.(?:docx|xlsx|pptx|odt|epub)$/iu;

/** Pages, JSON lines, BibTeX and RIS from the file system. */
export function createSourceFiles(options: SourceFilesOptions): SourceReader {
  const projectRoot = resolve(options.projectRoot);
  /** Pipes whose beginning has been looked at: path → all of their bytes, unpacked, and where those come from. */
  const opened = new Map<string, { readonly bytes: AsyncIterable<Uint8Array>; readonly stream: Readable }>();

  function nameOf(path: string): string {
    const inside = relative(projectRoot, path);
    const name = inside !== "" && !inside.startsWith("..") && !isAbsolute(inside) ? inside : path;
    return name.split(sep).join("/");
  }

  async function listFile(absolute: string, signal?: AbortSignal): Promise<SourceListing> {
    const path = nameOf(absolute);
    const format = await formatOf(absolute, signal);
    return listingOf(path, "kind" in format ? { path, kind: format.kind } : { path, reason: notRead(format.unread) });
  }

  /** A source that comes once: its beginning is looked at, and kept for when it is read. */
  async function listPassing(path: string, stream: Readable, signal?: AbortSignal): Promise<SourceListing> {
    if (signal !== undefined) addAbortSignal(signal, stream);
    try {
      const { head, bytes } = await peek(unpacked(bytesOf(stream), LIMITS.linesFile.most), TOLD_FROM_BYTES);
      const format = formatOfHead(head);
      if ("kind" in format) {
        opened.set(path, { bytes, stream });
        return listingOf(path, { path, kind: format.kind, isPassing: true });
      }
      // Whoever writes into the pipe need not go on.
      stream.destroy();
      return listingOf(path, { path, reason: notRead(format.unread) });
    } catch (error) {
      stream.destroy();
      throw unreadable(error, path);
    }
  }

  async function listFolder(absolute: string): Promise<SourceListing> {
    const files: SourceFile[] = [];
    const skipped: UnreadFile[] = [];
    const unreadableFiles: UnreadFile[] = [];
    for (const { path, problem } of await walk(absolute)) {
      const name = nameOf(path);
      const format = formatOfName(path);
      if (problem !== null) {
        // A link that leads nowhere is no loss where what it names would not be read.
        const isWanted = format === null || "kind" in format;
        (isWanted ? unreadableFiles : skipped).push({ path: name, reason: problem });
        continue;
      }
      const told = format ?? (/\.gz$/iu.test(path) ? await formatOf(path).catch(() => null) : null);
      if (told === null) skipped.push({ path: name, reason: "its name has no ending of a format that is read" });
      else if ("kind" in told) files.push({ path: name, kind: told.kind });
      else skipped.push({ path: name, reason: notRead(told.unread) });
    }
    return { root: nameOf(absolute), isFolder: true, files, skipped, unreadable: unreadableFiles };
  }

  return {
    async list(path, signal) {
      if (path === "-") {
        if (options.standardInput === undefined) {
          throw new AppError("USAGE_INVALID", "Standard input (-) can't be read here: name a file.");
        }
        return listPassing(STANDARD_INPUT, options.standardInput, signal);
      }
      const absolute = resolve(path);
      const found = await statOrFail(absolute, path);
      if (found.isDirectory()) {
        return listFolder(absolute).catch((error: unknown) => {
          throw unreadable(error, path);
        });
      }
      if (found.isFile()) return listFile(absolute, signal);
      return listPassing(nameOf(absolute), createReadStream(absolute), signal);
    },

    async *readLines(file, signal) {
      const most = (file.kind === "json-lines" ? LIMITS.linesFile : LIMITS.wholeFile).most;
      const passing = opened.get(file.path);
      const absolute = resolve(projectRoot, file.path);
      if (passing === undefined) {
        const { size } = await statOrFail(absolute, file.path);
        if (size > most * MEGABYTE) throw tooLarge(most, false);
      }
      const stream = passing?.stream ?? createReadStream(absolute, signal === undefined ? {} : { signal });
      try {
        const { head, bytes } = await peek(unpacked(passing?.bytes ?? bytesOf(stream), most), TOLD_FROM_BYTES);
        refuseOtherFormat(head, file.kind);
        yield* textLines(bytes);
      } catch (error) {
        signal?.throwIfAborted();
        throw unreadable(error, file.path);
      } finally {
        stream.destroy();
      }
    },
  };
}

function listingOf(path: string, found: SourceFile | UnreadFile): SourceListing {
  const listing = { root: path, isFolder: false, unreadable: [] };
  return "kind" in found ? { ...listing, files: [found], skipped: [] } : { ...listing, files: [], skipped: [found] };
}

/** The format of a file: by its name where that tells one that is read, else by its beginning. */
async function formatOf(path: string, signal?: AbortSignal): Promise<FileFormat> {
  const named = formatOfName(path);
  if (named !== null && "kind" in named) return named;
  const stream = createReadStream(path, signal === undefined ? {} : { signal });
  try {
    const { head } = await peek(unpacked(bytesOf(stream), LIMITS.linesFile.most), TOLD_FROM_BYTES);
    const bytesTell = formatOfBytes(head);
    // Documents of many kinds are archives inside: there the name is more exact.
    if (bytesTell !== null && (named === null || !ARCHIVED.test(path))) return bytesTell;
    const told = formatOfText(textOfHead(head));
    // The name knows better what a format that is not read is called, or that it is one.
    return named !== null && (!("kind" in told) || told.kind === "page") ? named : told;
  } catch (error) {
    throw unreadable(error, path);
  } finally {
    stream.destroy();
  }
}

function formatOfHead(head: Uint8Array): FileFormat {
  return formatOfBytes(head) ?? formatOfText(textOfHead(head));
}

/** The beginning of a text, as far as it can be told; a character may be cut at its end. */
function textOfHead(head: Uint8Array): string {
  return new TextDecoder(encodingOf(head)).decode(head.subarray(0, TOLD_FROM_BYTES));
}

function refuseOtherFormat(head: Uint8Array, kind: SourceKind): void {
  const other = formatOfBytes(head);
  if (other !== null) throw new AppError("INPUT_INVALID", notRead(other.unread));
  // A page says itself where it is one of the web, and on which line.
  if (kind !== "page" && isHtml(textOfHead(head))) {
    throw new AppError("INPUT_INVALID", notRead("a web page (HTML)"));
  }
}

interface FoundFile {
  readonly path: string;
  /** Why it can't be read; null where it may be. */
  readonly problem: string | null;
}

/**
 * The files below a folder in the order of their names, links followed. A folder or file that several names lead to is
 * listed once, under a name that tells its format where there is one.
 */
async function walk(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const byRealPath = new Map<string, number>();
  const visited = new Set<string>([await realpath(folder)]);
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    let names: string[];
    try {
      names = await readdir(current);
    } catch (error) {
      found.push({ path: current, problem: `the folder can't be read (${systemErrorCode(error) ?? "unknown error"})` });
      continue;
    }
    for (const name of names.sort()) {
      if (name.startsWith(".")) continue;
      const path = join(current, name);
      const { stats, real, problem } = await follow(path);
      if (problem !== null) found.push({ path, problem });
      else if (stats.isDirectory()) {
        if (!visited.has(real)) pending.push(path);
        visited.add(real);
      } else if (stats.isFile()) {
        const known = byRealPath.get(real);
        if (known === undefined) byRealPath.set(real, found.push({ path, problem: null }) - 1);
        else if (formatOfName(found[known]?.path ?? "") === null) found[known] = { path, problem: null };
      }
      if (found.length > LIMITS.folder.most) {
        throw new AppError(
          "INPUT_INVALID",
          `${folder} holds more than ${LIMITS.folder.most} files: name a smaller folder.`,
        );
      }
    }
  }
  return found;
}

type Followed =
  | { readonly stats: Stats; readonly real: string; readonly problem: null }
  | { readonly stats: null; readonly real: null; readonly problem: string };

async function follow(path: string): Promise<Followed> {
  try {
    return { stats: await stat(path), real: await realpath(path), problem: null };
  } catch (error) {
    const code = systemErrorCode(error);
    const what =
      code === "ENOENT" || code === "ENOTDIR"
        ? "the link leads nowhere"
        : code === "ELOOP"
          ? "the link leads back to itself"
          : `it can't be read (${code ?? "unknown error"})`;
    return { stats: null, real: null, problem: what };
  }
}

async function statOrFail(absolute: string, shown: string): Promise<Stats> {
  try {
    return await stat(absolute);
  } catch (error) {
    throw unreadable(error, shown);
  }
}

function unreadable(error: unknown, shown: string): unknown {
  if (error instanceof AppError) return error;
  const code = systemErrorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new AppError("SOURCE_MISSING", `There is no file or folder ${shown}.`, { cause: error });
  }
  if (code === undefined || code === "ABORT_ERR") return error;
  return new AppError("INPUT_INVALID", `the file can't be read (${code})`, { cause: error });
}
