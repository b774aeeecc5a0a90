#!/usr/bin/env node
import type { ChildProcess } from "node:child_process";

/** Commands that embed: the embedder starts loading before anything else does, which shortens a cold start. */
const EMBEDDING_COMMANDS = ["ask", "search", "index"];

let startedEmbedder: ChildProcess | undefined;
if (EMBEDDING_COMMANDS.includes(process.argv[2] ?? "") && !process.argv.includes("--help")) {
  const { embedderProcessStarter } = await import("../adapters/transformers/process-embedder.ts");
  startedEmbedder = embedderProcessStarter()();
}
const { runCli } = await import("./run-cli.ts");
process.exitCode = await runCli(startedEmbedder);
