import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readCopy, readDockerfile, type Stage } from "../support/dockerfile.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "footnote-image-"));
afterAll(() => {
  makeWritable(root);
  rmSync(root, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly output: string;
}

function run(command: string, args: readonly string[], cwd: string, env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

/** Only what a shell needs: nothing of this project, and nothing of the environment that the tests run in. */
const bare = (home: string): Record<string, string> => ({
  PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
  HOME: home,
  npm_config_cache: process.env["npm_config_cache"] ?? join(process.env["HOME"] ?? home, ".npm"),
  npm_config_prefer_offline: "true",
  ...(process.env["npm_config_registry"] === undefined
    ? {}
    : { npm_config_registry: process.env["npm_config_registry"] }),
  ...(process.env["NODE_EXTRA_CA_CERTS"] === undefined
    ? {}
    : { NODE_EXTRA_CA_CERTS: process.env["NODE_EXTRA_CA_CERTS"] }),
});

/** Runs the instructions of a stage in a folder that stands for the root of its image. */
async function runStage(
  stage: Stage,
  folder: string,
  stages: ReadonlyMap<string, string>,
): Promise<Record<string, string>> {
  let work = folder;
  const variables: Record<string, string> = {};
  const inImage = (path: string) => (path.startsWith("/") ? join(folder, path) : join(work, path));
  for (const { name, rest } of stage.instructions) {
    if (name === "WORKDIR") {
      work = join(folder, rest);
      mkdirSync(work, { recursive: true });
    } else if (name === "ENV") {
      for (const [, key = "", value = ""] of rest.matchAll(/(\w+)=(\S+)/gu)) {
        variables[key] = value.startsWith("/") ? join(folder, value) : value;
      }
    } else if (name === "COPY") {
      const { from, sources, to } = readCopy(rest);
      for (const source of sources) {
        const origin = from === "" ? join(PROJECT, source) : join(stages.get(from) ?? "", source);
        const isInto = to.endsWith("/");
        cpSync(origin, isInto ? join(inImage(to), source) : inImage(to), { recursive: true, verbatimSymlinks: true });
      }
    } else if (name === "RUN") {
      await runCommand(rest, work, folder);
    }
  }
  return { ...variables, work };
}

async function runCommand(command: string, work: string, folder: string): Promise<void> {
  // The root of the image is a folder here, and its owner whoever runs the tests.
  const here = command.replace(/(?<=\s)\/(?=\w)/gu, `${folder}/`).replace(/chown \S+/gu, "test -d");
  const ran = await run("sh", ["-ec", here], work, bare(folder));
  if (ran.code === 0) return;
  // Without a registry the packages that are installed already have to do; the rest of the command runs as it is.
  expect(ran.output).toMatch(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENOTCACHED|ETIMEDOUT|network/u);
  cpSync(join(PROJECT, "node_modules"), join(work, "node_modules"), { recursive: true, verbatimSymlinks: true });
  const offline = await run("sh", ["-ec", here.replace("npm ci", "npm run prepare")], work, {
    ...bare(folder),
    npm_config_offline: "true",
  });
  expect(offline).toMatchObject({ code: 0 });
}

function makeWritable(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
}

/** Names and times of all files, without those of packages. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith("node_modules"))
    .sort();
}

describe("the stages of the Dockerfile, run in a clean folder", () => {
  it("make an image whose program starts, indexes and answers, and writes to /data alone", async () => {
    const stages = readDockerfile(readFileSync(join(PROJECT, "Dockerfile"), "utf8"));
    const folders = new Map<string, string>();
    let variables: Record<string, string> = {};
    for (const [at, stage] of stages.entries()) {
      const folder = join(root, `stage-${at}`);
      mkdirSync(folder);
      variables = await runStage(stage, folder, folders);
      folders.set(stage.name, folder);
    }
    const { work = "", ...env } = variables;
    const entry = stages.at(-1)?.instructions.find(({ name }) => name === "ENTRYPOINT")?.rest ?? "[]";
    const [command = "", ...args] = JSON.parse(entry) as string[];
    expect(command).toBe("node");
    expect(existsSync(join(work, "node_modules/vitest"))).toBe(false);
    expect(existsSync(join(work, "node_modules/typescript"))).toBe(false);

    const before = filesOf(work);
    const temporary = join(root, "tmp");
    mkdirSync(temporary);
    const inImage = { PATH: bare(root)["PATH"] ?? "", TMPDIR: temporary, ...env };
    // The bot finds all that it is made of, and says that it lacks its token.
    const bot = await run(process.execPath, args, work, inImage);
    expect(bot).toMatchObject({ code: 78, output: expect.stringContaining("DISCORD_TOKEN is not set") });
    const papers = join(temporary, "papers.jsonl");
    const abstract = "Grokking is explained by the slow growth of the margin after the training loss has vanished.";
    writeFileSync(papers, `${JSON.stringify({ _id: "p1", title: "On grokking", text: abstract })}\n`);
    const cli = (...words: string[]) => run(process.execPath, ["dist/bin/cli.js", ...words], work, inImage);
    expect(await cli("index", "--source", papers)).toMatchObject({ code: 0 });
    expect(await cli("ask", "What explains grokking?")).toMatchObject({
      code: 0,
      output: expect.stringContaining("On grokking"),
    });
    expect(filesOf(work)).toEqual(before);
    expect(readdirSync(env["FOOTNOTE_DATA_DIR"] ?? "")).toContain("index");
  }, 600_000);
});
