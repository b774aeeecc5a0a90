import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LoopbackDiscord } from "./loopback.ts";

const BOT = fileURLToPath(new URL("../../../dist/bin/bot.js", import.meta.url));

export interface BotProcess {
  readonly child: ChildProcess;
  /** What it has logged so far. */
  readonly log: () => string;
  /** Ends it and returns its exit code, or the signal. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/** A data folder of its own with the indexed seeds. */
export function copyOfSeeds(seedsDataDir: string): string {
  const dataDir = mkdtempSync(join(tmpdir(), "footnote-bot-"));
  cpSync(join(seedsDataDir, "index"), join(dataDir, "index"), { recursive: true });
  return dataDir;
}

/** Starts the compiled bot against the loopback Discord, and waits until it is connected. */
export async function startBotProcess(
  discord: LoopbackDiscord,
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<BotProcess> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:FOOTNOTE|OPENAI|DISCORD)_/u.test(name));
  const identified = discord.gateway.identifies;
  const child = spawn(process.execPath, [BOT], {
    env: {
      ...Object.fromEntries(inherited),
      DISCORD_TOKEN: discord.token,
      DISCORD_REST_API: discord.url,
      FOOTNOTE_DATA_DIR: dataDir,
      FOOTNOTE_LOG_LEVEL: "debug",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, which can be told to stop as a service is: every process of it at once.
    detached: true,
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      log += data.toString();
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
  const bot: BotProcess = {
    child,
    log: () => log,
    stop(signal = "SIGTERM") {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid, signal);
      }
      return ended;
    },
  };
  try {
    await discord.until(
      () => {
        if (child.exitCode !== null) throw new Error(`the bot ended:\n${log}`);
        return discord.gateway.identifies > identified && log.includes('"corpus open"') && log.includes('"connected"');
      },
      "the bot's start",
      200_000,
    );
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`${String(error)}\n${log}`);
  }
  return bot;
}
