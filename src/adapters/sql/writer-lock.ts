import { setTimeout as sleep } from "node:timers/promises";
import Database from "libsql";

/** A lock that the operating system gives back when its holder dies, however it dies. */
export interface WriterLock {
  release(): void;
}

export interface AcquireOptions {
  readonly signal?: AbortSignal;
  /** Called once when another process holds the lock. */
  readonly onWait?: () => void;
}

const POLL_MS = 200;

/**
 * Takes the single-writer lock at `file`: an exclusive transaction on an empty SQL database, which the engine guards
 * with a file lock of the operating system. So `kill -9` leaves no stale lock behind, on any platform.
 */
export async function acquireWriterLock(file: string, options: AcquireOptions = {}): Promise<WriterLock> {
  const database = new Database(file);
  let waited = false;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      try {
        database.exec("BEGIN EXCLUSIVE");
        break;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (!waited) options.onWait?.();
        waited = true;
        await sleep(POLL_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
      }
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    release() {
      if (database.inTransaction) database.exec("ROLLBACK");
      database.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}
