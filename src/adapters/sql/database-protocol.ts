import { AppError, type AppErrorCode, systemErrorCode } from "../../domain/errors.ts";
import { type EngineResult, type EngineTask, SqlFailure } from "./sql-database.ts";

/** What the thread of a database file is told. */
export type DatabaseRequest =
  | { readonly kind: "run"; readonly id: number; readonly task: EngineTask }
  /** Nobody waits for this one any more. */
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "close" };

/** What it answers; after `close` it ends. */
export type DatabaseReply =
  | { readonly id: number; readonly ok: true; readonly result: EngineResult }
  | { readonly id: number; readonly ok: false; readonly failure: CarriedFailure };

/** An error as it goes from one thread to another: codes and messages, no stack. */
export interface CarriedFailure {
  readonly app: AppErrorCode | null;
  readonly code: string;
  readonly message: string;
}

export function carry(error: unknown): CarriedFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AppError) return { app: error.code, code: error.code, message };
  return { app: null, code: systemErrorCode(error) ?? "UNKNOWN", message };
}

export function unpackFailure({ app, code, message }: CarriedFailure): Error {
  return app === null ? new SqlFailure(code, message) : new AppError(app, message);
}
