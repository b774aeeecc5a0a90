import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readEnvironmentFile, readSecretFiles } from "../../src/bin/environment-file.ts";

const root = mkdtempSync(join(tmpdir(), "footnote-environment-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;
const place = () => join(root, `file-${++made}`);
const fileOf = (content: string | Buffer) => {
  const path = place();
  writeFileSync(path, content);
  return path;
};

describe("readEnvironmentFile", () => {
  it("sets what is not set yet, and nothing where there is no file", () => {
    const environment: NodeJS.ProcessEnv = { TAKEN: "before" };
    readEnvironmentFile(place(), environment);
    readEnvironmentFile(fileOf(Buffer.from("\uFEFFTAKEN=after\r\nexport NEW=1\r\n", "utf16le")), environment);
    expect(environment).toEqual({ TAKEN: "before", NEW: "1" });
  });

  it.each([
    ["a folder", (path: string) => mkdirSync(path), /it is a folder/u],
    ["a link to a folder", (path: string) => symlinkSync(root, path), /it is a folder/u],
    ["a link to nothing", (path: string) => symlinkSync(join(root, "nothing"), path), /a file that is not there/u],
    ["a link to itself", (path: string) => symlinkSync(path, path), /leads back to itself/u],
    ["a picture", (path: string) => writeFileSync(path, Buffer.from([1, 2, 0, 0, 5, 6])), /neither UTF-8 nor UTF-16/u],
  ])("says in one sentence that %s is no such file", (_what, make, message) => {
    const path = place();
    make(path);
    expect(() => readEnvironmentFile(path, {})).toThrow(message);
  });

  it.skipIf(process.platform === "win32")("takes the null device for an empty file", () => {
    const path = place();
    symlinkSync(devNull, path);
    expect(() => readEnvironmentFile(path, {})).not.toThrow();
  });
});

describe("readSecretFiles", () => {
  it.each(["OPENAI_API_KEY", "DISCORD_TOKEN", "FOOTNOTE_STATE_TOKEN"])("takes %s out of a file", (name) => {
    expect(readSecretFiles({ [`${name}_FILE`]: fileOf("hunter2\r\n"), [name]: "" })[name]).toBe("hunter2");
  });

  it.each([
    ["nothing there", () => "/no/where/hunter2", /OPENAI_API_KEY_FILE: .*no such file/u],
    ["a folder", () => root, /OPENAI_API_KEY_FILE: .*folder/u],
    ["an empty file", () => fileOf(" \n"), /OPENAI_API_KEY_FILE: .*is empty/u],
    ["several lines", () => fileOf("hunter2\nhunter3\n"), /OPENAI_API_KEY_FILE: .*more than one line/u],
    ["a large file", () => fileOf("hunter2".repeat(20_000)), /OPENAI_API_KEY_FILE: .*larger than/u],
    ["bytes", () => fileOf(Buffer.from([7, 0, 0, 1])), /OPENAI_API_KEY_FILE: .*no text/u],
  ])("names the variable of a file with %s, and shows nothing of it", (_what, make, message) => {
    const environment = { OPENAI_API_KEY_FILE: make() };
    expect(() => readSecretFiles(environment)).toThrow(message);
    expect(() => readSecretFiles(environment)).not.toThrow(/hunter|file-/u);
  });

  it("refuses a secret that is given twice", () => {
    const environment = { DISCORD_TOKEN: "hunter2", DISCORD_TOKEN_FILE: fileOf("hunter3") };
    expect(() => readSecretFiles(environment)).toThrow(/DISCORD_TOKEN_FILE: DISCORD_TOKEN is set too/u);
  });
});
