import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { type LoopbackDiscord, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";
import { startCli } from "../support/run-cli.ts";

/** What the program itself may hold, and no process that it starts. */
const SECRETS = {
  OPENAI_API_KEY: "sk-secret-of-the-model",
  OPENAI_BASE_URL: "http://127.0.0.1:9/secret-address",
  HF_TOKEN: "hf_secret-of-the-hub",
  AWS_SECRET_ACCESS_KEY: "secret-of-something-else",
  DISCORD_OPERATOR_ID: "123456789012345678",
  FOOTNOTE_STATE_TOKEN: "secret-of-the-state",
};

interface Found {
  readonly pid: number;
  readonly command: string;
  readonly environment: string;
}

/** The processes below one, as Linux shows them. */
function descendantsOf(pid: number): Found[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/u.test(entry))) {
    const status = read(`/proc/${name}/status`);
    const parent = /^PPid:\s+(\d+)/mu.exec(status)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (id: number): boolean => {
    const parent = parents.get(id);
    return parent !== undefined && (parent === pid || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow).map((id) => ({
    pid: id,
    command: read(`/proc/${id}/cmdline`).replaceAll("\0", " "),
    environment: read(`/proc/${id}/environ`).replaceAll("\0", "\n"),
  }));
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Waits until a process below this one runs such a command, and has the environment that it was given. */
async function childThat(pid: number | undefined, command: RegExp): Promise<Found> {
  let found: Found | undefined;
  await expect
    .poll(
      () => {
        found = descendantsOf(pid ?? -1).find((each) => command.test(each.command) && each.environment !== "");
        return found;
      },
      { timeout: 60_000, interval: 50 },
    )
    .toBeDefined();
  if (found === undefined) throw new Error("no such process");
  return found;
}

function expectNoSecret({ environment }: Found, token = ""): void {
  expect(environment).toContain("PATH=");
  for (const [name, value] of Object.entries(SECRETS)) {
    expect(environment).not.toContain(name);
    expect(environment).not.toContain(value);
  }
  expect(environment).not.toContain("DISCORD_");
  if (token !== "") expect(environment).not.toContain(token);
}

describe.runIf(process.platform === "linux")("a child process gets no token and no key", () => {
  let discord: LoopbackDiscord;
  let hanging: Server;
  const started: ChildProcess[] = [];
  beforeEach(async () => {
    discord = await startLoopbackDiscord();
    // Takes requests, and never answers.
    hanging = createServer(() => {});
    await new Promise<void>((resolve) => hanging.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
    hanging.closeAllConnections();
    hanging.close();
    await discord.close();
  });

  it("the embedder of the bot, and the command that fetches papers, with its embedder", async () => {
    const address = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
    const bot = await startBotProcess(discord, copyOfSeeds(inject("seedsDataDir")), {
      ...SECRETS,
      FOOTNOTE_LOG_LEVEL: "info",
      INGEST_SCHEDULE: "* * * * * huggingface",
      HUGGINGFACE_API_URL: address,
      FOOTNOTE_CONTACT: "me@example.org",
    });
    started.push(bot.child);
    expectNoSecret(await childThat(bot.child.pid, /embedder-process\.js/u), discord.token);
    const ingesting = await childThat(bot.child.pid, /cli\.js ingest huggingface/u);
    expectNoSecret(ingesting, discord.token);
    expect(ingesting.environment).toContain(`HUGGINGFACE_API_URL=${address}`);
    expect(ingesting.environment).toContain("FOOTNOTE_CONTACT=me@example.org");
    expect(await bot.stop()).toBe(0);
  });

  it("the command that builds the first index, and its embedder", async () => {
    const bot = spawn(process.execPath, ["dist/bin/bot.js"], {
      env: {
        PATH: process.env["PATH"],
        ...SECRETS,
        DISCORD_TOKEN: discord.token,
        DISCORD_REST_API: discord.url,
        FOOTNOTE_DATA_DIR: mkdtempSync(join(tmpdir(), "footnote-empty-")),
      },
      stdio: "ignore",
    });
    started.push(bot);
    const indexing = await childThat(bot.pid, /cli\.js index/u);
    expectNoSecret(indexing, discord.token);
    expectNoSecret(await childThat(indexing.pid, /embedder-process\.js/u), discord.token);
  });

  it.each([["ask", "What explains grokking?"], ["index"]])("the embedder of “%s”", async (...args) => {
    const dataDir = copyOfSeeds(inject("seedsDataDir"));
    const cli = startCli([...args, "--data-dir", dataDir], { env: { ...SECRETS, DISCORD_TOKEN: discord.token } });
    started.push(cli);
    expectNoSecret(await childThat(cli.pid, /embedder-process\.js/u), discord.token);
  });
});
