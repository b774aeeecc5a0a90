import { copyFile, link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemErrorCode } from "../../domain/errors.ts";
import { indexManifestSchema } from "../../domain/index-manifest.ts";
import type { BackupPart } from "../../ports/backup-part.ts";
import { openLanceReader } from "./lance-reader.ts";
import { readManifest } from "./manifest-file.ts";

/** A writer may clear old files away while they are copied; the state that is published then is copied instead. */
const TRIES = 5;
/** Newest versions sort first in the folder of versions: their files count down from here. */
const LAST_VERSION = 2n ** 64n - 1n;

/**
 * The index as a part of a backup. Files of tables never change once they are written, so the published state is copied
 * by naming its files a second time; what a writer has begun beside it is left out.
 *
 * @param lock takes the single-writer lock at a path
 */
export function indexBackup(
  folder: string,
  lock: (
    file: string,
    options: { readonly signal: AbortSignal; readonly onWait: () => void },
  ) => Promise<{ release(): void }>,
): BackupPart {
  return {
    name: "index",
    place: folder,
    beside: [],
    async copyTo(target) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await copyPublished(folder, target);
        } catch (error) {
          if (systemErrorCode(error) !== "ENOENT" || attempt === TRIES) throw error;
          await rm(target, { recursive: true, force: true });
        }
      }
    },
    async check(copy) {
      const manifest = await readManifest(copy);
      if (manifest === null) throw new Error("a copy of an index without its manifest");
      const reader = await openLanceReader(copy, manifest);
      try {
        const [first] = await reader.listTitles();
        if (first !== undefined) await reader.getChunks([first.paperId]);
        await reader.vocabulary();
      } finally {
        await reader.close();
      }
      return manifest.indexVersion;
    },
    async isInUse() {
      if ((await readManifest(folder).catch(() => null)) === null) return false;
      const waiting = new AbortController();
      try {
        const onWait = () => waiting.abort(new Error("another process writes"));
        const held = await lock(join(folder, "writer.lock"), { signal: waiting.signal, onWait });
        held.release();
        return false;
      } catch (error) {
        if (waiting.signal.aborted) return true;
        throw error;
      }
    },
  };
}

async function copyPublished(folder: string, target: string): Promise<boolean> {
  if ((await readManifest(folder)) === null) return false;
  const text = await readFile(join(folder, "manifest.json"), "utf8");
  const { tables, papersVersion, chunksVersion, vocabulary } = indexManifestSchema.parse(JSON.parse(text));
  await mkdir(target, { recursive: true });
  const versions = new Map([
    [`${tables}/papers.lance`, papersVersion],
    [`${tables}/chunks.lance`, chunksVersion],
  ]);
  const below = await readdir(join(folder, tables), { recursive: true, withFileTypes: true });
  const paths = below
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
  const published = paths.filter((path) => {
    const match = /^(?<table>.+)\/_versions\/(?<name>[^/]+)$/u.exec(path)?.groups;
    if (match === undefined) return true;
    return versionIn(match["name"] ?? "") === versions.get(match["table"] ?? "");
  });
  for (const path of [...published, vocabulary]) await copyOf(join(folder, path), join(target, path));
  await writeFile(join(target, "manifest.json"), text);
  return true;
}

/** The version of a table that a file of its folder of versions names; both ways of counting are in use. */
function versionIn(name: string): number | undefined {
  const digits = /^(\d+)\.manifest$/u.exec(name)?.[1];
  if (digits === undefined) return undefined;
  const count = BigInt(digits);
  return Number(digits.length === 20 ? LAST_VERSION - count : count);
}

/** A second name for the same file, or a copy where the file system has none. */
async function copyOf(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await link(from, to);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") throw error;
    await copyFile(from, to);
  }
}
