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

/** How long an embedder may take, in milliseconds. */
export interface EmbedderDeadlines {
  /** Until the model is loaded; where it may have to be downloaded, `downloadMs`. */
  readonly loadMs: number;
  readonly downloadMs: number;
  /** For a call, and for each of its texts. Calls that wait behind others begin when those are answered. */
  readonly callMs: number;
  readonly textMs: number;
}

/** Generous: a machine that does many things at once must not lose a process that works. */
export const EMBEDDER_DEADLINES: EmbedderDeadlines = {
  loadMs: 30_000,
  downloadMs: 1_800_000,
  callMs: 10_000,
  textMs: 500,
};

/** After a model could not be loaded, callers meet the same error for so long; then it is tried again. */
const LOAD_AGAIN_MS = 5_000;
/** A reply may be on its way while this process was busy. */
const LAST_LOOK_MS = 250;

export interface ProcessEmbedderOptions {
  /** A process that was started beforehand. */
  readonly started?: ChildProcess | undefined;
  readonly deadlines?: EmbedderDeadlines;
  /** A process hung or died, and is replaced at the next call. */
  readonly onLost?: (why: string) => void;
}

/** A request that the process has not answered; nobody may wait for it any more. */
interface OpenRequest {
  readonly deadlineMs: number;
  caller: { resolve(result: unknown): void; reject(error: unknown): void } | null;
}

type RequestBody =
  | { readonly kind: "load"; readonly settings: EmbedderSettings }
  | { readonly kind: "count-tokens" | "embed"; readonly texts: readonly string[] };

/** A process with what it was asked. */
interface Line {
  readonly child: ChildProcess;
  /** In the order in which they are answered. */
  readonly open: Map<number, OpenRequest>;
  watch: NodeJS.Timeout | undefined;
}

interface Connection extends Line {
  readonly identity: Promise<EmbedderIdentity>;
}

/** The process ended, or was ended because it hung: another one can do the same work. */
class EmbedderLost extends Error {
  override readonly name = "EmbedderLost";
}

/**
 * An embedder whose model runs in a process of its own. Loading starts at once, while the caller does something else.
 * A signal frees the caller at once; the batch under way runs to its end. A process that died, or that is silent past its
 * deadline, is replaced, and what it left open is tried once more; then the call fails with `EMBEDDER_FAILED`.
 */
export function createProcessEmbedder(
  start: StartEmbedderProcess,
  settings: EmbedderSettings,
  { started, deadlines = EMBEDDER_DEADLINES, onLost = () => {} }: ProcessEmbedderOptions = {},
): Embedder {
  let nextId = 0;
  let closed = false;
  let failedLoad: { readonly error: unknown; readonly atMs: number } | undefined;
  let current: Connection | undefined = connect(started ?? start());

  function connect(child: ChildProcess): Connection {
    const open = new Map<number, OpenRequest>();
    const line: Line = { child, open, watch: undefined };
    const identity = send<EmbedderIdentity>(line, { kind: "load", settings });
    child.on("message", (reply: EmbedderReply) => {
      const request = open.get(reply.id);
      open.delete(reply.id);
      keepAliveWhileWaitedFor(line);
      watchOver(line);
      if (reply.failure === undefined) request?.caller?.resolve(reply.result);
      else {
        const { code, message } = reply.failure;
        request?.caller?.reject(code === null ? new Error(`embedder: ${message}`) : new AppError(code, message));
      }
    });
    child.on("error", (error) => lose(line, new EmbedderLost(`the embedder's process failed: ${error.message}`)));
    child.on("exit", (code, signal) =>
      lose(line, new EmbedderLost(`the embedder's process ended with ${signal ?? `code ${code}`}`)),
    );
    // Whoever asks for the identity, or for a vector, learns of a failure.
    identity.catch((error: unknown) => {
      if (error instanceof EmbedderLost) return;
      // A process without a model is of no use: the files may be there again at the next try.
      failedLoad = { error, atMs: performance.now() };
      lose(line, error);
    });
    return Object.assign(line, { identity });
  }

  /** Fails what is open, and ends the process where it still runs. */
  function lose(line: Line, error: unknown): void {
    if (current?.child === line.child) {
      current = undefined;
      if (!closed && error instanceof EmbedderLost) onLost(error.message);
    }
    clearTimeout(line.watch);
    const callers = [...line.open.values()].flatMap(({ caller }) => caller ?? []);
    line.open.clear();
    // A process that has been stopped ends all the same.
    line.child.kill("SIGKILL");
    for (const caller of callers) caller.reject(error);
  }

  /** The process answers in order: the oldest open request is what it works on. */
  function watchOver(line: Line): void {
    clearTimeout(line.watch);
    const [oldest] = line.open;
    if (oldest === undefined) return;
    const [id, { deadlineMs }] = oldest;
    const giveUp = () => {
      if (!line.open.has(id)) return;
      lose(line, new EmbedderLost(`the embedder's process did not answer within ${Math.round(deadlineMs / 1000)} s`));
    };
    line.watch = setTimeout(() => {
      line.watch = setTimeout(giveUp, LAST_LOOK_MS);
      line.watch.unref();
    }, deadlineMs);
    line.watch.unref();
  }

  function deadlineOf(body: RequestBody): number {
    if (body.kind === "load") return settings.mayDownload ? deadlines.downloadMs : deadlines.loadMs;
    return deadlines.callMs + body.texts.length * deadlines.textMs;
  }

  function send<T>(line: Line, body: RequestBody, { signal }: EmbedOptions = {}): Promise<T> {
    const { child, open } = line;
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const id = nextId;
      nextId += 1;
      const request: OpenRequest = { deadlineMs: deadlineOf(body), caller: null };
      const onAbort = () => {
        request.caller = null;
        keepAliveWhileWaitedFor(line);
        reject(signal?.reason);
      };
      const settle = () => signal?.removeEventListener("abort", onAbort);
      if (signal !== undefined) {
        // One listener per open request, each removed with it; many requests at once are no leak.
        setMaxListeners(0, signal);
        signal.addEventListener("abort", onAbort, { once: true });
      }
      request.caller = {
        resolve(result) {
          settle();
          // The process is this project's own: it answers each kind of request with that kind's result.
          resolve(result as T);
        },
        reject(error) {
          settle();
          reject(error);
        },
      };
      open.set(id, request);
      if (open.size === 1) watchOver(line);
      setKeepsAlive(child, true);
      const message: EmbedderRequest = { ...body, id };
      // A failure to send is followed by the exit event, which rejects all that wait.
      child.send(message, () => {});
    });
  }

  function connection(): Connection {
    if (closed) throw new Error("the embedder is closed");
    if (current === undefined) {
      if (failedLoad !== undefined && performance.now() - failedLoad.atMs < LOAD_AGAIN_MS) throw failedLoad.error;
      failedLoad = undefined;
      current = connect(start());
    }
    return current;
  }

  /** Does the work, and once more where the process was lost meanwhile. */
  async function twice<T>(work: (connection: Connection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await work(connection());
    } catch (error) {
      if (!(error instanceof EmbedderLost) || closed) throw error;
    }
    signal?.throwIfAborted();
    try {
      return await work(connection());
    } catch (error) {
      if (!(error instanceof EmbedderLost)) throw error;
      throw new AppError(
        "EMBEDDER_FAILED",
        "The embedder's process hangs or ends again and again, and was started anew: try again, and see whether this machine has enough memory and time.",
        { cause: error, retryable: true },
      );
    }
  }

  const call = <T>(kind: "count-tokens" | "embed", texts: readonly string[], options?: EmbedOptions) =>
    twice((to) => send<T>(to, { kind, texts }, options), options?.signal);

  return {
    identity: () => twice(({ identity }) => identity),
    countTokens: (texts, options) => call<number[]>("count-tokens", texts, options),
    embedDocuments: async (texts, options) => (texts.length === 0 ? [] : call<Float32Array[]>("embed", texts, options)),
    async embedQuery(text, options) {
      const [vector] = await call<Float32Array[]>("embed", [text], options);
      if (vector === undefined) throw new Error("the embedder returned no vector");
      return vector;
    },
    async close() {
      closed = true;
      clearTimeout(current?.watch);
      if (current !== undefined) await endProcess(current.child);
    },
  };
}

/** Keeps the program alive only while somebody waits for an answer. */
function keepAliveWhileWaitedFor({ child, open }: Line): void {
  if ([...open.values()].every(({ caller }) => caller === null)) setKeepsAlive(child, false);
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
