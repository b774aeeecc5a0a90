import { Worker } from "node:worker_threads";
import { type DatabaseReply, type DatabaseRequest, unpackFailure } from "./database-protocol.ts";
import { type EngineOptions, type EngineQueue, type EngineResult, SqlFailure } from "./sql-database.ts";

/** The compiled thread, in `dist`: Node.js runs no TypeScript by itself. */
const THREAD_URL = new URL("./database-worker.js", import.meta.url);
/** Calls that may be under way at once. */
const MOST_UNDER_WAY = 5_000;
/** The thread closes the file within 1.5 s; one that hangs in the file system is left behind. */
const CLOSE_MS = 3_000;

export type StartDatabaseThread = (options: EngineOptions) => Worker;

export function databaseThreadStarter(url: URL = THREAD_URL): StartDatabaseThread {
  return (options) => new Worker(url, { workerData: options, execArgv: [] });
}

interface Waiting {
  resolve(result: EngineResult): void;
  reject(error: unknown): void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  readonly ended: Promise<void>;
}

/**
 * The queue of a database file in a thread of its own. A thread that dies fails the calls it left open, and is replaced
 * at the next one; it is never ended from outside, which the engine's native code answers by ending the process.
 * Nothing keeps the process alive but calls under way.
 */
export function createDatabaseThread(start: StartDatabaseThread, options: EngineOptions): EngineQueue {
  let nextId = 0;
  let current: Thread | null = null;
  let closed = false;

  const begin = (): Thread => {
    const worker = start(options);
    const waiting = new Map<number, Waiting>();
    worker.unref();
    const ended = new Promise<void>((resolve) => {
      worker.once("exit", () => {
        if (current?.worker === worker) current = null;
        for (const { reject } of waiting.values()) {
          reject(new SqlFailure("SQLITE_INTERRUPT", "the thread of the database ended"));
        }
        waiting.clear();
        resolve();
      });
    });
    worker.on("error", (error) => {
      for (const { reject } of waiting.values()) {
        reject(new SqlFailure("SQLITE_INTERRUPT", `the thread of the database failed: ${error.message}`));
      }
      waiting.clear();
    });
    worker.on("message", (reply: DatabaseReply) => {
      const call = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) worker.unref();
      if (reply.ok) call?.resolve(reply.result);
      else call?.reject(unpackFailure(reply.failure));
    });
    return { worker, waiting, ended };
  };

  return {
    run(task, signal) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new SqlFailure("SQLITE_MISUSE", "the database is closed"));
        if (signal.aborted) return reject(signal.reason);
        current ??= begin();
        const { worker, waiting } = current;
        if (waiting.size >= MOST_UNDER_WAY) return reject(new SqlFailure("SQLITE_BUSY", "too many calls wait"));
        const id = nextId;
        nextId += 1;
        const tell = (request: DatabaseRequest) => worker.postMessage(request);
        const giveUp = () => {
          waiting.delete(id);
          if (waiting.size === 0) worker.unref();
          tell({ kind: "cancel", id });
          reject(signal.reason);
        };
        const settled = () => signal.removeEventListener("abort", giveUp);
        waiting.set(id, {
          resolve(result) {
            settled();
            resolve(result);
          },
          reject(error) {
            settled();
            reject(error);
          },
        });
        signal.addEventListener("abort", giveUp, { once: true });
        worker.ref();
        tell({ kind: "run", id, task });
      });
    },
    async close() {
      closed = true;
      const thread = current;
      if (thread === null) return;
      thread.worker.ref();
      const request: DatabaseRequest = { kind: "close" };
      thread.worker.postMessage(request);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_MS);
      });
      await Promise.race([thread.ended, late]);
      clearTimeout(timer);
      thread.worker.unref();
    },
  };
}
