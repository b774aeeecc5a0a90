import { systemErrorCode } from "../../domain/errors.ts";
import type { Engine } from "./database-engine.ts";
import { type EngineQueue, type EngineResult, type EngineTask, SqlFailure } from "./sql-database.ts";

/** Tasks that may wait at once. */
const MOST_WAITING = 5_000;
/** How soon a task is tried again that found the database locked by another process. */
const AGAIN_MS = 40;
const CLOSE_MS = 1_500;

interface Waiting {
  readonly task: EngineTask;
  readonly resolve: (result: EngineResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Tasks for one engine, in the order they come. What finds the database locked by another process is tried again and
 * again until its caller gives up; meanwhile whatever only reads goes past it, and what writes stays in order.
 */
export function createEngineQueue(engine: Engine): EngineQueue {
  const waiting: Waiting[] = [];
  /** Until then the first task that is no read waits for another process. */
  let blocked = false;
  let scheduled = false;
  let closing: (() => void) | null = null;
  let closed = false;
  let ended: Promise<void> | undefined;

  const schedule = () => {
    if (scheduled || closed) return;
    scheduled = true;
    // Between tasks the thread takes messages: callers that give up are heard.
    setImmediate(() => {
      scheduled = false;
      step();
    });
  };

  const step = () => {
    const at = blocked ? waiting.findIndex(({ task }) => task.kind === "read") : 0;
    const next = waiting[at];
    if (next === undefined) {
      if (waiting.length === 0) closing?.();
      return;
    }
    try {
      const result = engine.run(next.task);
      waiting.splice(at, 1);
      next.resolve(result);
    } catch (error) {
      if (isBusy(error)) {
        if (!blocked) {
          blocked = true;
          setTimeout(() => {
            blocked = false;
            schedule();
          }, AGAIN_MS);
        } else {
          // A read that is held up as well: to the end, so that the others have their turn.
          waiting.splice(at, 1);
          waiting.push(next);
          return;
        }
      } else {
        waiting.splice(at, 1);
        next.reject(error);
      }
    }
    schedule();
  };

  return {
    run(task, signal) {
      return new Promise((resolve, reject) => {
        if (closed || closing !== null) return reject(new SqlFailure("SQLITE_MISUSE", "the database is closed"));
        if (signal.aborted) return reject(signal.reason);
        if (waiting.length >= MOST_WAITING) return reject(new SqlFailure("SQLITE_BUSY", "too many calls wait"));
        const giveUp = () => {
          const at = waiting.indexOf(entry);
          if (at !== -1) waiting.splice(at, 1);
          reject(signal.reason);
        };
        const settled = () => signal.removeEventListener("abort", giveUp);
        const entry: Waiting = {
          task,
          resolve(result) {
            settled();
            resolve(result);
          },
          reject(error) {
            settled();
            reject(error);
          },
        };
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(entry);
        schedule();
      });
    },
    close() {
      ended ??= new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          if (closed) return;
          closed = true;
          for (const { reject } of waiting.splice(0)) reject(new SqlFailure("SQLITE_BUSY", "the database is closed"));
          try {
            engine.close();
          } finally {
            resolve();
          }
        };
        const timer = setTimeout(end, CLOSE_MS);
        closing = end;
        schedule();
      });
      return ended;
    },
  };
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/u.test(systemErrorCode(error) ?? "");
}
