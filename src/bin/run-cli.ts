import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommanderError } from "commander";
import { endProcess } from "../adapters/transformers/process-embedder.ts";
import { createApp } from "../app.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_SOFTWARE, EXIT_USAGE, exitCodeOf } from "../cli/exit-codes.ts";
import { createProgram } from "../cli/program.ts";
import type { Services } from "../cli/services.ts";
import { loadConfig } from "../config/config.ts";
import { PROJECT_ROOT } from "../config/project-root.ts";
import { AppError } from "../domain/errors.ts";
import { readEnvironmentFile } from "./environment-file.ts";

const stopping = new AbortController();
const opened: Services[] = [];

/** Runs one command line to its end and returns the exit code. */
export async function runCli(startedEmbedder?: ChildProcess): Promise<number> {
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => stopping.abort(new Error(name)));
  }
  // The reader of a pipe went away (`… | head`): nothing more to say.
  process.stdout.on("error", (error: NodeJS.ErrnoException) =>
    process.exit(error.code === "EPIPE" ? EXIT_DONE : EXIT_SOFTWARE),
  );
  readEnvironmentFile();
  const terminal = { in: process.stdin, out: process.stdout, err: process.stderr, signal: stopping.signal };
  const program = createProgram(
    {
      terminal,
      cacheDir: () => loadConfig(process.env, PROJECT_ROOT).cacheDir,
      open({ dataDir, maxTokens }) {
        const overrides = {
          ...(dataDir === undefined ? {} : { dataDir }),
          ...(maxTokens === undefined ? {} : { maxTokens }),
        };
        // The process that is loading already serves one set of services; more of them start their own.
        const shared = startedEmbedder === undefined || opened.length > 0 ? {} : { startedEmbedder };
        const parts = { ...shared, plainLog: true };
        const services = createApp(loadConfig(process.env, PROJECT_ROOT, overrides), parts);
        opened.push(services);
        return services;
      },
    },
    version(),
  );
  try {
    if (process.argv.length <= 2) {
      program.outputHelp({ error: true });
      return EXIT_USAGE;
    }
    await program.parseAsync(process.argv);
    return EXIT_DONE;
  } catch (error) {
    return report(error);
  } finally {
    await Promise.all(opened.map((services) => services.close()));
    if (startedEmbedder !== undefined) await endProcess(startedEmbedder);
  }
}

/** Says what went wrong in one line on stderr, and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_DONE : EXIT_USAGE;
  if (stopping.signal.aborted) {
    process.stderr.write("footnote: stopped; what was done is kept.\n");
    return EXIT_INTERRUPTED;
  }
  if (error instanceof AppError) {
    process.stderr.write(`footnote: ${error.message}\n`);
    debugLog(error);
    return exitCodeOf(error.code);
  }
  const reference = randomBytes(4).toString("hex");
  process.stderr.write(
    `footnote: something went wrong that was not foreseen (reference ${reference}); with FOOTNOTE_LOG_LEVEL=debug the details are logged.\n`,
  );
  debugLog(error, reference);
  return EXIT_SOFTWARE;
}

function debugLog(error: unknown, reference?: string): void {
  opened.at(-1)?.logger.debug({ err: error, reference }, "command failed");
}

function version(): string {
  const found: unknown = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
  return typeof found === "object" && found !== null && "version" in found ? String(found.version) : "unknown";
}
