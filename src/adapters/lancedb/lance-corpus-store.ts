import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, isAbortError, isDiskFull, systemErrorCode } from "../../domain/errors.ts";
import {
  type IndexIdentity,
  type IndexManifest,
  indexIdentitySchema,
  indexMismatch,
  sameIdentity,
} from "../../domain/index-manifest.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CorpusStore, CorpusWriter } from "../../ports/corpus-store.ts";
import { openLanceReader } from "./lance-reader.ts";
import { hadIndex, leaveTrace, readFailure, readManifest } from "./manifest-file.ts";

export interface LanceCorpusStoreOptions {
  /** The index folder, for example `data/index`. */
  readonly folder: string;
  readonly clock: Clock;
  /** Takes the single-writer lock at the given path. */
  readonly lock: (
    file: string,
    options: { readonly signal?: AbortSignal; readonly onWait?: () => void },
  ) => Promise<{ release(): void }>;
}

/** States what a folder of tables was made with, so that a build that was cut short can be resumed. */
const IDENTITY_FILE = "identity.json";

/**
 * The corpus in LanceDB. Layout of the folder:
 * `manifest.json` names the published state; `tables-N/` holds the tables of one build; `vocabulary-V.json` the term
 * counts of one version; `writer.lock` the lock. Replacing the manifest is the only step that readers see.
 */
export function createLanceCorpusStore(options: LanceCorpusStoreOptions): CorpusStore {
  const { folder, clock } = options;
  return {
    readManifest: () => readManifest(folder),
    hadIndex: () => hadIndex(folder),
    leaveTrace: () => leaveTrace(folder),

    async openReader() {
      const manifest = await readManifest(folder);
      if (manifest === null) {
        throw new AppError("INDEX_MISSING", `There is no index in ${folder}: build one with “npm run index”.`);
      }
      return openLanceReader(folder, manifest);
    },

    async openWriter(identity, { rebuild, signal, onWait }) {
      const guard = (error: unknown) => writeFailure(error, folder);
      let lock: { release(): void } | undefined;
      try {
        await mkdir(folder, { recursive: true });
        lock = await options.lock(join(folder, "writer.lock"), {
          ...(signal === undefined ? {} : { signal }),
          ...(onWait === undefined ? {} : { onWait }),
        });
        const { release } = lock;
        // Only writers need Apache Arrow, which takes a tenth of a second to load.
        const { canRead, openLanceWriter } = await import("./lance-writer.ts");
        const published = await publishedForWriting(folder, rebuild, canRead);
        if (published !== null && !rebuild && !sameIdentity(published.identity, identity)) {
          throw indexMismatch(folder, published.identity, identity);
        }
        const tables = await workingTables(folder, identity, published, rebuild, canRead);
        const writer = await openLanceWriter({ folder, tables, identity, published, clock, release });
        return translateFailures(writer, guard);
      } catch (error) {
        lock?.release();
        throw guard(error);
      }
    },
  };
}

/** Whether the tables in a folder can be read at all. */
type CanRead = (tablesFolder: string, published?: IndexManifest) => Promise<boolean>;

/** With `rebuild`, a damaged index is no obstacle: it is what is being replaced. */
async function publishedForWriting(folder: string, rebuild: boolean, canRead: CanRead): Promise<IndexManifest | null> {
  try {
    const published = await readManifest(folder);
    if (published === null || !rebuild) return published;
    return (await canRead(join(folder, published.tables), published)) ? published : null;
  } catch (error) {
    if (rebuild) return null;
    throw error;
  }
}

/**
 * The published tables when they go on; else an unfinished build with the same identity; else a new folder. A rebuild
 * that replaces a damaged index takes up nothing.
 */
async function workingTables(
  folder: string,
  identity: IndexIdentity,
  published: IndexManifest | null,
  rebuild: boolean,
  canRead: CanRead,
): Promise<string> {
  if (published !== null && !rebuild) return published.tables;
  const builds = (await readdir(folder)).filter((name) => /^tables-\d+$/u.test(name));
  const unfinished = published === null && rebuild ? [] : builds.filter((name) => name !== published?.tables);
  for (const name of unfinished) {
    const made = await readIdentity(join(folder, name));
    if (made !== null && sameIdentity(made, identity) && (await canRead(join(folder, name)))) return name;
  }
  const numbers = builds.map((name) => Number(name.slice("tables-".length)));
  const name = `tables-${Math.max(0, ...numbers) + 1}`;
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, IDENTITY_FILE), JSON.stringify(identity));
  return name;
}

async function readIdentity(tablesFolder: string): Promise<IndexIdentity | null> {
  try {
    return indexIdentitySchema.parse(JSON.parse(await readFile(join(tablesFolder, IDENTITY_FILE), "utf8")));
  } catch {
    return null;
  }
}

function translateFailures(writer: CorpusWriter, guard: (error: unknown) => unknown): CorpusWriter {
  const guarded =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await work(...args);
      } catch (error) {
        throw guard(error);
      }
    };
  return {
    published: writer.published,
    listPublished: guarded(writer.listPublished),
    listWorking: guarded(writer.listWorking),
    getPublished: guarded(writer.getPublished),
    putPapers: guarded(writer.putPapers),
    putMetadata: guarded(writer.putMetadata),
    removePapers: guarded(writer.removePapers),
    scanTexts: writer.scanTexts,
    publish: guarded(writer.publish),
    close: writer.close,
  };
}

function writeFailure(error: unknown, folder: string): unknown {
  if (error instanceof AppError || isAbortError(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = systemErrorCode(error) ?? "";
  if (isDiskFull(error)) {
    return new AppError(
      "DISK_FULL",
      `The disk of ${folder} is full: free some space (an index of 400 papers takes about 10 MB) and run the command again; what was there is kept.`,
      { cause: error, retryable: true },
    );
  }
  if (
    /EACCES|EPERM|EROFS|ENOTDIR|EEXIST/u.test(code) ||
    // What Node.js reports of a folder that can't be made on a read-only file system.
    (code === "ENOENT" && /\bmkdir\b/u.test(text)) ||
    /SQLITE_(?:CANTOPEN|READONLY)/u.test(code) ||
    /permission denied|read-only|unable to open database/iu.test(text)
  ) {
    return new AppError(
      "STORE_UNWRITABLE",
      `The folder ${folder} can't be written: make it writable, or choose another with --data-dir or FOOTNOTE_DATA_DIR.`,
      { cause: error },
    );
  }
  // Whatever else the storage engine reports about its own files; a bug of ours stays what it is.
  return /\blance\b/iu.test(text) ? readFailure(folder, error) : error;
}
