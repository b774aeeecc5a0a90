import { existsSync } from "node:fs";
import { AppError, isAccessDenied, isDiskFull, systemErrorCode } from "../../domain/errors.ts";
import { createDatabaseThread, databaseThreadStarter, type StartDatabaseThread } from "./database-thread.ts";
import { MIGRATIONS } from "./migrations.ts";
import { openServerDatabase } from "./server-database.ts";
import { databaseOver, type SqlDatabase } from "./sql-database.ts";

/** A database file on this machine, or a server of the same engine. */
export type DatabaseLocation =
  | { readonly file: string }
  | { readonly url: string; readonly authToken: string | undefined };

/**
 * Opens the database and brings its schema up to date. A file lives in a thread of its own, so that nothing here waits
 * for a disk or for another process.
 *
 * Throws `STATE_FAILED`, `STATE_DAMAGED`, `STATE_MISMATCH`, `STORE_UNWRITABLE`, `ACCESS_DENIED`, `DISK_FULL`.
 */
export async function openDatabase(
  location: DatabaseLocation,
  start: StartDatabaseThread = databaseThreadStarter(),
  signal?: AbortSignal,
): Promise<SqlDatabase> {
  const place = placeOf(location);
  try {
    if ("url" in location) return await openServerDatabase(location, place, MIGRATIONS);
    const database = databaseOver(createDatabaseThread(start, { file: location.file, migrate: true }), place);
    try {
      await database.open(signal === undefined ? {} : { signal });
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    throw toStateError(error, place);
  }
}

/**
 * Says where the database is. One that exists is opened, which shows whether it can be; a file is not made for this.
 * Throws as `openDatabase` does.
 */
export async function inspectDatabase(location: DatabaseLocation, start?: StartDatabaseThread): Promise<string> {
  const place = placeOf(location);
  if ("file" in location && !existsSync(location.file)) return `${place}, to be made`;
  const database = await openDatabase(location, start);
  await database.close();
  return place;
}

/** Where the database is, without credentials. */
function placeOf(location: DatabaseLocation): string {
  return "file" in location ? location.file : new URL(location.url).host;
}

/** An error of the engine as one of ours, its text kept as the cause: it may quote data. */
export function toStateError(error: unknown, place: string): unknown {
  if (error instanceof AppError) return error;
  const code = systemErrorCode(error) ?? "";
  if (isAccessDenied(error)) {
    return new AppError(
      "ACCESS_DENIED",
      `The bot's database ${place} may not be read and written, permission is denied: give this user the right to.`,
      { cause: error },
    );
  }
  if (isDiskFull(error)) {
    return new AppError("DISK_FULL", `The disk of the bot's database ${place} is full: make room.`, { cause: error });
  }
  if (/^(?:EROFS|ENOTDIR|EEXIST|SQLITE_(?:CANTOPEN|READONLY|PERM))/u.test(code)) {
    return new AppError(
      "STORE_UNWRITABLE",
      `The bot's database ${place} can't be written: make its folder writable, or name another one with FOOTNOTE_DATA_DIR.`,
      { cause: error },
    );
  }
  if (/^SQLITE_(?:NOTADB|CORRUPT)/u.test(code)) {
    return new AppError(
      "STATE_DAMAGED",
      `The bot's database ${place} is damaged: restore a backup of it with “footnote restore”, or move it away.`,
      { cause: error },
    );
  }
  if (!(error instanceof Error)) return error;
  return new AppError("STATE_FAILED", `The bot's database ${place} can't be used just now: try again in a moment.`, {
    cause: error,
    retryable: true,
  });
}
