import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type LoopbackDiscord, type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";

const CLI = fileURLToPath(new URL("../../dist/bin/cli.js", import.meta.url));
const BOT = fileURLToPath(new URL("../../dist/bin/bot.js", import.meta.url));
/** The program promises a minute at its usual pace; here it looks ten times as often. */
const PATIENCE = { timeout: 60_000, interval: 100 };

let discord: LoopbackDiscord;
let bot: BotProcess;
let dataDir: string;
let port: number;
let env: Record<string, string>;

beforeAll(async () => {
  discord = await startLoopbackDiscord({ guilds: 2 });
  dataDir = copyOfSeeds(inject("seedsDataDir"));
  port = await freePort();
  env = {
    FOOTNOTE_HEALTH_PORT: String(port),
    FOOTNOTE_HEALTH_SECONDS: "0.5",
    FOOTNOTE_EMBEDDER_SECONDS: "3",
    DISCORD_USER_ASKS_PER_HOUR: "500",
  };
  bot = await startBotProcess(discord, dataDir, env);
});

afterAll(async () => {
  await bot.stop("SIGKILL");
  await discord.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const found = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

interface Answered {
  readonly status: number;
  readonly body: {
    readonly ok: boolean;
    readonly checks: Record<string, { readonly ok: boolean; readonly why: string }>;
  };
}

async function readiness(): Promise<Answered> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: response.status, body: (await response.json()) as Answered["body"] };
}

const becomesReady = () => expect.poll(readiness, PATIENCE).toMatchObject({ status: 200, body: { ok: true } });
const becomesUnready = (check: string, why: RegExp) =>
  expect.poll(readiness, PATIENCE).toMatchObject({
    status: 503,
    body: { ok: false, checks: { [check]: { ok: false, why: expect.stringMatching(why) } } },
  });

const ask = (question: string) => discord.slash("ask", { question });
const answerOf = (asked: LoopbackInteraction) =>
  discord.until(
    () => {
      const [shown] = asked.responses.filter(({ deleted }) => !deleted);
      if (shown === undefined) return null;
      const text = [shown.data.content, ...shown.data.embeds.map(({ description }) => description ?? "")].join("\n");
      return shown.data.embeds.length > 0 || /reference/u.test(text) ? text : null;
    },
    "an answer or a sentence that says why there is none",
    60_000,
  );

/** The bot's embedders: children of its process. */
function embedders(): number[] {
  const listed = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [pid, parent] = line.trim().split(/\s+/u).map(Number);
    return pid !== undefined && parent === bot.child.pid && line.includes("embedder-process") ? pid : [];
  });
}

function doctor(args: readonly string[] = [], over: Record<string, string> = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [CLI, "doctor", "--running", ...args], {
      env: { PATH: process.env["PATH"], FOOTNOTE_HEALTH_PORT: String(port), ...over },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (data: Buffer) => {
      out += data.toString();
    });
    child.stderr.on("data", (data: Buffer) => {
      err += data.toString();
    });
    child.once("close", (code) => resolve({ code, out, err }));
  });
}

describe("the health of a bot that is well", () => {
  it("is told at /healthz and /readyz, with each check in words and nothing that names anybody", async () => {
    await becomesReady();
    const { body } = await readiness();
    expect(Object.keys(body.checks)).toEqual(["gateway", "embedder", "index", "state", "digests", "ingest"]);
    for (const { ok, why } of Object.values(body.checks)) {
      expect(ok).toBe(true);
      expect(why).toMatch(/^[a-z][^\n]+$/u);
    }
    expect(JSON.stringify(body)).not.toContain(dataDir);
    expect(JSON.stringify(body)).not.toMatch(/\d{15}/u);
    const alive = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect([alive.status, await alive.json()]).toEqual([200, { ok: true, uptimeSeconds: expect.any(Number) }]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`, { method: "POST" })).status).toBe(405);
  });

  it("is printed by “doctor --running”, and says so where nothing answers or no port is named", async () => {
    await becomesReady();
    const well = await doctor();
    expect(well).toMatchObject({ code: 0, err: "" });
    expect(well.out).toMatch(/^ok +gateway: .+\nok +embedder: answers\nok +index: opens: \d+ papers/u);
    const { healthy, checks } = JSON.parse((await doctor(["--json"])).out);
    expect([healthy, checks[0].name, checks[0].state]).toEqual([true, "gateway", "ok"]);
    const silent = await doctor([], { FOOTNOTE_HEALTH_PORT: String(await freePort()) });
    expect([silent.code, silent.err]).toEqual([69, expect.stringMatching(/^footnote: No bot answers at [^\n]+\n$/u)]);
    const unset = await doctor([], { FOOTNOTE_HEALTH_PORT: "" });
    expect([unset.code, unset.err]).toEqual([78, expect.stringContaining("FOOTNOTE_HEALTH_PORT is not set")]);
  });

  it("has metrics that follow what happens, without a name or an id among the labels", async () => {
    await answerOf(ask("What explains grokking?"));
    const scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    await expect.poll(scrape, PATIENCE).toMatch(/footnote_acknowledgement_seconds_count [1-9]/u);
    const text = await scrape();
    expect(text).toMatch(/footnote_answer_seconds_count\{status="[a-z_]+",mode="extractive"\} [1-9]/u);
    for (const stage of ["waiting", "searching", "writing"]) {
      expect(text).toMatch(new RegExp(`footnote_answer_stage_seconds_count\\{stage="${stage}"\\} [1-9]`, "u"));
    }
    expect(text).toMatch(/footnote_check_ok\{check="gateway"\} 1/u);
    expect(text).toMatch(/footnote_index_papers [1-9]/u);
    expect(text).toMatch(/footnote_discord_responses_total\{status="2\d\d"\} [1-9]/u);
    expect(text).toMatch(/footnote_embedder_seconds_count\{end="ok"\} [1-9]/u);
    const labels = [...text.matchAll(/(\w+)="([^"]*)"/gu)];
    expect(labels.filter(([, name, value]) => name !== "version" && /\d{5}|grokking/u.test(value ?? ""))).toEqual([]);
  });
});

describe("an embedder that hangs", () => {
  it("is replaced: a question gets its answer, readiness goes and comes back", async () => {
    await becomesReady();
    const [hung] = embedders();
    if (hung === undefined) throw new Error("no embedder runs");
    process.kill(hung, "SIGSTOP");
    const asked = ask("What is sharpness-aware minimization?");
    await becomesUnready("embedder", /did not answer within/u);
    expect(await answerOf(asked)).toMatch(/sharpness/iu);
    await becomesReady();
    expect(embedders()).toHaveLength(1);
    expect(embedders()).not.toContain(hung);
  });

  it("is replaced when it was killed, without a question lost", async () => {
    const [killed] = embedders();
    if (killed === undefined) throw new Error("no embedder runs");
    process.kill(killed, "SIGKILL");
    expect(await answerOf(ask("What explains double descent?"))).toMatch(/double descent/iu);
    await becomesReady();
  });
});

describe("Discord's gateway", () => {
  it("that acknowledges nothing any more makes the bot unready until it does, though it stays connected", async () => {
    await becomesReady();
    discord.gateway.acknowledge(false);
    await becomesUnready("gateway", /no heartbeat was acknowledged for/u);
    expect(discord.gateway.connected).toBe(true);
    const told = await doctor();
    expect([told.code, told.err]).toEqual([75, "footnote: The bot runs, but is not ready: see above.\n"]);
    expect(told.out).toMatch(/problem +gateway: shard 0: no heartbeat was acknowledged/u);
    discord.gateway.acknowledge(true);
    await becomesReady();
  });
});

describe("an index that goes away while the bot runs", () => {
  const index = () => join(dataDir, "index");
  const away = () => join(dataDir, "elsewhere");

  it("is said to be gone, is not replaced by the seeds, and works again when it is back", async () => {
    await becomesReady();
    await answerOf(ask("What explains grokking?"));
    renameSync(index(), away());
    expect(await answerOf(ask("What explains grokking?"))).toMatch(/index of papers is gone/u);
    await becomesUnready("index", /it is not there/u);
    expect(existsSync(index())).toBe(false);
    renameSync(away(), index());
    expect(await answerOf(ask("What explains grokking?"))).toMatch(/grokking/iu);
    await becomesReady();
    expect(await answerOf(ask("Which papers are about pruning?"))).not.toMatch(/reference/u);
  });

  it("is said to be damaged when its files are, and works again when they are whole", async () => {
    await becomesReady();
    const manifest = JSON.parse(readFileSync(join(index(), "manifest.json"), "utf8")) as { tables: string };
    const folder = join(index(), manifest.tables, "chunks.lance", "data");
    const files = readdirSync(folder).map((name) => ({
      path: join(folder, name),
      bytes: readFileSync(join(folder, name)),
    }));
    for (const { path } of files) truncateSync(path, 100);
    await becomesUnready("index", /it is damaged/u);
    expect(await answerOf(ask("What explains grokking?"))).toMatch(/index of papers is damaged/u);
    for (const { path, bytes } of files) writeFileSync(path, bytes);
    await becomesReady();
    expect(await answerOf(ask("What explains grokking?"))).toMatch(/grokking/iu);
  });

  it("is not replaced by the seeds at the next start either", async () => {
    expect(await bot.stop()).toBe(0);
    renameSync(index(), away());
    const child = spawn(process.execPath, [BOT], {
      env: {
        PATH: process.env["PATH"],
        DISCORD_TOKEN: discord.token,
        DISCORD_REST_API: discord.url,
        FOOTNOTE_DATA_DIR: dataDir,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (data: Buffer) => {
      said += data.toString();
    });
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(66);
    expect(said).toMatch(/footnote: The index that was in .+ is gone: put the folder back/u);
    expect(existsSync(index())).toBe(false);
    renameSync(away(), index());
    bot = await startBotProcess(discord, dataDir, env);
    await becomesReady();
  });
});

describe("the bot's state", () => {
  it("that another process holds makes the bot unready until it lets go", async () => {
    await becomesReady();
    const holder = createClient({ url: `file:${join(dataDir, "state.db")}` });
    await holder.execute("PRAGMA busy_timeout = 5000");
    const transaction = await holder.transaction("write");
    try {
      await becomesUnready("state", /.+/u);
    } finally {
      await transaction.rollback();
      holder.close();
    }
    await becomesReady();
  });
});

describe("the end", () => {
  it("closes the port, and Discord's rules were kept", async () => {
    expect(await bot.stop()).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    expect(discord.violations).toEqual([]);
    rmSync(dataDir, { recursive: true, force: true });
  });
});
