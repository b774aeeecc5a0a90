import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { toStateError } from "./open-database.ts";
import type { CallOptions, SqlDatabase, SqlRow, SqlStatement } from "./sql-database.ts";

type Argument = string | number | null;

/**
 * Runs statements on one database. Every method throws `STATE_FAILED` when it can't be reached, `STATE_DAMAGED` and
 * `DISK_FULL` where that is why.
 */
export interface SqlRunner {
  all<T>(sql: string, args: Argument[], read: (row: SqlRow) => T): Promise<T[]>;
  first<T>(sql: string, args: Argument[], read: (row: SqlRow) => T): Promise<T | null>;
  /** Runs one statement; returns how many rows it changed. */
  run(sql: string, args: Argument[], options?: CallOptions): Promise<number>;
  /** Runs statements in one transaction; returns how many rows they changed together. */
  runAll(statements: readonly SqlStatement[]): Promise<number>;
  /** Runs statements in one transaction; returns how many rows each changed. */
  runEach(statements: readonly SqlStatement[]): Promise<readonly number[]>;
  /** Does some other work with the database, its errors made ours. */
  guarded<T>(work: (database: SqlDatabase) => Promise<T>): Promise<T>;
}

export function createSqlRunner(database: SqlDatabase): SqlRunner {
  const guarded = async <T>(work: (database: SqlDatabase) => Promise<T>): Promise<T> => {
    try {
      return await work(database);
    } catch (error) {
      throw toStateError(error, database.place);
    }
  };
  const all = async <T>(sql: string, args: Argument[], read: (row: SqlRow) => T): Promise<T[]> =>
    (await guarded(() => database.read({ sql, args }))).map((row) => readRow(row, read, database.place));
  const runEach = (statements: readonly SqlStatement[]) => guarded(() => database.write(statements));
  return {
    all,
    first: async (sql, args, read) => (await all(sql, args, read))[0] ?? null,
    run: (sql, args, options) => guarded(async () => (await database.write([{ sql, args }], options))[0] ?? 0),
    runEach,
    runAll: async (statements) => (await runEach(statements)).reduce((sum, changed) => sum + changed, 0),
    guarded,
  };
}

/** What is wrong with a row may quote what stands in it, which belongs in no log. */
function readRow<T>(row: SqlRow, read: (row: SqlRow) => T, place: string): T {
  try {
    return read(row);
  } catch (error) {
    const cause = error instanceof Error ? error.name : undefined;
    throw new AppError("STATE_DAMAGED", `The bot's database ${place} holds a row that can't be read.`, { cause });
  }
}

const textSchema = z.string();
export const text = (value: unknown): string => textSchema.parse(value);
export const textOrNull = (value: unknown): string | null => textSchema.nullable().parse(value);
export const date = (value: unknown): Date => new Date(Number(value));
