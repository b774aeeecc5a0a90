import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, inject, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

const dataDir = inject("seedsDataDir");
const root = mkdtempSync(join(tmpdir(), "footnote-streams-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const CLI = fileURLToPath(new URL("../../dist/bin/cli.js", import.meta.url));

/** Runs a line of bash in which `footnote` is the command line and `$1` the data folder; the exit code of its first part. */
function bash(line: string) {
  const script = `footnote() { "$NODE" "$CLI" "$@"; }\n${line}\nexit "\${PIPESTATUS[0]}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "bash", dataDir, root], {
    env: { PATH: process.env["PATH"], HOME: root, NODE: process.execPath, CLI },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe.skipIf(process.platform !== "linux")("output that can't be written", () => {
  it.each([
    'footnote search grokking --data-dir "$1" > /dev/full',
    'footnote stats --json --data-dir "$1" > /dev/full',
    "footnote --help > /dev/full",
    "footnote completion zsh > /dev/full",
    `echo grokking | footnote chat --data-dir "$1" > /dev/full; exit "\${PIPESTATUS[1]}"`,
    'footnote digest preview --html /dev/full --data-dir "$1" > /dev/null',
  ])("74 and one sentence: %s", (line) => {
    const { status, stderr } = bash(line);
    expect(stderr).toMatch(/can't be written, the disk is full: [^\n]+\n$/u);
    expect(status).toBe(74);
  });

  it("ends quietly where the reader of a pipe goes away", () => {
    expect(bash('footnote search grokking --data-dir "$1" | head -1')).toMatchObject({ status: 0, stderr: "" });
    expect(bash(`yes grokking | footnote chat --json --data-dir "$1" | head -1; exit "\${PIPESTATUS[1]}"`).status).toBe(
      0,
    );
  });

  it.each([
    [0, 'stats --data-dir "$1"'],
    [64, "ask --frobnicate"],
    [65, 'index --source "$2/bad.jsonl" --data-dir "$2/bad"'],
    [66, 'stats --data-dir "$2/none"'],
  ])("keeps exit code %i where nobody reads standard error: %s", async (code, command) => {
    await writeFile(join(root, "bad.jsonl"), "{");
    expect(bash(`footnote ${command} 2>&1 >/dev/null | head -c 0`).status).toBe(code);
    expect(bash(`footnote ${command} 2>/dev/full >/dev/null`).status).toBe(code);
  });
});

describe("errors with --json", () => {
  it.each([
    [64, "USAGE_INVALID", ["ask", "--frobnicate", "--json"]],
    [64, "USAGE_INVALID", ["ask", "", "--json"]],
    [64, "USAGE_INVALID", ["evaluate", "--json"]],
    [66, "INDEX_MISSING", ["stats", "--json", "--no-build", "--data-dir", join(root, "none")]],
  ])("%i is one line of JSON on stderr: %s", async (code, name, args) => {
    const result = await runCli(args);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe("");
    expect(JSON.parse(result.stderr)).toEqual({ error: { code: name, message: expect.any(String) } });
  });
});

describe("a data folder that is not there", () => {
  it.each([["ask", "grokking"], ["search", "grokking"], ["related", "grokking"], ["chat"], ["stats"], ["sources"]])(
    "is not made by %s",
    async (...args) => {
      const folder = join(root, "nowhere");
      const { code, stdout, stderr } = await runCli([...args, "--data-dir", folder]);
      expect(stderr).toMatch(/^footnote: There is no index in .*nowhere, which does not exist: [^\n]+\n$/u);
      expect({ code, stdout }).toEqual({ code: 66, stdout: "" });
      expect(existsSync(folder)).toBe(false);
    },
  );
});

describe("a file in the data folder's place", () => {
  it.each([["ask", "grokking"], ["index"], ["stats"], ["sources"]])("is named by %s", async (...args) => {
    const file = join(root, "a-file");
    writeFileSync(file, "");
    const { code, stdout, stderr } = await runCli([...args, "--data-dir", file]);
    expect(stderr).toMatch(/^footnote: \S+a-file is a file, not a folder: name a folder with [^\n]+\n$/u);
    expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
  });
});

describe("standard input in a question's place", () => {
  it("is read for -", async () => {
    const asked = await runCli(["search", "-", "--json", "--data-dir", dataDir], { input: "\uFEFF grokking\r\n" });
    expect(JSON.parse(asked.stdout)).toMatchObject({ query: "grokking" });
  });

  it.each([
    ["nothing", [], "", /The question is empty/u],
    ["too much", [], "x".repeat(200_000), /more than 100000 bytes/u],
    ["two places", ["--after", "-"], "grokking", /only once/u],
  ])("64 for %s", async (_what, args, input, message) => {
    const { code, stderr } = await runCli(["ask", "-", ...args, "--data-dir", dataDir], { input });
    expect(stderr).toMatch(message);
    expect(code).toBe(64);
  });
});
