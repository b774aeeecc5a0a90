import { createWriteStream, mkdtempSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { createSourceFiles } from "../../src/adapters/files/source-files.ts";

const root = mkdtempSync(join(tmpdir(), "footnote-files-"));
afterAll(() => rm(root, { recursive: true, force: true }));
const sources = createSourceFiles({ projectRoot: root });

async function linesOf(name: string, content: string | Buffer): Promise<string[]> {
  await writeFile(join(root, name), content);
  const [file] = (await sources.list(join(root, name))).files;
  const lines: string[] = [];
  if (file !== undefined) for await (const line of sources.readLines(file)) lines.push(line);
  return lines;
}

describe("createSourceFiles", () => {
  it("lists the pages and JSON lines of a folder, named relative to the project, and what it skips", async () => {
    const folder = join(root, "folder");
    await mkdir(join(folder, "inner"), { recursive: true });
    for (const name of ["b.txt", "a.html", "c.jsonl", "d.pdf", ".hidden", "inner/e.txt"])
      await writeFile(join(folder, name), "x");
    expect(await sources.list(folder)).toEqual({
      root: "folder",
      files: [
        { path: "folder/a.html", kind: "page" },
        { path: "folder/b.txt", kind: "page" },
        { path: "folder/c.jsonl", kind: "json-lines" },
        { path: "folder/inner/e.txt", kind: "page" },
      ],
      skipped: ["folder/d.pdf"],
    });
  });

  it("reads lines with any line end, across block borders, with and without a last one", async () => {
    expect(await linesOf("a.txt", "one\r\ntwo\n\nthree")).toEqual(["one", "two", "", "three"]);
    const long = Array.from({ length: 5_000 }, (_, index) => `zeile ${index} äöü 😀`);
    expect(await linesOf("b.txt", `${long.join("\n")}\n`)).toEqual(long);
  });

  it("reads compressed JSON lines, and tells JSON lines without a telling name", async () => {
    expect(await linesOf("c.jsonl.gz", gzipSync('{"_id":"1"}\n{"_id":"2"}\n'))).toEqual(['{"_id":"1"}', '{"_id":"2"}']);
    await writeFile(join(root, "d"), ' {"_id":"1"}');
    expect((await sources.list(join(root, "d"))).files).toEqual([{ path: "d", kind: "json-lines" }]);
  });

  it.each([
    ["binary.txt", Buffer.from([0x50, 0x4b, 0, 1]), /binary file; expected text/u],
    ["latin.txt", Buffer.from([0x47, 0xfc, 0x74]), /no UTF-8 text/u],
    ["utf16.txt", Buffer.from("\ufeffhello", "utf16le"), /binary|UTF-8/u],
    ["broken.jsonl.gz", Buffer.from("not gzip"), /can't be read/u],
  ])("refuses %s", async (name, content, message) => {
    await expect(linesOf(name, content)).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: expect.stringMatching(message),
    });
  });

  it("refuses 50 MB of one line, as a page and as JSON lines, without reading it all", async () => {
    for (const [name, message] of [
      ["huge.txt", /has 50 MB, a page at most 16 MB/u],
      ["huge.jsonl", /a line has more than 1048576 characters/u],
    ] as const) {
      const out = createWriteStream(join(root, name));
      for (let i = 0; i < 50; i += 1) out.write("x".repeat(1024 * 1024));
      await new Promise<void>((resolve) => out.end(resolve));
      const [file] = (await sources.list(join(root, name))).files;
      const read = async () => {
        if (file !== undefined) for await (const line of sources.readLines(file)) expect(line).toBe("");
      };
      await expect(read()).rejects.toMatchObject({ code: "INPUT_INVALID", message: expect.stringMatching(message) });
    }
  });

  it("says when there is no such file", async () => {
    await expect(sources.list(join(root, "nothing"))).rejects.toMatchObject({ code: "SOURCE_MISSING" });
  });
});
