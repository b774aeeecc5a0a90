import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { RESTORE_FOLDER } from "../../src/domain/restore-folder.ts";
import { type LoopbackDiscord, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { startBotProcess } from "../support/discord/run-bot.ts";
import { runCli } from "../support/run-cli.ts";

let root: string;
let dataDir: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "footnote-backup-"));
  dataDir = join(root, "data");
  file = join(root, "backup.tar.gz");
  mkdirSync(dataDir);
  cpSync(join(inject("seedsDataDir"), "index"), join(dataDir, "index"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const cli = (...args: string[]) => runCli([...args, "--data-dir", dataDir], { cwd: root });
/** A state with one run in it, made by the program itself. */
async function makeState(): Promise<void> {
  const { code } = await cli("sources");
  expect(code).toBe(0);
  insertRun("first");
}
function insertRun(request: string): void {
  const database = new Database(join(dataDir, "state.db"), { timeout: 5_000 });
  database.exec(`INSERT INTO ingest_runs (source, request, fetched, added, enriched, unchanged, failed, started_at,
    ended_at) VALUES ('arxiv', '${request}', 0, 0, 0, 0, '[]', 0, 0)`);
  database.close();
}
const requests = async () => {
  const { stdout } = await cli("sources", "--json");
  const { runs }: { runs: { request: string }[] } = JSON.parse(stdout);
  return runs.map(({ request }) => request);
};
const papers = async () => {
  const { stdout } = await cli("stats", "--json", "--no-build");
  const { papers: count }: { papers: number } = JSON.parse(stdout);
  return count;
};
/** Everything below the data folder that is not of the engine's making. */
const snapshot = () => readdirSync(dataDir, { recursive: true }).map(String).sort();

describe("footnote backup and restore", () => {
  it("bring back the state and the index as they were", async () => {
    await makeState();
    const backup = await cli("backup", file, "--json");
    expect(backup).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(backup.stdout)).toMatchObject({
      file,
      parts: [{ name: "state.db" }, { name: "index", version: 1 }],
    });
    insertRun("second");
    rmSync(join(dataDir, "index"), { recursive: true });
    expect(await requests()).toEqual(["second", "first"]);
    const restored = await cli("restore", file);
    expect(restored).toMatchObject({ code: 0, stderr: "" });
    expect(restored.stdout).toMatch(/^Restored: .*backup\.tar\.gz/u);
    expect(await requests()).toEqual(["first"]);
    expect(await papers()).toBe(403);
    expect(readdirSync(dataDir).sort()).toEqual(["index", "state.db"]);
    expect(readdirSync(root).sort()).toEqual(["backup.tar.gz", "data"]);
    // The index can go on to be written.
    writeFileSync(join(root, "one.bib"), "@article{x, title={Mushrooms}, abstract={We study mushrooms in the woods.}}");
    expect(await cli("index", "--source", join(root, "one.bib"))).toMatchObject({ code: 0 });
    expect(await papers()).toBe(404);
  });

  it("restore into a folder that is not there yet, on another machine", async () => {
    await makeState();
    await cli("backup", file);
    dataDir = join(root, "elsewhere", "data");
    expect(await cli("restore", file)).toMatchObject({ code: 0, stderr: "" });
    expect(await requests()).toEqual(["first"]);
    expect(await papers()).toBe(403);
  });

  it.each([
    ["a file that is not there", () => {}, 66, /There is no backup/u],
    ["a folder", () => mkdirSync(file), 65, /is no backup/u],
    ["an empty file", () => writeFileSync(file, ""), 65, /is no backup|is damaged/u],
    ["some text", () => writeFileSync(file, "not a backup at all"), 65, /is no backup|is damaged/u],
    ["another archive", () => execFileSync("tar", ["czf", file, "-C", dataDir, "index"]), 65, /is no backup/u],
    ["a backup cut short", () => writeFileSync(file, readFileSync(file).subarray(0, 2_000_000)), 65, /is damaged/u],
    [
      "a backup with a byte changed",
      () => {
        const bytes = gunzipSync(readFileSync(file));
        const at = bytes.indexOf("ingest_runs");
        bytes[at] = 0x58;
        writeFileSync(file, gzipSync(bytes));
      },
      65,
      /is damaged/u,
    ],
    [
      "a backup with a foreign file in it",
      () => {
        execFileSync("tar", ["xzf", file, "-C", root]);
        writeFileSync(join(root, "evil.txt"), "x");
        execFileSync("tar", ["czf", file, "-C", root, "backup.json", "evil.txt", "index", "state.db"]);
      },
      65,
      /is damaged/u,
    ],
    [
      "a backup whose list leads out of the folder",
      () => {
        execFileSync("tar", ["xzf", file, "-C", root]);
        const list = readFileSync(join(root, "backup.json"), "utf8");
        writeFileSync(join(root, "backup.json"), list.replace('"path":"state.db"', '"path":"../state.db"'));
        execFileSync("tar", ["czf", file, "-C", root, "backup.json", "index", "state.db"]);
      },
      65,
      /is no backup/u,
    ],
    [
      "a backup of a later format",
      () => {
        execFileSync("tar", ["xzf", file, "-C", root]);
        const list = readFileSync(join(root, "backup.json"), "utf8");
        writeFileSync(join(root, "backup.json"), list.replace('"format":1', '"format":2'));
        execFileSync("tar", ["czf", file, "-C", root, "backup.json", "index", "state.db"]);
      },
      78,
      /newer version/u,
    ],
  ])("refuse %s with one sentence, and change nothing", async (what, spoil, code, sentence) => {
    await makeState();
    if (!["a file that is not there", "a folder"].includes(what)) await cli("backup", file);
    spoil();
    const before = snapshot();
    const refused = await cli("restore", file);
    expect(refused).toMatchObject({ code, stdout: "" });
    expect(refused.stderr).toMatch(sentence);
    expect(refused.stderr.trim().split("\n")).toHaveLength(1);
    expect(snapshot()).toEqual(before);
    expect(await requests()).toEqual(["first"]);
  });

  it("refuse a backup of a newer state", async () => {
    await makeState();
    const database = new Database(join(dataDir, "state.db"));
    const row: unknown = database.prepare("SELECT MAX(version) AS version FROM schema_migrations").get();
    database.exec("INSERT INTO schema_migrations VALUES (999, 0)");
    database.close();
    expect(row).toMatchObject({ version: expect.any(Number) });
    const refused = await cli("backup", file);
    expect(refused).toMatchObject({ code: 78 });
    expect(refused.stderr).toMatch(/newer version \(999\)/u);
    expect(readdirSync(root)).toEqual(["data"]);
  });

  it("have nothing to do in an empty folder, and say where a file can't be written", async () => {
    rmSync(join(dataDir, "index"), { recursive: true });
    expect(await cli("backup", file)).toMatchObject({ code: 66 });
    cpSync(join(inject("seedsDataDir"), "index"), join(dataDir, "index"), { recursive: true });
    expect(await cli("backup", join(root, "no", "such", "folder", "b.tar.gz"))).toMatchObject({ code: 78 });
    expect(await cli("backup", dataDir)).toMatchObject({ code: 78 });
    expect(readdirSync(root)).toEqual(["data"]);
  });

  it("take up a restore that was cut short with what was there before", async () => {
    await makeState();
    await cli("backup", file);
    insertRun("second");
    // As it is when the process dies between two steps: the state set aside, the new one not in its place.
    mkdirSync(join(dataDir, RESTORE_FOLDER, "old"), { recursive: true });
    mkdirSync(join(dataDir, RESTORE_FOLDER, "new"));
    execFileSync("mv", [join(dataDir, "state.db"), join(dataDir, RESTORE_FOLDER, "old", "state.db")]);
    const refused = await cli("sources");
    expect(refused).toMatchObject({ code: 78 });
    expect(refused.stderr).toMatch(/was cut short/u);
    writeFileSync(join(root, "bad"), "no backup");
    expect(await cli("restore", join(root, "bad"))).toMatchObject({ code: 65 });
    expect(await cli("restore", file)).toMatchObject({ code: 0 });
    expect(existsSync(join(dataDir, RESTORE_FOLDER))).toBe(false);
    expect(await requests()).toEqual(["first"]);
  });
});

describe("a bot that runs", () => {
  let discord: LoopbackDiscord;
  beforeEach(async () => {
    discord = await startLoopbackDiscord();
  });
  afterEach(() => discord.close());

  it("is backed up while it works, and nothing is restored under it", async () => {
    const bot = await startBotProcess(discord, dataDir, { DISCORD_USER_ASKS_PER_HOUR: "1000" });
    const asked = Array.from({ length: 4 }, () => discord.slash("ask", { question: "What explains grokking?" }));
    const backup = await cli("backup", file, "--json");
    expect(backup).toMatchObject({ code: 0 });
    await discord.until(() => asked.every(({ response }) => response?.data.embeds[0]), "answers", 60_000);
    const refused = await cli("restore", file);
    expect(refused).toMatchObject({ code: 69 });
    expect(refused.stderr).toMatch(/in use by a running bot/u);
    // Nothing was harmed by that.
    const after = discord.slash("ask", { question: "What is double descent?" });
    await discord.until(() => after.response?.data.embeds[0], "an answer", 60_000);
    expect(await bot.stop()).toBe(0);
    expect(readdirSync(dataDir).sort()).toEqual(["index", "index.seen", "state.db"]);
    expect(await cli("restore", file)).toMatchObject({ code: 0 });
    const again = await startBotProcess(discord, dataDir);
    expect(await again.stop()).toBe(0);
    expect(bot.log()).not.toContain('"level":50');
  });
});
