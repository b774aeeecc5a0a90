/** A statement with what stands for its question marks. */
export interface SqlStatement {
  readonly sql: string;
  readonly args: readonly (string | number | null)[];
}

export type SqlRow = Readonly<Record<string, unknown>>;

export interface CallOptions {
  /** Frees the caller at once; what the engine is in the middle of runs to its end. */
  readonly signal?: AbortSignal;
  /** How long the call may take, waiting for other processes included. Default 5 s. */
  readonly deadlineMs?: number;
}

/**
 * One database, asked without ever holding up the thread that asks. Calls reject with what the engine reports: an
 * error with its `code`, such as `SQLITE_BUSY` for a database that another process kept locked up to the deadline.
 */
export interface SqlDatabase {
  /** Where it is, without credentials, for error messages. */
  readonly place: string;
  read(statement: SqlStatement, options?: CallOptions): Promise<readonly SqlRow[]>;
  /** Runs statements in one transaction; returns how many rows each changed. */
  write(statements: readonly SqlStatement[], options?: CallOptions): Promise<readonly number[]>;
  /** Brings what was written into the one file, and empties the log beside it. Nothing to do on a server. */
  checkpoint(options?: CallOptions): Promise<void>;
  /** Rewrites the file so that nothing which was deleted is left in its bytes, nor in copies made by migrations. */
  erase(options?: CallOptions): Promise<void>;
  close(): Promise<void>;
}

/** What the engine of a database file is asked to do. */
export type EngineTask =
  | { readonly kind: "open" }
  | { readonly kind: "read"; readonly statement: SqlStatement }
  | { readonly kind: "write"; readonly statements: readonly SqlStatement[] }
  | { readonly kind: "checkpoint" }
  | { readonly kind: "erase" }
  | { readonly kind: "copy"; readonly file: string }
  | { readonly kind: "inspect" };

/** Rows of a read, row counts of a write, nothing, or what was found out about a file. */
export type EngineResult = readonly SqlRow[] | readonly number[] | EngineFinding | null;

export interface EngineFinding {
  readonly schemaVersion: number;
}

export interface EngineOptions {
  readonly file: string;
  /** Whether the schema is brought up to date; else it is left as it is, and a file is not made. */
  readonly migrate: boolean;
  /** Default `FULL`; `OFF` is for tests, which survive no power cut. */
  readonly synchronous?: "FULL" | "OFF";
}

/** Runs tasks one after the other. A signal takes back one that has not begun. */
export interface EngineQueue {
  run(task: EngineTask, signal: AbortSignal): Promise<EngineResult>;
  /** Finishes what waits if that takes no more than a moment, and closes the file. */
  close(): Promise<void>;
}

const DEADLINE_MS = 5_000;
/** Opening may wait for another process that changes the schema; rewriting takes as long as the file is large. */
export const LONG_DEADLINE_MS = 60_000;

/** The database over a queue of tasks, wherever that runs. */
export function databaseOver(
  queue: EngineQueue,
  place: string,
): SqlDatabase & {
  open(options?: CallOptions): Promise<void>;
  /** Writes a consistent copy into a new file, while others read and write. */
  copyTo(file: string, options?: CallOptions): Promise<void>;
  inspect(): Promise<EngineFinding>;
} {
  const run = async (task: EngineTask, { signal, deadlineMs = DEADLINE_MS }: CallOptions = {}) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new SqlFailure("SQLITE_BUSY", "no answer in time")), deadlineMs);
    try {
      return await queue.run(task, signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]));
    } finally {
      clearTimeout(timer);
    }
  };
  const long = (options: CallOptions = {}): CallOptions => ({ deadlineMs: LONG_DEADLINE_MS, ...options });
  return {
    place,
    open: async (options) => void (await run({ kind: "open" }, long(options))),
    read: async (statement, options) => rowsOf(await run({ kind: "read", statement }, options)),
    write: async (statements, options) => countsOf(await run({ kind: "write", statements }, options)),
    checkpoint: async (options) => void (await run({ kind: "checkpoint" }, options)),
    async erase(options) {
      await run({ kind: "erase" }, long(options));
      // The log holds what the file held before.
      await run({ kind: "checkpoint" }, long(options));
    },
    copyTo: async (file, options) => void (await run({ kind: "copy", file }, long(options))),
    async inspect() {
      const found = await run({ kind: "inspect" }, long());
      if (found === null || !("schemaVersion" in found)) throw new Error("the engine gave no finding");
      return found;
    },
    close: () => queue.close(),
  };
}

function rowsOf(result: EngineResult): readonly SqlRow[] {
  if (!Array.isArray(result)) throw new Error("the engine gave no rows");
  return result.filter((row): row is SqlRow => typeof row === "object" && row !== null);
}

function countsOf(result: EngineResult): readonly number[] {
  if (!Array.isArray(result)) throw new Error("the engine gave no counts");
  return result.filter((count): count is number => typeof count === "number");
}

/** What the engine reports, after it went from one thread to another. */
export class SqlFailure extends Error {
  override readonly name = "SqlFailure";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
