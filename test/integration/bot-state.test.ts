import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import Database from "libsql";
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { holdDatabaseLock } from "../support/database-lock.ts";
import { type LoopbackDiscord, type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";
import { runCli } from "../support/run-cli.ts";
import { mountSmallDisk, type SmallDisk } from "../support/small-disk.ts";

const QUESTION = "What explains grokking?";
const HELD_MS = 15_000;

let discord: LoopbackDiscord;
let dataDir: string;
let bot: BotProcess | undefined;

beforeEach(async () => {
  dataDir = copyOfSeeds(inject("seedsDataDir"));
  discord = await startLoopbackDiscord();
});
afterEach(async () => {
  await bot?.stop("SIGKILL");
  bot = undefined;
  await discord.close();
});

/** What an interaction was answered with in the end: no stage. */
const outcomeOf = ({ response, responses, choices, modal }: LoopbackInteraction) => {
  if (choices !== null || modal !== null) return "answered";
  const shown = responses.find(({ deleted }) => !deleted) ?? response;
  if (shown === null || shown.deleted) return null;
  if (shown.data.embeds.length > 0) return "answered";
  const { content } = shown.data;
  return content === "" || /^(?:⏳|🔎|📖|✅|…)/u.test(content) ? null : content;
};

describe("the bot while another process holds the database's write lock", () => {
  it.each(["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] as const)(
    "acknowledges at once, answers or refuses what is asked, and works again afterwards (%s)",
    async (begin) => {
      bot = await startBotProcess(discord, dataDir, { DISCORD_USER_ASKS_PER_HOUR: "1000" });
      const before = discord.slash("ask", { question: QUESTION });
      await discord.until(() => outcomeOf(before), "an answer before");
      const answer = before.response;
      if (answer === null) throw new Error("no answer");

      const lock = await holdDatabaseLock(join(dataDir, "state.db"), begin);
      const until = performance.now() + HELD_MS;
      const asked: LoopbackInteraction[] = [];
      for (let round = 0; performance.now() < until; round += 1) {
        const user = `person${round}`;
        asked.push(
          discord.slash("ask", { question: QUESTION }, { user }),
          discord.slash("search", { query: "flat minima" }, { user }),
          discord.slash("privacy export", {}, { user }),
          discord.slash("settings", {}, { user, manager: true }),
          discord.press(answer, "Sources", { user }),
          discord.press(answer, "👍", { user }),
          discord.press(answer, "Follow up", { user }),
          discord.complete("related", "paper", "grok", { user }),
        );
        await sleep(1_500);
      }
      await lock.release();
      await sleep(500);
      const after = [
        discord.slash("ask", { question: QUESTION }, { user: "later" }),
        discord.slash("search", { query: "flat minima" }, { user: "later" }),
        discord.press(answer, "👍", { user: "later" }),
      ];
      await discord.until(() => after.every(outcomeOf), "answers after the lock", 5_000);
      expect(after.map(outcomeOf)).toEqual(["answered", "answered", "Thank you, noted."]);
      await discord.until(() => asked.every(outcomeOf), "what was asked meanwhile", 10_000);
      const slowest = Math.max(...asked.map(({ acknowledgedMs }) => acknowledgedMs ?? Number.POSITIVE_INFINITY));
      expect(slowest).toBeLessThan(2_500);
      expect(discord.violations).toEqual([]);
      expect(await bot.stop()).toBe(0);
      expect(readdirSync(dataDir).filter((name) => name.startsWith("state"))).toEqual(["state.db"]);
    },
    240_000,
  );
});

const BOT = fileURLToPath(new URL("../../dist/bin/bot.js", import.meta.url));

/** Starts a bot that can't start: what it says, and its exit code. */
async function failToStart(folder: string): Promise<{ code: number | null; stderr: string }> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:FOOTNOTE|OPENAI|DISCORD)_/u.test(name));
  const child = spawn(process.execPath, [BOT], {
    env: {
      ...Object.fromEntries(inherited),
      DISCORD_TOKEN: discord.token,
      DISCORD_REST_API: discord.url,
      FOOTNOTE_DATA_DIR: folder,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, stderr };
}

const ask = async (question: string, user: string) => {
  const asked = discord.slash("ask", { question }, { user });
  await discord.until(() => outcomeOf(asked), "an answer", 30_000);
  return asked;
};
const bytesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith("state"))
    .map((name) => readFileSync(join(folder, name)).toString("latin1"));

describe("the bot's start", () => {
  it("waits for nobody who holds the database, and stops in time meanwhile", async () => {
    bot = await startBotProcess(discord, dataDir);
    expect(await bot.stop()).toBe(0);
    const lock = await holdDatabaseLock(join(dataDir, "state.db"));
    bot = await startBotProcess(discord, dataDir);
    expect((await ask(QUESTION, "ada")).acknowledgedMs).toBeLessThan(2_500);
    const asked = performance.now();
    expect(await bot.stop()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
    await lock.release();
  }, 120_000);

  it("refuses a damaged state and one of a newer version in a sentence, and changes neither", async () => {
    const file = join(dataDir, "state.db");
    writeFileSync(file, "no database at all ".repeat(1_000));
    const damaged = readFileSync(file);
    const first = await failToStart(dataDir);
    expect(first).toMatchObject({ code: 65 });
    expect(first.stderr).toMatch(/^footnote: The bot's database \S+ is damaged: [^\n]+\n$/u);
    expect(readFileSync(file).equals(damaged)).toBe(true);
    rmSync(file);
    expect(await runCli(["sources", "--data-dir", dataDir])).toMatchObject({ code: 0 });
    const database = new Database(file);
    database.exec("INSERT INTO schema_migrations VALUES (999, 0)");
    database.close();
    const second = await failToStart(dataDir);
    expect(second).toMatchObject({ code: 78 });
    expect(second.stderr).toMatch(/^footnote: The bot's database \S+ is of a newer version \(999\)[^\n]+\n$/u);
  });
});

describe("what a wrong clock noted down", () => {
  it.each([-365, 365])(
    "locks nobody out: %i days from now",
    async (days) => {
      bot = await startBotProcess(discord, dataDir);
      await ask(QUESTION, "ada");
      expect(await bot.stop()).toBe(0);
      const wrong = Date.now() + days * 86_400_000;
      const { id } = discord.world.user("ada");
      const [guildId = ""] = discord.world.guildIds;
      const database = new Database(join(dataDir, "state.db"));
      for (let n = 0; n < 2_000; n += 1) {
        database.exec(`INSERT INTO uses VALUES ('${id}', '${guildId}', ${wrong + n}, 1, 100000)`);
      }
      database.exec(`UPDATE prunings SET pruned_at = ${wrong}; UPDATE answers SET created_at = ${wrong}`);
      database.exec(`INSERT OR REPLACE INTO leases VALUES ('digests', 'nobody', ${wrong})`);
      database.close();
      bot = await startBotProcess(discord, dataDir);
      expect(outcomeOf(await ask(QUESTION, "ada"))).toBe("answered");
      // Nothing expires by a clock that jumped until it has held for a day.
      const kept = new Database(join(dataDir, "state.db"));
      expect(kept.prepare("SELECT COUNT(*) AS n FROM answers").get()).toMatchObject({ n: 2 });
      kept.close();
      expect(await bot.stop()).toBe(0);
    },
    120_000,
  );
});

describe("a person's data", () => {
  it("is in no byte of the database and in no line of the log once it is deleted", async () => {
    bot = await startBotProcess(discord, dataDir, { FOOTNOTE_LOG_LEVEL: "info" });
    const question = "What explains grokking in a zebrafish laboratory?";
    const kept = await ask("What is double descent?", "grace");
    for (let again = 0; again < 3; again += 1) await ask(question, "mary");
    const { id } = discord.world.user("mary");
    expect(bytesOf(dataDir).some((text) => text.includes("zebrafish") && text.includes(id))).toBe(true);
    const sure = discord.slash("privacy delete", {}, { user: "mary" });
    await discord.until(() => sure.response, "a question");
    expect(bytesOf(dataDir).some((text) => text.includes("zebrafish"))).toBe(true);
    if (sure.response === null) throw new Error("no response");
    discord.press(sure.response, "Delete", { user: "mary" });
    await discord.until(() => sure.response?.data.content.startsWith("Deleted:"), "the deletion");
    // No name, no id, no text; while the bot runs, and after it has stopped.
    const traces = () => bytesOf(dataDir).filter((text) => text.includes("zebrafish") || text.includes(id));
    expect(traces()).toEqual([]);
    if (kept.response === null) throw new Error("no answer");
    const sources = discord.press(kept.response, "Sources", { user: "mary" });
    await discord.until(() => sources.response?.data.embeds[0], "the sources of others");
    expect(await bot.stop()).toBe(0);
    expect(traces()).toEqual([]);
    expect(bot.log()).not.toContain("zebrafish");
  }, 120_000);

  it("of a server goes when the bot is removed from it", async () => {
    bot = await startBotProcess(discord, dataDir);
    const [guildId = ""] = discord.world.guildIds;
    await ask("What explains grokking in a zebrafish laboratory?", "mary");
    expect(bytesOf(dataDir).some((text) => text.includes("zebrafish"))).toBe(true);
    // A server that is only out of reach keeps what is its own.
    discord.gateway.dispatch({ t: "GUILD_DELETE", d: { id: guildId, unavailable: true } } as never);
    await sleep(1_000);
    expect(bytesOf(dataDir).some((text) => text.includes("zebrafish"))).toBe(true);
    discord.gateway.dispatch({ t: "GUILD_DELETE", d: { id: guildId } } as never);
    await discord.until(() => bot?.log().includes("removed from a server"), "the deletion");
    expect(bytesOf(dataDir).some((text) => text.includes("zebrafish"))).toBe(false);
  }, 120_000);
});

const disk: SmallDisk | null = mountSmallDisk(24);

// Only where this machine lets the test mount a disk of its own.
describe.runIf(disk !== null)("a disk", () => {
  const { folder = "", fill, empty, setReadOnly, remove } = disk ?? {};
  beforeEach(() => {
    mkdirSync(join(folder, "data"));
    cpSync(join(dataDir, "index"), join(folder, "data", "index"), { recursive: true });
    dataDir = join(folder, "data");
  });
  afterEach(() => {
    setReadOnly?.(false);
    empty?.();
    rmSync(join(folder, "data"), { recursive: true, force: true });
  });
  afterAll(() => remove?.());

  it("that is full is told of in a sentence: 74, and nothing is left half done", async () => {
    fill?.();
    const refused = await failToStart(dataDir);
    expect(refused).toMatchObject({ code: 74 });
    expect(refused.stderr).toMatch(/^footnote: The disk of [^\n]+ is full: make room\.\n$/u);
    for (const args of [["sources"], ["backup", join(folder, "backup.tar.gz")]]) {
      const { code, stderr } = await runCli([...args, "--data-dir", dataDir]);
      expect({ args, code }).toEqual({ args, code: 74 });
      expect(stderr.trim().split("\n")).toHaveLength(1);
    }
    expect(readdirSync(dataDir)).toEqual(["index"]);
    expect(readdirSync(folder).sort()).toEqual(["data", "filler"]);
  });

  it("that is read-only likewise: 78", async () => {
    setReadOnly?.(true);
    const refused = await failToStart(dataDir);
    expect(refused).toMatchObject({ code: 78 });
    expect(refused.stderr.trim().split("\n")).toHaveLength(1);
    expect(await runCli(["sources", "--data-dir", dataDir])).toMatchObject({ code: 78 });
    expect(await runCli(["backup", join(folder, "backup.tar.gz"), "--data-dir", dataDir])).toMatchObject({ code: 78 });
    expect(await runCli(["stats", "--no-build", "--data-dir", dataDir])).toMatchObject({ code: 0 });
  });

  it("that fills up while the bot runs costs no answer, and all is well when there is room", async () => {
    bot = await startBotProcess(discord, dataDir, { DISCORD_USER_ASKS_PER_HOUR: "1000" });
    await ask(QUESTION, "ada");
    fill?.();
    for (let again = 0; again < 5; again += 1) {
      const asked = await ask(QUESTION, `person${again}`);
      expect(outcomeOf(asked)).toBe("answered");
      expect(asked.acknowledgedMs).toBeLessThan(2_500);
    }
    empty?.();
    const after = await ask(QUESTION, "later");
    expect(JSON.stringify(after.response?.data.components)).toContain("Sources");
    expect(await bot.stop()).toBe(0);
    expect(readdirSync(dataDir).sort()).toEqual(["index", "index.seen", "state.db"]);
  }, 120_000);
});
