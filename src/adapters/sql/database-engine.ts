import { randomUUID } from "node:crypto";
import { accessSync, constants, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "libsql";
import { AppError, systemErrorCode } from "../../domain/errors.ts";
import { MIGRATIONS } from "./migrations.ts";
import { newerState } from "./newer-state.ts";
import {
  type EngineOptions,
  type EngineResult,
  type EngineTask,
  SqlFailure,
  type SqlRow,
  type SqlStatement,
} from "./sql-database.ts";

/** How long the engine itself waits for a lock; longer waits let other tasks pass (see database-queue.ts). */
const BUSY_MS = 50;
/** Copies made before migrations that are kept. */
const COPIES_KEPT = 2;
/** Less than this, and the log's index finds no room. */
const FULL_BELOW_BYTES = 64 * 1024;

/** A database file, opened at the first task. Everything it does holds up its thread: it lives in one of its own. */
export interface Engine {
  /** Throws what the engine reports, with a code; `SQLITE_BUSY` where the same task may succeed a moment later. */
  run(task: EngineTask): EngineResult;
  close(): void;
}

/**
 * The engine of one database file. Settings of every connection: a write-ahead log, so that readers and the writer don't
 * wait for each other; every commit is on the disk before it counts, since the ledger of digests must not forget in a
 * power cut what was posted; foreign keys are checked; what is deleted is overwritten.
 */
export function createEngine({ file, migrate, synchronous = "FULL" }: EngineOptions): Engine {
  let open: Database.Database | null = null;

  const opened = (): Database.Database => {
    if (open !== null) return open;
    if (migrate) mkdirSync(dirname(file), { recursive: true });
    const isThere = checkAccess(file, migrate);
    const database = new Database(file, { timeout: BUSY_MS });
    try {
      // Before anything is changed in the file.
      const version = schemaVersion(database);
      if (version > MIGRATIONS.length) throw newerState(file, version);
      // By `exec`, which ends its statements whatever becomes of them: a prepared one that found the database busy
      // stays open, with its locks, until it is collected.
      database.exec(`
        PRAGMA busy_timeout = ${BUSY_MS};
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = ${synchronous};
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
      `);
      if (migrate && version < MIGRATIONS.length) bringUpToDate(database, file, version);
    } catch (error) {
      database.close();
      // Opening makes an empty file; one that could not be filled is not left behind.
      if (!isThere && statSync(file, { throwIfNoEntry: false })?.size === 0) rmSync(file, { force: true });
      throw error;
    }
    open = database;
    return database;
  };

  const runTask = (task: EngineTask): EngineResult => {
    const database = opened();
    switch (task.kind) {
      case "open":
        return null;
      case "read":
        return inTransaction(database, "BEGIN", () => readRows(database, task.statement));
      case "write":
        return inTransaction(database, "BEGIN IMMEDIATE", () =>
          task.statements.map(({ sql, args }) => database.prepare(sql).run([...args]).changes),
        );
      case "checkpoint":
        return checkpoint(database);
      case "erase":
        database.exec("VACUUM");
        for (const copy of migrationCopies(file)) rmSync(copy, { force: true });
        return null;
      case "copy":
        copyInto(database, task.file);
        return null;
      case "inspect":
        checkIntegrity(database);
        return { schemaVersion: schemaVersion(database) };
    }
  };

  return {
    run(task) {
      try {
        return runTask(task);
      } catch (error) {
        throw isInputOutput(error) && isFull(dirname(file)) ? new SqlFailure("SQLITE_FULL", "the disk is full") : error;
      }
    },
    close() {
      const database = open;
      open = null;
      if (database === null) return;
      try {
        checkpoint(database);
      } catch {
        // Another process reads or writes; the last one to close the file brings the log into it.
      }
      database.close();
    },
  };
}

function readRows(database: Database.Database, { sql, args }: SqlStatement): SqlRow[] {
  return database
    .prepare(sql)
    .all([...args])
    .filter((row): row is SqlRow => typeof row === "object" && row !== null);
}

/** A transaction that has ended in any case when this returns or throws. */
function inTransaction<T>(database: Database.Database, begin: "BEGIN" | "BEGIN IMMEDIATE", work: () => T): T {
  database.exec(begin);
  try {
    // Takes the lock that reading needs, by a statement that ends even where it does not get it.
    database.exec("SELECT 1 FROM sqlite_schema LIMIT 1");
    const result = work();
    database.exec("COMMIT");
    return result;
  } finally {
    if (database.inTransaction) database.exec("ROLLBACK");
  }
}

/** Throws `SQLITE_BUSY` while somebody reads from the log. */
function checkpoint(database: Database.Database): null {
  const [row] = readRows(database, { sql: "PRAGMA wal_checkpoint(TRUNCATE)", args: [] });
  if (Number(row?.["busy"] ?? 0) !== 0) throw new SqlFailure("SQLITE_BUSY", "the log is being read");
  return null;
}

function schemaVersion(database: Database.Database): number {
  return inTransaction(database, "BEGIN", () => {
    const [table] = readRows(database, {
      sql: "SELECT 1 AS found FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'",
      args: [],
    });
    if (table === undefined) return 0;
    const [row] = readRows(database, { sql: "SELECT MAX(version) AS version FROM schema_migrations", args: [] });
    return Number(row?.["version"] ?? 0);
  });
}

/** Runs the missing steps and records them, all in one transaction: after a failure the schema is as before. */
function bringUpToDate(database: Database.Database, file: string, found: number): void {
  if (found > 0) keepCopy(database, file, found);
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec(
      "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)",
    );
    // Another process may have been faster.
    const [row] = readRows(database, { sql: "SELECT MAX(version) AS version FROM schema_migrations", args: [] });
    const applied = Number(row?.["version"] ?? 0);
    for (let version = applied + 1; version <= MIGRATIONS.length; version += 1) {
      database.exec(MIGRATIONS[version - 1] ?? "");
      database
        .prepare("INSERT INTO schema_migrations (version, applied_at) VALUES (?, unixepoch() * 1000)")
        .run([version]);
    }
    database.exec("COMMIT");
  } finally {
    if (database.inTransaction) database.exec("ROLLBACK");
  }
}

/** Keeps the file as it was before its schema changes, beside it: `state.db.v4.copy`. */
function keepCopy(database: Database.Database, file: string, version: number): void {
  copyInto(database, `${file}.v${version}.copy`);
  const newestFirst = migrationCopies(file).sort((a, b) => versionOfCopy(b) - versionOfCopy(a));
  for (const copy of newestFirst.slice(COPIES_KEPT)) rmSync(copy, { force: true });
}

function migrationCopies(file: string): string[] {
  const name = basename(file);
  return readdirSync(dirname(file))
    .filter((other) => other.startsWith(`${name}.v`) && /^\d+\.copy$/u.test(other.slice(name.length + 2)))
    .map((other) => join(dirname(file), other));
}

function versionOfCopy(copy: string): number {
  return Number(/\.v(\d+)\.copy$/u.exec(copy)?.[1] ?? 0);
}

/** Nothing stands under the copy's name before it is complete. */
function copyInto(database: Database.Database, target: string): void {
  const temporary = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    database.exec(`VACUUM INTO '${temporary.replaceAll("'", "''")}'`);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Throws `SQLITE_CORRUPT`. */
function checkIntegrity(database: Database.Database): void {
  const rows = readRows(database, { sql: "PRAGMA quick_check(1)", args: [] });
  if (rows.length === 1 && rows[0]?.["quick_check"] === "ok") return;
  throw new SqlFailure("SQLITE_CORRUPT", "the check of the file failed");
}

/** The engine tells of a full disk in several ways, by what it was writing. */
function isInputOutput(error: unknown): boolean {
  return systemErrorCode(error)?.startsWith("SQLITE_IOERR") === true;
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch {
    return false;
  }
}

/** Whether the file is there. The engine itself does not tell why one can't be opened. */
function checkAccess(file: string, mayMake: boolean): boolean {
  const stats = statSync(file, { throwIfNoEntry: !mayMake });
  if (stats === undefined) {
    accessSync(dirname(file), constants.R_OK | constants.W_OK);
    return false;
  }
  if (!stats.isFile()) {
    throw new AppError("STORE_UNWRITABLE", `The bot's database ${file} is no file: move what is there away.`);
  }
  accessSync(file, constants.R_OK | constants.W_OK);
  return true;
}
