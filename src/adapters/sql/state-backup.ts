import { existsSync } from "node:fs";
import Database from "libsql";
import { systemErrorCode } from "../../domain/errors.ts";
import type { BackupPart } from "../../ports/backup-part.ts";
import { createDatabaseThread, databaseThreadStarter, type StartDatabaseThread } from "./database-thread.ts";
import { toStateError } from "./open-database.ts";
import { databaseOver } from "./sql-database.ts";

const ALONE_WITHIN_MS = 300;

/** The bot's database file as a part of a backup. */
export function stateBackup(file: string, start: StartDatabaseThread = databaseThreadStarter()): BackupPart {
  /** Does some work with a file as it is: its schema is left alone. */
  const withDatabase = async <T>(
    path: string,
    work: (database: ReturnType<typeof databaseOver>) => Promise<T>,
  ): Promise<T> => {
    const database = databaseOver(createDatabaseThread(start, { file: path, migrate: false }), path);
    try {
      return await work(database);
    } catch (error) {
      throw toStateError(error, path);
    } finally {
      await database.close();
    }
  };
  return {
    name: "state.db",
    place: file,
    beside: [`${file}-wal`, `${file}-shm`],
    async copyTo(target) {
      if (!existsSync(file)) return false;
      await withDatabase(file, (database) => database.copyTo(target));
      return true;
    },
    check: async (copy) => (await withDatabase(copy, (database) => database.inspect())).schemaVersion,
    isInUse: async () => existsSync(file) && !isAlone(file),
  };
}

/** Whether no other process has the file open: only then can its log be given up. */
function isAlone(file: string): boolean {
  const database = new Database(file, { timeout: ALONE_WITHIN_MS });
  try {
    database.exec("PRAGMA journal_mode = DELETE");
    return true;
  } catch (error) {
    // One that is damaged is of use to nobody.
    return !/^SQLITE_(?:BUSY|LOCKED)/u.test(systemErrorCode(error) ?? "");
  } finally {
    database.close();
  }
}
