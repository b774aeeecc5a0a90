#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { createApp, SYSTEM_CLOCK } from "../app.ts";
import { createBot, openMetrics } from "../app-bot.ts";
import { EXIT_DONE, EXIT_SOFTWARE, exitCodeOf } from "../cli/exit-codes.ts";
import { type Config, loadConfig } from "../config/config.ts";
import { PROJECT_ROOT } from "../config/project-root.ts";
import { AppError } from "../domain/errors.ts";
import { readEnvironment } from "./environment-file.ts";
import { ignoreStandardErrorFailures } from "./standard-streams.ts";

// What Discord tells of thousands of servers is short-lived; room for it that has grown once is never given back. The
// room keeps its first size: some 30 MB less for the process (docs/operations.md).
setFlagsFromString("--semi-space-growth-factor=1");

/** Runs the bot until it is told to stop. */
async function main(): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      process.once(name, () => {
        resolve();
        // Asked twice: at once.
        process.once(name, () => process.exit(EXIT_SOFTWARE));
      });
    }
  });
  ignoreStandardErrorFailures();
  let services: ReturnType<typeof createApp> | undefined;
  try {
    const config: Config = loadConfig(readEnvironment(), PROJECT_ROOT, { defaultLogLevel: "info" });
    const metrics = await openMetrics(config, SYSTEM_CLOCK);
    services = createApp(config, metrics === null ? {} : { metrics });
    const { logger } = services;
    // One question that goes wrong in a way nobody foresaw must not end the bot for everybody.
    process.on("unhandledRejection", (error) => logger.error({ err: error }, "a failure was not handled"));
    const bot = await Promise.race([createBot(config, services, SYSTEM_CLOCK, metrics), stopped]);
    if (bot === undefined) return EXIT_DONE;
    await Promise.race([stopped, bot.failed]);
    await bot.stop();
    await bot.close();
    return EXIT_DONE;
  } catch (error) {
    const known = error instanceof AppError ? error : null;
    process.stderr.write(`footnote: ${known?.message ?? "something went wrong that was not foreseen."}\n`);
    services?.logger[known === null ? "error" : "debug"]({ err: error }, "the bot has to stop");
    return known === null ? EXIT_SOFTWARE : exitCodeOf(known.code);
  } finally {
    await services?.close();
  }
}

// Connections that are kept open must not keep the process.
process.exit(await main());
