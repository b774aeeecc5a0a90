import { type ChildProcess, fork } from "node:child_process";
import { setMaxListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { AppError } from "../../domain/errors.ts";
import type { EmbedderIdentity } from "../../domain/index-manifest.ts";
import type { Embedder, EmbedOptions } from "../../ports/embedder.ts";
import { childEnvironment } from "../../util/child-environment.ts";
import type { EmbedderReply, EmbedderRequest, EmbedderSettings } from "./embedder-protocol.ts";

/** The compiled child, in `dist`: Node.js runs no TypeScript by itself. */
const CHILD_URL = new URL("./embedder-process.js", import.meta.url);

/** Starts the process that embeds; it begins with loading the model's runtime, and needs no configuration for that. */
export type StartEmbedderProcess = () => ChildProcess;

/**
 * A starter for the embedder's process. A process of its own, and no thread: the ONNX runtime of this version can be
 * loaded once in a process, so a thread that died could not be replaced, and a fault in native code would take the
 * bot with it (docs/decisions).
 */
export function embedderProcessStarter(childUrl: URL = CHILD_URL): StartEmbedderProcess {
  return () => {
    const child = fork(fileURLToPath(childUrl), [], {
      serialization: "advanced",
      execArgv: [],
      // It runs native code over text from outside: no token or key is within its reach.
      env: childEnvironment(),
      // The libraries complain on the console before they throw; what matters comes back as an error.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    setKeepsAlive(child, false);
    return child;
  };
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type RequestBody =
  | { readonly kind: "load"; readonly settings: EmbedderSettings }
  | { readonly kind: "count-tokens" | "embed"; readonly texts: readonly string[] };

interface Connection {
  readonly child: ChildProcess;
  readonly waiting: Map<number, Waiting>;
  readonly identity: Promise<EmbedderIdentity>;
}

/**
 * An embedder whose model runs in a process of its own. Loading starts at once, while the caller does something else.
 * A signal frees the caller at once; the batch under way runs to its end. A process that died is replaced at the next
 * call; the calls that it left open fail.
 *
 * @param started a process that was started beforehand
 */
export function createProcessEmbedder(
  start: StartEmbedderProcess,
  settings: EmbedderSettings,
  started?: ChildProcess,
): Embedder {
  let nextId = 0;
  let closed = false;
  let current: Connection | undefined = connect(started ?? start());

  function connect(child: ChildProcess): Connection {
    const waiting = new Map<number, Waiting>();
    child.on("message", (reply: EmbedderReply) => {
      const caller = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) setKeepsAlive(child, false);
      if (reply.failure === undefined) caller?.resolve(reply.result);
      else {
        const { code, message } = reply.failure;
        caller?.reject(code === null ? new Error(`embedder: ${message}`) : new AppError(code, message));
      }
    });
    const lost = (why: string) => {
      if (current?.child === child) current = undefined;
      for (const caller of waiting.values()) caller.reject(new Error(`the embedder's process ${why}`));
      waiting.clear();
    };
    child.on("error", (error) => lost(`failed: ${error.message}`));
    child.on("exit", (code, signal) => lost(`ended with ${signal ?? `code ${code}`}`));
    const identity = send<EmbedderIdentity>({ child, waiting }, { kind: "load", settings });
    // Whoever asks for the identity, or for a vector, learns of a failure.
    identity.catch(() => {});
    return { child, waiting, identity };
  }

  function send<T>(
    { child, waiting }: Pick<Connection, "child" | "waiting">,
    body: RequestBody,
    { signal }: EmbedOptions = {},
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const id = nextId;
      nextId += 1;
      const onAbort = () => {
        waiting.delete(id);
        if (waiting.size === 0) setKeepsAlive(child, false);
        reject(signal?.reason);
      };
      const settle = () => signal?.removeEventListener("abort", onAbort);
      if (signal !== undefined) {
        // One listener per open request, each removed with it; many requests at once are no leak.
        setMaxListeners(0, signal);
        signal.addEventListener("abort", onAbort, { once: true });
      }
      waiting.set(id, {
        resolve(result) {
          settle();
          // The process is this project's own: it answers each kind of request with that kind's result.
          resolve(result as T);
        },
        reject(error) {
          settle();
          reject(error);
        },
      });
      setKeepsAlive(child, true);
      const request: EmbedderRequest = { ...body, id };
      // A failure to send is followed by the exit event, which rejects all that wait.
      child.send(request, () => {});
    });
  }

  function connection(): Connection {
    if (closed) throw new Error("the embedder is closed");
    current ??= connect(start());
    return current;
  }

  return {
    identity: async () => connection().identity,
    countTokens: async (texts, options) => send<number[]>(connection(), { kind: "count-tokens", texts }, options),
    embedDocuments: async (texts, options) =>
      texts.length === 0 ? [] : send<Float32Array[]>(connection(), { kind: "embed", texts }, options),
    async embedQuery(text, options) {
      const [vector] = await send<Float32Array[]>(connection(), { kind: "embed", texts: [text] }, options);
      if (vector === undefined) throw new Error("the embedder returned no vector");
      return vector;
    },
    async close() {
      closed = true;
      if (current !== undefined) await endProcess(current.child);
    },
  };
}

/** Ends an embedder's process. It holds nothing that could be lost. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // A reply that is on its way would let the program end before this process has.
  child.removeAllListeners("message");
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.ref();
  child.kill("SIGKILL");
  await exited;
}

/** An idle embedder does not keep the program alive; a waiting caller does. */
function setKeepsAlive(child: ChildProcess, keepsAlive: boolean): void {
  if (keepsAlive) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
