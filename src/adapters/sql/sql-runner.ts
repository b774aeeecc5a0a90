import type { Client, InStatement, Row } from "@libsql/client";
import { z } from "zod";
import { toStateError } from "./open-database.ts";

type Argument = string | number | null;

/** Runs statements on one database. Every method throws `STATE_FAILED` when it can't be reached or is damaged. */
export interface SqlRunner {
  all<T>(sql: string, args: Argument[], read: (row: Row) => T): Promise<T[]>;
  first<T>(sql: string, args: Argument[], read: (row: Row) => T): Promise<T | null>;
  /** Runs one statement; returns how many rows it changed. */
  run(sql: string, args: Argument[]): Promise<number>;
  /** Runs statements in one transaction; returns how many rows they changed together. */
  runAll(statements: InStatement[]): Promise<number>;
  /** Runs statements in one transaction; returns how many rows each changed. */
  runEach(statements: InStatement[]): Promise<number[]>;
}

/** @param place where the database is, for error messages */
export function createSqlRunner(client: Client, place: string): SqlRunner {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toStateError(error, place);
    }
  };
  const all = async <T>(sql: string, args: Argument[], read: (row: Row) => T): Promise<T[]> =>
    guarded(async () => (await client.execute({ sql, args })).rows.map(read));
  const runEach = (statements: InStatement[]) =>
    guarded(async () => (await client.batch(statements, "write")).map(({ rowsAffected }) => rowsAffected));
  return {
    all,
    first: async (sql, args, read) => (await all(sql, args, read))[0] ?? null,
    run: (sql, args) => guarded(async () => (await client.execute({ sql, args })).rowsAffected),
    runEach,
    runAll: async (statements) => (await runEach(statements)).reduce((sum, changed) => sum + changed, 0),
  };
}

const textSchema = z.string();
export const text = (value: unknown): string => textSchema.parse(value);
export const textOrNull = (value: unknown): string | null => textSchema.nullable().parse(value);
export const date = (value: unknown): Date => new Date(Number(value));
