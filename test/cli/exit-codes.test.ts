import { mkdtempSync } from "node:fs";
import { chmod, cp, mkdir, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, inject, it } from "vitest";
import { type CliOptions, runCli } from "../support/run-cli.ts";

const dataDir = inject("seedsDataDir");
const root = mkdtempSync(join(tmpdir(), "footnote-exit-"));
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs a command that must fail: one clear line on stderr, nothing on stdout, no stack. */
async function fails(args: string[], code: number, message: RegExp, options: CliOptions = {}) {
  const result = await runCli(args, options);
  expect(result.stderr).toMatch(message);
  expect(result.code).toBe(code);
  expect(result.stdout).toBe("");
  expect(result.stderr).not.toMatch(/\n\s+at /u);
}

describe("exit codes", () => {
  it.each([
    [[], /Usage: footnote/u],
    [["frobnicate"], /unknown command 'frobnicate'/u],
    [["ask"], /missing required argument 'question'/u],
    [["ask", "--frob", "x"], /unknown option '--frob'/u],
    [["ask", ""], /The question is empty/u],
    [["ask", "🙂"], /no words to search for/u],
    [["ask", "x".repeat(10_000)], /10000 characters, at most 2000/u],
    [["search", "--limit", "many", "x"], /whole number from 1 to 1000/u],
    [["search"], /The query is empty/u],
    [["search", "--batch", "x", "y"], /either a query .*or --batch/u],
  ])("64 for wrong use: %j", (args, message) => fails(args, 64, message));

  it.each([
    ["--help"],
    ["ask", "--help"],
    ["index", "--help"],
    ["search", "--help"],
    ["related", "--help"],
    ["stats", "--help"],
    ["doctor", "--help"],
  ])("0 for help: %s %s", async (...args) => {
    const { code, stdout } = await runCli(args.filter((arg) => arg !== undefined));
    expect(code).toBe(0);
    expect(stdout).toMatch(/Usage: footnote/u);
  });

  it.each([["ask"], ["search"], ["related"], ["stats"]])("66 for %s without an index and with --no-build", (command) =>
    fails(
      [command, ...(command === "stats" ? [] : ["grokking"]), "--no-build", "--data-dir", join(root, "none")],
      66,
      /There is no index in .*none/u,
    ),
  );

  it("66 for a source or a batch that is not there", async () => {
    await fails(
      ["index", "--source", join(root, "nothing"), "--data-dir", join(root, "d1")],
      66,
      /There is no file or folder .*nothing/u,
    );
    await fails(["search", "--batch", join(root, "nothing"), "--data-dir", dataDir], 66, /There is no file .*nothing/u);
  });

  it("78 for a bad configuration, with every bad key in one message and no values", async () => {
    const env = {
      OPENAI_BASE_URL: "ftp://secret-host",
      OPENAI_TEMPERATURE: "warm",
      FOOTNOTE_LOG_LEVEL: "loud",
      OPENAI_API_KEY: "sk-secret",
    };
    await fails(["ask", "x"], 78, /OPENAI_BASE_URL.*OPENAI_TEMPERATURE|FOOTNOTE_LOG_LEVEL.*OPENAI_BASE_URL/u, { env });
    const { stderr } = await runCli(["ask", "x"], { env });
    for (const name of ["OPENAI_BASE_URL", "OPENAI_TEMPERATURE", "FOOTNOTE_LOG_LEVEL"]) expect(stderr).toContain(name);
    for (const value of ["secret-host", "sk-secret"]) expect(stderr).not.toContain(value);
  });

  it("78 for an index made with another embedder, naming the command that rebuilds it", async () => {
    const models = join(root, "models");
    const own = join(root, "models", "my", "copy");
    await cp(new URL("../../data/models/footnote/minilm-l6-papers", import.meta.url), own, { recursive: true });
    const env = { FOOTNOTE_MODELS_DIR: models, FOOTNOTE_EMBEDDER: "my/copy" };
    await fails(
      ["search", "grokking", "--data-dir", dataDir],
      78,
      /model footnote\/minilm-l6-papers, not my\/copy.*index -- --rebuild/u,
      { env },
    );
  });

  it("66 for a model file that is missing, 65 for one that is not the released one", async () => {
    const models = join(root, "models2");
    const own = join(models, "footnote", "minilm-l6-papers");
    await cp(new URL("../../data/models/footnote/minilm-l6-papers", import.meta.url), own, { recursive: true });
    const env = { FOOTNOTE_MODELS_DIR: models };
    const weights = join(own, "onnx", "model_quantized.onnx");
    await truncate(weights, 1_000_000);
    await fails(
      ["search", "grokking", "--data-dir", dataDir],
      65,
      /model_quantized\.onnx is not the one that was released/u,
      { env },
    );
    await rm(weights);
    await fails(["search", "grokking", "--data-dir", dataDir], 66, /model_quantized\.onnx is missing: restore it/u, {
      env,
    });
  });

  it("65 for a damaged index, which --rebuild mends", async () => {
    const own = join(root, "damaged");
    const pages = join(root, "one.jsonl");
    await writeFile(pages, '{"_id":"1","title":"Grokking","text":"About grokking and delayed generalization."}');
    const build = (...args: string[]) => runCli(["index", "--source", pages, "--data-dir", own, ...args]);
    expect((await build()).code).toBe(0);
    const data = join(own, "index", "tables-1", "papers.lance", "data");
    for (const file of await readdir(data)) await truncate(join(data, file), 10);
    await fails(["related", "grokking", "--data-dir", own], 65, /is damaged: rebuild it with .*--rebuild/u);
    await writeFile(join(own, "index", "manifest.json"), "{");
    await fails(["stats", "--data-dir", own], 65, /is damaged/u);
    expect(await build("--rebuild")).toMatchObject({ code: 0 });
    expect((await runCli(["search", "grokking", "--data-dir", own])).code).toBe(0);
  });

  // Root may write anywhere, so a file in the folder's place stands in for a read-only one.
  it("78 for a data folder that can't be written", async () => {
    await writeFile(join(root, "file"), "");
    await fails(
      ["index", "--data-dir", join(root, "file", "data")],
      78,
      /can't be written: make it writable, or choose another/u,
    );
    if (process.getuid?.() !== 0) {
      await mkdir(join(root, "read-only"));
      await chmod(join(root, "read-only"), 0o555);
      await fails(["index", "--data-dir", join(root, "read-only")], 78, /can't be written/u);
    }
  });
});
