/** The thread that a database file lives in: the engine holds up whoever calls it. */
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { createEngine } from "./database-engine.ts";
import { carry, type DatabaseReply, type DatabaseRequest } from "./database-protocol.ts";
import { createEngineQueue } from "./database-queue.ts";

const options = z.object({ file: z.string(), migrate: z.boolean() }).parse(workerData);
const queue = createEngineQueue(createEngine(options));
const underWay = new Map<number, AbortController>();
const port = parentPort;
const answer = (reply: DatabaseReply) => port?.postMessage(reply);

port?.on("message", async (request: DatabaseRequest) => {
  if (request.kind === "cancel") {
    underWay.get(request.id)?.abort(new Error("nobody waits for it any more"));
    return;
  }
  if (request.kind === "close") {
    await queue.close().catch(() => {});
    // The thread's end also lets go of statements that the engine still counts as open.
    port.close();
    return;
  }
  const { id, task } = request;
  const cancelled = new AbortController();
  underWay.set(id, cancelled);
  try {
    answer({ id, ok: true, result: await queue.run(task, cancelled.signal) });
  } catch (error) {
    answer({ id, ok: false, failure: carry(error) });
  } finally {
    underWay.delete(id);
  }
});
