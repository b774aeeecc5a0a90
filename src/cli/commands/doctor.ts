import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { Command } from "commander";
import { checkDataFolder as checkNamedFolder, checkUsable } from "../../config/data-folder.ts";
import { AppError } from "../../domain/errors.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../common-options.ts";
import type { Services } from "../services.ts";
import { coloursFor, printJson, printLine } from "../terminal.ts";

interface Check {
  readonly name: string;
  readonly state: "ok" | "note" | "problem";
  readonly detail: string;
}

export function doctorCommand(context: CommandContext): Command {
  return addCommonOptions(new Command("doctor"))
    .description("check the installation and the configuration, and say what is missing")
    .option("--running", "ask the bot that runs here, at FOOTNOTE_HEALTH_PORT, how it is")
    .action((options: DoctorOptions) => (options.running === true ? askRunning : doctor)(context, options));
}

interface DoctorOptions extends CommonOptions {
  readonly running?: boolean;
}

/** Says what the running bot says of itself. Throws `SERVICE_FAILED` where nothing answers, `NOT_READY`. */
async function askRunning({ terminal, open }: CommandContext, options: CommonOptions): Promise<void> {
  const { inspectRunning, config } = open(options);
  const found = await inspectRunning();
  if (found.kind === "silent") {
    const { host, port } = config.health;
    throw new AppError("SERVICE_FAILED", `No bot answers at ${host}, port ${port}: start it, or see its log.`);
  }
  const checks = found.checks.map(({ name, ok, why }): Check => ({ name, state: ok ? "ok" : "problem", detail: why }));
  printChecks(terminal, options, found.ready, checks);
  if (!found.ready) throw new AppError("NOT_READY", "The bot runs, but is not ready: see above.");
}

async function doctor({ terminal, open }: CommandContext, options: CommonOptions): Promise<void> {
  const services = open(options);
  const checks = await Promise.all([
    checkNode(),
    attempt("data folder", () => checkDataFolder(services.config.dataDir)),
    attempt("embedder", async () => {
      const weights = await services.inspectModelFiles();
      const { embedder, modelsDir } = services.config;
      return weights === null
        ? `${embedder}, to be downloaded`
        : `${embedder} in ${modelsDir}, SHA-256 ${weights.slice(0, 12)}…`;
    }),
    attempt("prompts", async () => {
      await services.inspectPrompts();
      return services.config.promptsDir;
    }),
    checkIndex(services),
    checkChat(services),
    checkDiscord(services),
    attempt("bot state", () => services.inspectState()),
  ]);
  const healthy = checks.every((check) => check.state !== "problem");
  printChecks(terminal, options, healthy, checks);
  if (!healthy) throw new AppError("CONFIG_INVALID", "The installation has problems: see above.");
}

function printChecks(
  terminal: CommandContext["terminal"],
  options: CommonOptions,
  healthy: boolean,
  checks: readonly Check[],
): void {
  if (options.json === true) printJson(terminal, { healthy, checks });
  else {
    const colour = coloursFor(terminal.out);
    const marks = { ok: colour.green("ok     "), note: colour.yellow("note   "), problem: colour.red("problem") };
    for (const check of checks) printLine(terminal, `${marks[check.state]}  ${check.name}: ${check.detail}`);
  }
}

async function checkNode(): Promise<Check> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return {
    name: "Node.js",
    state: fits ? "ok" : "problem",
    detail: fits ? process.versions.node : `${process.versions.node}; 20.19 or newer is needed`,
  };
}

async function checkDataFolder(dataDir: string): Promise<string> {
  checkUsable({ dataDir });
  let folder = dataDir;
  for (;;) {
    try {
      await access(folder, constants.W_OK);
      return folder === dataDir ? dataDir : `${dataDir}, to be made`;
    } catch (error) {
      const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!missing || dirname(folder) === folder)
        throw new AppError("STORE_UNWRITABLE", `${dataDir} can't be written.`);
      folder = dirname(folder);
    }
  }
}

async function checkIndex(services: Services): Promise<Check> {
  const name = "index";
  try {
    checkNamedFolder(services.config);
  } catch (error) {
    return { name, state: "note", detail: messageOf(error) };
  }
  try {
    const { manifest } = await services.openReader();
    const { model } = manifest.identity.embedder;
    if (model !== services.config.embedder) {
      return {
        name,
        state: "problem",
        detail: `made with ${model}, but FOOTNOTE_EMBEDDER is ${services.config.embedder}: run “npm run index -- --rebuild”`,
      };
    }
    return {
      name,
      state: "ok",
      detail: `${manifest.papers} papers, version ${manifest.indexVersion}, published ${manifest.publishedAt}`,
    };
  } catch (error) {
    if (error instanceof AppError && error.code === "INDEX_MISSING") {
      return { name, state: "note", detail: "none yet; the first question builds it" };
    }
    return { name, state: "problem", detail: messageOf(error) };
  }
}

async function checkChat({ config }: Services): Promise<Check> {
  const name = "language model";
  if (config.chat === null) return { name, state: "note", detail: "none configured; answers are quotations" };
  const key = config.chat.apiKey === "none" ? "without a key" : "with a key";
  return {
    name,
    state: "ok",
    detail: `${config.chat.model} at ${new URL(config.chat.baseUrl).host}, ${key} (not called)`,
  };
}

const NEW_APPLICATION = "https://discord.com/developers/applications";

async function checkDiscord(services: Services): Promise<Check> {
  const name = "Discord bot";
  const found = await services.inspectDiscord();
  if (found === null) {
    return {
      name,
      state: "note",
      detail: `no DISCORD_TOKEN, so “npm start” can't run: make an application at ${NEW_APPLICATION}, copy the token of its “Bot” page into .env`,
    };
  }
  if (found.state === "refused") {
    return {
      name,
      state: "problem",
      detail: `Discord refuses DISCORD_TOKEN: copy it anew from the “Bot” page at ${NEW_APPLICATION}`,
    };
  }
  const invite = found.invite === null ? "" : `; add it to a server with ${found.invite}`;
  if (found.servers === null) {
    return {
      name,
      state: "note",
      detail: `the token could not be checked, Discord can't be reached from here${invite}`,
    };
  }
  const { guildId } = services.config.discord;
  if (guildId !== null && !found.servers.includes(guildId)) {
    return { name, state: "problem", detail: `${found.name} is not in the server of DISCORD_GUILD_ID${invite}` };
  }
  const count = found.servers.length;
  if (count === 0) return { name, state: "note", detail: `${found.name} is in no server yet${invite}` };
  return { name, state: "ok", detail: `${found.name}, in ${count === 1 ? "one server" : `${count} servers`}${invite}` };
}

async function attempt(name: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { name, state: "ok", detail: await work() };
  } catch (error) {
    return { name, state: "problem", detail: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof AppError ? error.message : "it could not be checked";
}
