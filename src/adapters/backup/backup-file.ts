import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { BackupReport } from "../../domain/backup-report.ts";
import { AppError, isAccessDenied, isDiskFull, systemErrorCode } from "../../domain/errors.ts";
import { RESTORE_FOLDER } from "../../domain/restore-folder.ts";
import type { BackupPart } from "../../ports/backup-part.ts";
import type { Clock } from "../../ports/clock.ts";
import { damaged, packFolder, unpackInto } from "./backup-archive.ts";

/** Stands among what was set aside for a part that was not there. */
const NONE = ".none";

export interface BackupDeps {
  readonly dataDir: string;
  readonly parts: readonly BackupPart[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Writes all parts into one file, which appears under its name when it is complete and has been read through.
 *
 * Throws `SOURCE_MISSING` where there is nothing, `OUTPUT_FAILED`, `STORE_UNWRITABLE`, and what the parts throw.
 */
export async function makeBackup({ parts, clock, signal, dataDir }: BackupDeps, target: string): Promise<BackupReport> {
  const file = resolve(target);
  let staging: string | undefined;
  try {
    staging = await mkdtemp(join(dirname(file), `.${basename(file)}.`));
    const copies = join(staging, "copies");
    await mkdir(copies);
    const held: { name: string; version: number | null }[] = [];
    for (const part of parts) {
      signal.throwIfAborted();
      const copy = join(copies, part.name);
      held.push({ name: part.name, version: (await part.copyTo(copy)) ? await part.check(copy) : null });
    }
    if (held.every(({ version }) => version === null)) {
      throw new AppError("SOURCE_MISSING", `There is nothing to back up in ${dataDir}: name another data folder.`);
    }
    signal.throwIfAborted();
    const madeAt = clock.now().toISOString();
    const archive = join(staging, "archive");
    await packFolder(copies, archive, { madeAt, parts: held });
    signal.throwIfAborted();
    await rename(archive, file);
    await syncFolder(dirname(file));
    return { file, bytes: (await stat(file)).size, madeAt, parts: held };
  } catch (error) {
    throw outputFailure(file, error);
  } finally {
    if (staging !== undefined) await removeFolder(staging).catch(() => {});
  }
}

/**
 * Puts what a backup holds in the place of what is there. The backup is unpacked and read through first; what is there
 * is set aside, and only gone when all of the backup is in its place. Parts that the backup does not hold stay.
 *
 * Throws `STATE_FAILED` while a bot or an indexing has them open, `INPUT_INVALID`, `SOURCE_MISSING`, `DISK_FULL`,
 * `STORE_UNWRITABLE`, `STATE_MISMATCH` for a backup of a newer version.
 */
export async function restoreBackup({ dataDir, parts, signal }: BackupDeps, source: string): Promise<BackupReport> {
  const file = resolve(source);
  const ready = join(dataDir, RESTORE_FOLDER);
  const partial = `${ready}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    // Whatever may be wrong with the file is told before anything is done.
    const made = !existsSync(dataDir);
    await removeLeftovers(dataDir);
    await mkdir(partial, { recursive: true });
    try {
      await mkdir(join(partial, "new"));
      const { madeAt, parts: held } = await unpackInto(file, join(partial, "new"));
      const restored = parts.filter(({ name }) => held.some((part) => part.name === name && part.version !== null));
      for (const part of restored) await checkUnpacked(part, join(partial, "new", part.name), file);
      signal.throwIfAborted();
      await undoUnfinished(ready, parts);
      await mkdir(join(partial, "old"));
      // From here on whoever opens the data folder is told to wait.
      await rename(partial, ready);
      await checkUnused(dataDir, parts, ready);
      for (const part of restored) await putInPlace(part, ready);
      await syncFolder(dataDir);
      await rm(ready, { recursive: true, force: true });
      const placed = held.filter(({ name }) => restored.some((part) => part.name === name));
      return { file, bytes: (await stat(file)).size, madeAt, parts: placed };
    } catch (error) {
      await removeFolder(partial).catch(() => {});
      if (existsSync(ready)) await undoUnfinished(ready, parts);
      if (made && (await readdir(dataDir)).length === 0) await rm(dataDir, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    throw restoreFailure(dataDir, error);
  }
}

/** A write that was under way when another one failed may still be making files. */
function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** Of a restore that was killed while it unpacked. */
async function removeLeftovers(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(`${RESTORE_FOLDER}.`)) await removeFolder(join(dataDir, name));
  }
}

async function checkUnpacked(part: BackupPart, copy: string, file: string): Promise<void> {
  try {
    await part.check(copy);
  } catch (error) {
    if (error instanceof AppError && /_DAMAGED$/u.test(error.code)) throw damaged(file, error);
    throw error;
  }
}

async function checkUnused(dataDir: string, parts: readonly BackupPart[], ready: string): Promise<void> {
  for (const part of parts) {
    if (!(await part.isInUse())) continue;
    await rm(ready, { recursive: true, force: true });
    throw new AppError(
      "STATE_FAILED",
      `The data folder ${dataDir} is in use by a running bot or command: stop it, then restore.`,
      { retryable: true },
    );
  }
}

/** What is there goes aside, with what belongs to it; the copy takes its place. */
async function putInPlace({ name, place, beside }: BackupPart, ready: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  if (!existsSync(place)) await writeFile(join(ready, "old", `${name}${NONE}`), "");
  for (const path of [...beside, place]) {
    if (existsSync(path)) await rename(path, join(ready, "old", basename(path)));
  }
  await rename(join(ready, "new", name), place);
}

/** After a restore that was cut short: what had been set aside is in its place again. */
async function undoUnfinished(ready: string, parts: readonly BackupPart[]): Promise<void> {
  if (!existsSync(ready)) return;
  for (const { name, place, beside } of parts) {
    const old = join(ready, "old", basename(place));
    const wasThere = existsSync(old);
    if (wasThere || existsSync(join(ready, "old", `${name}${NONE}`))) {
      await rm(place, { recursive: true, force: true });
    }
    if (wasThere) await rename(old, place);
    for (const path of beside) {
      const aside = join(ready, "old", basename(path));
      if (existsSync(aside)) await rename(aside, path);
    }
  }
  await rm(ready, { recursive: true, force: true });
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function outputFailure(file: string, cause: unknown): unknown {
  if (isDiskFull(cause) || (cause instanceof AppError && cause.code === "DISK_FULL")) {
    return new AppError("OUTPUT_FAILED", `The backup ${file} can't be written, the disk is full: make room.`, {
      cause,
    });
  }
  if (cause instanceof AppError || !isUnwritable(cause)) return cause;
  return new AppError("STORE_UNWRITABLE", `The backup ${file} can't be written there: name another file.`, { cause });
}

function restoreFailure(dataDir: string, cause: unknown): unknown {
  if (cause instanceof AppError) return cause;
  if (isDiskFull(cause)) {
    return new AppError("DISK_FULL", `The disk of ${dataDir} is full: make room; what was there is kept.`, { cause });
  }
  if (!isUnwritable(cause)) return cause;
  return new AppError(
    "STORE_UNWRITABLE",
    `The data folder ${dataDir} can't be written: make it writable, or choose another with --data-dir.`,
    { cause },
  );
}

function isUnwritable(error: unknown): boolean {
  if (isAccessDenied(error)) return true;
  return /^(?:EROFS|ENOENT|ENOTDIR|EEXIST|EISDIR|ENOTEMPTY|EBUSY)$/u.test(systemErrorCode(error) ?? "");
}
