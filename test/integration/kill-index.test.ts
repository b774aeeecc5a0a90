import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createLanceCorpusStore } from "../../src/adapters/lancedb/lance-corpus-store.ts";
import { acquireWriterLock } from "../../src/adapters/sql/writer-lock.ts";
import { createFakeClock } from "../support/fakes.ts";
import { runCli, startCli } from "../support/run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "footnote-kill-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const storeAt = (dataDir: string) =>
  createLanceCorpusStore({ folder: join(dataDir, "index"), clock: createFakeClock(), lock: acquireWriterLock });

/** Everything that readers see, in a form that can be compared. */
async function contentOf(dataDir: string) {
  const reader = await storeAt(dataDir).openReader();
  const titles = await reader.listTitles();
  const ids = titles.map((paper) => paper.paperId);
  const papers = await reader.getPapers(ids);
  const chunks = await reader.getChunks(ids);
  const vocabulary = await reader.vocabulary();
  expect(papers).toHaveLength(reader.manifest.papers);
  expect(chunks).toHaveLength(reader.manifest.chunks);
  expect(vocabulary.papers).toBe(papers.length);
  return {
    papers: papers.map(({ paperId, title, abstract }) => `${paperId} ${title} ${abstract}`).sort(),
    chunks: chunks.map(({ paperId, position, text }) => `${paperId} ${position} ${text}`).sort(),
    corpusHash: reader.manifest.corpusHash,
  };
}

/** Runs an indexing process and kills it after so many milliseconds; true when it was still running. */
async function killAfter(ms: number, ...args: string[]): Promise<boolean> {
  const child = startCli(["index", ...args]);
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  const early = await Promise.race([ended.then(() => true), sleep(ms).then(() => false)]);
  child.kill("SIGKILL");
  await ended;
  return !early;
}

describe("kill -9 while indexing", () => {
  it("leaves the old index or the new one, and the next run finishes the job", { timeout: 400_000 }, async () => {
    const dataDir = join(root, "data");
    await cp(inject("seedsDataDir"), dataDir, { recursive: true });
    const before = await contentOf(dataDir);

    // 300 more papers, so that there are several checkpoints, and all seeds gone.
    const more = join(root, "more.jsonl");
    const lines = Array.from({ length: 300 }, (_, index) =>
      JSON.stringify({
        _id: `m${index}`,
        title: `Paper ${index}`,
        text: `Subject ${index} is studied. It matters for ${index % 7} reasons.`,
      }),
    );
    await writeFile(more, lines.join("\n"));
    const args = ["--source", more, "--only", "--data-dir", dataDir];

    // Written by an uninterrupted run elsewhere: what “the new one” must be.
    const reference = join(root, "reference");
    await cp(inject("seedsDataDir"), reference, { recursive: true });
    expect((await runCli(["index", ...args.slice(0, -1), reference])).code).toBe(0);
    const after = await contentOf(reference);
    expect(after.papers).toHaveLength(300);

    let killed = 0;
    let finished = false;
    for (let round = 0; round < 14 && !finished; round += 1) {
      // From the start of the process to past its usual end, in uneven steps.
      finished = !(await killAfter(500 + round * 170 + ((round * 97) % 80), ...args));
      if (!finished) killed += 1;
      const now = await contentOf(dataDir);
      const isOld = now.corpusHash === before.corpusHash;
      expect(now).toEqual(isOld ? before : after);
    }
    expect(killed).toBeGreaterThan(2);

    const { code, stdout } = await runCli(["index", ...args, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ failed: [] });
    expect(await contentOf(dataDir)).toEqual(after);
    expect((await runCli(["index", ...args, "--json"])).stdout).toMatch(/"added":0.*"embeddedChunks":0/u);
    // Nothing is left over of the attempts.
    const leftovers = readdirSync(join(dataDir, "index")).filter(
      (name) => /\.tmp$/u.test(name) || /^tables-(?!1$)/u.test(name),
    );
    expect(leftovers).toEqual([]);
  });

  it("leaves a first build to be taken up by the next run", { timeout: 300_000 }, async () => {
    const dataDir = join(root, "first");
    const child = startCli(["index", "--data-dir", dataDir]);
    const ended = new Promise((resolve) => child.once("close", resolve));
    // Killed as soon as the first checkpoint is on the disk; three more follow before anything is published.
    const firstCheckpoint = join(dataDir, "index", "tables-1", "papers.lance", "data");
    await expect
      .poll(() => existsSync(firstCheckpoint) && readdirSync(firstCheckpoint).length > 0, { timeout: 120_000 })
      .toBe(true);
    child.kill("SIGKILL");
    await ended;
    expect((await runCli(["stats", "--no-build", "--data-dir", dataDir])).code).toBe(66);
    const { code, stdout } = await runCli(["index", "--json", "--data-dir", dataDir]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ added: 403, failed: [] });
    expect(await contentOf(dataDir)).toEqual(await contentOf(inject("seedsDataDir")));
    expect(JSON.parse(await readFile(join(dataDir, "index", "manifest.json"), "utf8"))).toMatchObject({
      indexVersion: 1,
    });
  });

  it("lets two processes that index at once both succeed", { timeout: 300_000 }, async () => {
    const dataDir = join(root, "two");
    const source = join(root, "few.jsonl");
    const lines = Array.from({ length: 40 }, (_, index) =>
      JSON.stringify({ _id: `${index}`, title: `T ${index}`, text: `Text ${index}.` }),
    );
    await writeFile(source, lines.join("\n"));
    const run = () => runCli(["index", "--source", source, "--json", "--data-dir", dataDir]);
    const reports = (await Promise.all([run(), run(), run()])).map(({ code, stdout }) => ({
      code,
      ...JSON.parse(stdout),
    }));
    expect(reports.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(reports.map(({ added }) => added).sort()).toEqual([0, 0, 40]);
  });
});
