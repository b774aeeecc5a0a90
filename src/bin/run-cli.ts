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
import { AppError, isDiskFull } from "../domain/errors.ts";
import { readEnvironment } from "./environment-file.ts";
import { ignoreStandardErrorFailures, openStandardOutput } from "./standard-streams.ts";

const stopping = new AbortController();
const opened: Services[] = [];
let interrupted = false;

/** Runs one command line to its end and returns the exit code. */
export async function runCli(startedEmbedder?: ChildProcess): Promise<number> {
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      interrupted = true;
      stopping.abort(new Error(name));
    });
  }
  ignoreStandardErrorFailures();
  const output = openStandardOutput((error) => stopping.abort(error));
  const json = asksForJson(process.argv);
  const terminal = {
    in: process.stdin,
    out: output.stream,
    err: process.stderr,
    columns: process.env["COLUMNS"],
    signal: stopping.signal,
  };
  const program = createProgram(
    {
      terminal,
      cacheDir: () => loadConfig(readEnvironment(), PROJECT_ROOT).cacheDir,
      open({ dataDir, maxTokens }) {
        const overrides = {
          ...(dataDir === undefined ? {} : { dataDir }),
          ...(maxTokens === undefined ? {} : { maxTokens }),
        };
        // The process that is loading already serves one set of services; more of them start their own.
        const shared = startedEmbedder === undefined || opened.length > 0 ? {} : { startedEmbedder };
        const parts = { ...shared, plainLog: true };
        const services = createApp(loadConfig(readEnvironment(), PROJECT_ROOT, overrides), parts);
        opened.push(services);
        return services;
      },
    },
    version(),
    json,
  );
  let outcome: Outcome = DONE;
  try {
    if (process.argv.length <= 2) {
      program.outputHelp({ error: true });
      return EXIT_USAGE;
    }
    await program.parseAsync(process.argv);
  } catch (error) {
    outcome = outcomeOf(error);
  } finally {
    await Promise.all(opened.map((services) => services.close()));
    if (startedEmbedder !== undefined) await endProcess(startedEmbedder);
  }
  await output.flush();
  const failure = output.failure();
  // The reader of a pipe went away (`… | head`): nothing more to say.
  if (failure !== null && failure.code !== "EPIPE") outcome = outcomeOfLostOutput(failure);
  tell(outcome, json);
  return outcome.exitCode;
}

/** How a command ended. */
interface Outcome {
  readonly exitCode: number;
  /** What went wrong; null where nothing did. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** True where a person was told already, with the usage. */
  readonly told?: boolean;
}

const DONE: Outcome = { exitCode: EXIT_DONE, error: null };

function outcomeOf(error: unknown): Outcome {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return DONE;
    const message =
      error.code === "commander.help"
        ? "A command is missing; --help lists them."
        : error.message.replace(/^error: /u, "");
    return { exitCode: EXIT_USAGE, error: { code: "USAGE_INVALID", message }, told: true };
  }
  if (interrupted) {
    return { exitCode: EXIT_INTERRUPTED, error: { code: "INTERRUPTED", message: "stopped; what was done is kept." } };
  }
  if (error instanceof AppError) {
    debugLog(error);
    return { exitCode: exitCodeOf(error.code), error: { code: error.code, message: error.message } };
  }
  // Stopped because nobody reads what it says.
  if (stopping.signal.aborted) return DONE;
  const reference = randomBytes(4).toString("hex");
  debugLog(error, reference);
  const message = `something went wrong that was not foreseen (reference ${reference}); with FOOTNOTE_LOG_LEVEL=debug the details are logged.`;
  return { exitCode: EXIT_SOFTWARE, error: { code: "UNFORESEEN", message } };
}

function outcomeOfLostOutput(cause: NodeJS.ErrnoException): Outcome {
  const why = isDiskFull(cause)
    ? "the disk is full: make room, or write elsewhere"
    : `the system reports ${cause.code}`;
  return outcomeOf(new AppError("OUTPUT_FAILED", `What was to be printed can't be written, ${why}.`, { cause }));
}

/** Says what went wrong in one line on stderr: a sentence, or with `--json` an object. */
function tell({ error, told }: Outcome, json: boolean): void {
  if (error === null) return;
  if (json) process.stderr.write(`${JSON.stringify({ error })}\n`);
  else if (told !== true) process.stderr.write(`footnote: ${error.message}\n`);
}

/** Whether `--json` is among the options, also where they hold a mistake. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(2, end === -1 ? undefined : end).includes("--json");
}

function debugLog(error: unknown, reference?: string): void {
  opened.at(-1)?.logger.debug({ err: error, reference }, "command failed");
}

function version(): string {
  const found: unknown = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
  return typeof found === "object" && found !== null && "version" in found ? String(found.version) : "unknown";
}
