import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { type Client, createClient, LibsqlError } from "@libsql/client";
import { AppError, isAccessDenied, isDiskFull, systemErrorCode } from "../../domain/errors.ts";
import { MIGRATIONS } from "./migrations.ts";

/** A database file on this machine, or a server of the same engine. */
export type DatabaseLocation =
  | { readonly file: string }
  | { readonly url: string; readonly authToken: string | undefined };

const BUSY_MS = 5_000;

/** Opens the database and brings its schema up to date. Throws `STATE_FAILED`, `STORE_UNWRITABLE`, `ACCESS_DENIED`. */
export async function openDatabase(location: DatabaseLocation): Promise<Client> {
  let client: Client | undefined;
  try {
    if ("file" in location) {
      mkdirSync(dirname(location.file), { recursive: true });
      checkAccess(location.file);
      client = createClient({ url: pathToFileURL(location.file).href });
      // Readers and the writer don't wait for each other; a power cut may lose the last moments, never the file.
      await client.execute("PRAGMA journal_mode = WAL");
      await client.execute("PRAGMA synchronous = NORMAL");
      await client.execute(`PRAGMA busy_timeout = ${BUSY_MS}`);
    } else {
      const { url, authToken } = location;
      client = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
    }
    await migrate(client);
    return client;
  } catch (error) {
    client?.close();
    throw toStateError(error, placeOf(location));
  }
}

/** The engine itself does not tell why a file can't be opened. */
function checkAccess(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    accessSync(dirname(file), constants.R_OK | constants.W_OK);
    return;
  }
  if (!stats.isFile()) {
    throw new AppError("STORE_UNWRITABLE", `The bot's database ${file} is no file: move what is there away.`);
  }
  accessSync(file, constants.R_OK | constants.W_OK);
}

/** Runs the missing steps and records them, all in one transaction: after a failure the schema is as before. */
async function migrate(client: Client): Promise<void> {
  await client.execute(
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)",
  );
  const transaction = await client.transaction("write");
  try {
    const { rows } = await transaction.execute("SELECT MAX(version) AS version FROM schema_migrations");
    const applied = Number(rows[0]?.["version"] ?? 0);
    if (applied > MIGRATIONS.length) {
      throw new AppError(
        "STATE_FAILED",
        `The bot's database is of a newer version (${applied}) than this program knows (${MIGRATIONS.length}): update the program.`,
      );
    }
    for (let version = applied + 1; version <= MIGRATIONS.length; version += 1) {
      await transaction.executeMultiple(MIGRATIONS[version - 1] ?? "");
      await transaction.execute({
        sql: "INSERT INTO schema_migrations (version, applied_at) VALUES (?, unixepoch() * 1000)",
        args: [version],
      });
    }
    await transaction.commit();
  } finally {
    transaction.close();
  }
}

/**
 * Says where the database is. One that exists is opened, which shows whether it can be; a file is not made for this.
 * Throws as `openDatabase` does.
 */
export async function inspectDatabase(location: DatabaseLocation): Promise<string> {
  const place = placeOf(location);
  if ("file" in location && !existsSync(location.file)) return `${place}, to be made`;
  (await openDatabase(location)).close();
  return place;
}

/** Where the database is, without credentials. */
export function placeOf(location: DatabaseLocation): string {
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
  if (isDiskFull(error)) return new AppError("DISK_FULL", "The disk is full: make room.", { cause: error });
  if (/^(?:EROFS|ENOTDIR|EEXIST|SQLITE_(?:CANTOPEN|READONLY|PERM))/u.test(code)) {
    return new AppError("STORE_UNWRITABLE", `The bot's database ${place} can't be written.`, { cause: error });
  }
  if (!(error instanceof LibsqlError) && !(error instanceof Error)) return error;
  const what =
    error instanceof LibsqlError && /SQLITE_(?:NOTADB|CORRUPT)/u.test(error.code)
      ? `is damaged: move ${place} away, or restore it from a copy`
      : "can't be used just now";
  return new AppError("STATE_FAILED", `The bot's database ${place} ${what}.`, { cause: error, retryable: true });
}
