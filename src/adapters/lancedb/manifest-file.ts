import { randomUUID } from "node:crypto";
import { open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError, isAccessDenied, systemErrorCode } from "../../domain/errors.ts";
import { type IndexManifest, indexManifestSchema } from "../../domain/index-manifest.ts";
import type { Vocabulary } from "../../domain/vocabulary.ts";

const MANIFEST = "manifest.json";

/** The published manifest, or null where there is none. Throws `INDEX_DAMAGED`, `ACCESS_DENIED`. */
export async function readManifest(folder: string): Promise<IndexManifest | null> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT" || systemErrorCode(error) === "ENOTDIR") return null;
    throw readFailure(folder, error);
  }
  try {
    return indexManifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw readFailure(folder, error);
  }
}

/** Replaces the manifest in one atomic step that survives a power cut. */
export async function writeManifest(folder: string, manifest: IndexManifest): Promise<void> {
  await writeAtomically(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await leaveTrace(folder);
}

/** Beside the folder, so that it stays where the folder is moved away or deleted. */
const traceOf = (folder: string) => `${folder}.seen`;

/** Remembers that an index was published; a disk that can't be written is no reason to fail. */
export async function leaveTrace(folder: string): Promise<void> {
  const trace = traceOf(folder);
  if (await exists(trace)) return;
  await writeAtomically(
    trace,
    "An index was published here; the bot builds no other one in its place by itself.\n",
  ).catch(() => {});
}

/** True where an index was published before: what the trace or files of it say. An unfinished first build is none. */
export async function hadIndex(folder: string): Promise<boolean> {
  if (await exists(traceOf(folder))) return true;
  try {
    return (await readdir(folder)).some((name) => name === MANIFEST || /^vocabulary-/u.test(name));
  } catch (error) {
    // What can't be looked at may be an index.
    return systemErrorCode(error) !== "ENOENT";
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== "ENOENT";
  }
}

export async function writeVocabulary(folder: string, name: string, vocabulary: Vocabulary): Promise<void> {
  const { papers, averageTerms, paperCounts, wordCounts, abbreviations } = vocabulary;
  const stored = {
    papers,
    averageTerms,
    counts: Object.fromEntries(paperCounts),
    words: Object.fromEntries(wordCounts),
    abbreviations: Object.fromEntries(abbreviations),
  };
  await writeAtomically(join(folder, name), JSON.stringify(stored));
}

const vocabularySchema = z.object({
  papers: z.number(),
  averageTerms: z.number(),
  counts: z.record(z.string(), z.number()),
  words: z.record(z.string(), z.number()),
  abbreviations: z.record(z.string(), z.array(z.string())),
});

export async function readVocabulary(folder: string, name: string): Promise<Vocabulary> {
  try {
    const stored = vocabularySchema.parse(JSON.parse(await readFile(join(folder, name), "utf8")));
    return {
      papers: stored.papers,
      averageTerms: stored.averageTerms,
      paperCounts: new Map(Object.entries(stored.counts)),
      wordCounts: new Map(Object.entries(stored.words)),
      abbreviations: new Map(Object.entries(stored.abbreviations)),
    };
  } catch (error) {
    throw readFailure(folder, error);
  }
}

/** The error for an index that exists and can't be read: `ACCESS_DENIED`, else `INDEX_DAMAGED`. */
export function readFailure(folder: string, cause: unknown): AppError {
  if (isAccessDenied(cause)) {
    return new AppError(
      "ACCESS_DENIED",
      `The index in ${folder} may not be read, permission is denied: give this user the right to read it, or name another data folder with --data-dir or FOOTNOTE_DATA_DIR.`,
      { cause },
    );
  }
  return new AppError(
    "INDEX_DAMAGED",
    `The index in ${folder} is damaged: rebuild it with “npm run index -- --rebuild” and the sources that it was made of.`,
    { cause },
  );
}

async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes the rename itself durable. Windows can't open folders, and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
