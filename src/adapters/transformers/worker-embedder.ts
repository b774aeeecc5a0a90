import { Worker } from "node:worker_threads";
import { AppError } from "../../domain/errors.ts";
import type { EmbedderIdentity } from "../../domain/index-manifest.ts";
import type { Embedder, EmbedOptions } from "../../ports/embedder.ts";
import { type EmbedderReply, type EmbedderRequest, type EmbedderSettings, STOP } from "./embedder-protocol.ts";

/** A thread that has not ended by itself after so long is ended. */
const STOP_WITHIN_MS = 10_000;

/** The compiled worker, in `dist`; Node.js runs no TypeScript in a worker. */
const WORKER_URL = new URL("./embedder-worker.js", import.meta.url);

/**
 * Starts the embedder's thread, which begins with importing the model's runtime: a third of a second that need not
 * wait for the configuration.
 */
export function startEmbedderThread(workerUrl: URL = WORKER_URL): Worker {
  // The libraries complain on the console before they throw; what matters comes back as an error.
  const thread = new Worker(workerUrl, { stdout: true, stderr: true });
  // An idle embedder does not keep the process alive; a waiting caller does.
  thread.unref();
  return thread;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type RequestBody =
  | { readonly kind: "load"; readonly settings: EmbedderSettings }
  | { readonly kind: "count-tokens" | "embed"; readonly texts: readonly string[] };

/** Ends the embedder's thread, as soon as the step that it is in allows. */
export async function stopEmbedderThread(thread: Worker): Promise<void> {
  if (thread.threadId === -1) return;
  thread.ref();
  const exited = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  thread.postMessage(STOP);
  const timer = setTimeout(() => thread.terminate(), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

/**
 * An embedder whose model runs in `worker`. Loading starts at once, while the caller does something else. A signal
 * frees the caller at once; the batch under way runs to its end.
 */
export function createWorkerEmbedder(worker: Worker, settings: EmbedderSettings): Embedder {
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  let gone: Error | undefined;

  worker.on("message", (reply: EmbedderReply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if (reply.failure === undefined) caller?.resolve(reply.result);
    else {
      const { code, message } = reply.failure;
      caller?.reject(code === null ? new Error(`embedder: ${message}`) : new AppError(code, message));
    }
  });
  worker.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => fail(new Error(`the embedder's thread ended with code ${code}`)));

  function fail(error: Error): void {
    gone ??= error;
    for (const caller of waiting.values()) caller.reject(error);
    waiting.clear();
  }

  function send<T>(body: RequestBody, { signal }: EmbedOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (gone !== undefined) return reject(gone);
      if (signal?.aborted) return reject(signal.reason);
      const id = nextId;
      nextId += 1;
      const onAbort = () => {
        waiting.delete(id);
        if (waiting.size === 0) worker.unref();
        reject(signal?.reason);
      };
      const settle = () => signal?.removeEventListener("abort", onAbort);
      signal?.addEventListener("abort", onAbort, { once: true });
      waiting.set(id, {
        resolve(result) {
          settle();
          // The worker is this project's own: it answers each kind of request with that kind's result.
          resolve(result as T);
        },
        reject(error) {
          settle();
          reject(error);
        },
      });
      worker.ref();
      const request: EmbedderRequest = { ...body, id };
      worker.postMessage(request);
    });
  }

  const identity = send<EmbedderIdentity>({ kind: "load", settings });
  // Whoever asks for the identity, or for a vector, learns of a failure.
  identity.catch(() => {});

  return {
    identity: () => identity,
    countTokens: (texts, embedOptions) => send<number[]>({ kind: "count-tokens", texts }, embedOptions),
    embedDocuments: async (texts, embedOptions) =>
      texts.length === 0 ? [] : send<Float32Array[]>({ kind: "embed", texts }, embedOptions),
    async embedQuery(text, embedOptions) {
      const [vector] = await send<Float32Array[]>({ kind: "embed", texts: [text] }, embedOptions);
      if (vector === undefined) throw new Error("the embedder returned no vector");
      return vector;
    },
    async close() {
      gone ??= new Error("the embedder is closed");
      await stopEmbedderThread(worker);
    },
  };
}
