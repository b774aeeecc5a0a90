#!/usr/bin/env node
import type { Worker } from "node:worker_threads";

/** Commands that embed: their thread starts before anything else is loaded, which takes a quarter off a cold start. */
const EMBEDDING_COMMANDS = ["ask", "search", "index"];

let embedderThread: Worker | undefined;
if (EMBEDDING_COMMANDS.includes(process.argv[2] ?? "") && !process.argv.includes("--help")) {
  const { startEmbedderThread } = await import("../adapters/transformers/worker-embedder.ts");
  embedderThread = startEmbedderThread();
}
const { runCli } = await import("./run-cli.ts");
process.exitCode = await runCli(embedderThread);
