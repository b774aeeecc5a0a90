import { createWriteStream, mkdtempSync } from "node:fs";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { createSourceFiles } from "../../src/adapters/files/source-files.ts";

const root = mkdtempSync(join(tmpdir(), "footnote-files-"));
afterAll(() => rm(root, { recursive: true, force: true }));
const sources = createSourceFiles({ projectRoot: root });

async function linesOf(name: string, content: string | Buffer): Promise<(string | null)[]> {
  await writeFile(join(root, name), content);
  const [file] = (await sources.list(join(root, name))).files;
  const lines: (string | null)[] = [];
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
      isFolder: true,
      files: [
        { path: "folder/a.html", kind: "page" },
        { path: "folder/b.txt", kind: "page" },
        { path: "folder/c.jsonl", kind: "json-lines" },
        { path: "folder/inner/e.txt", kind: "page" },
      ],
      skipped: [{ path: "folder/d.pdf", reason: expect.stringMatching(/^this is a PDF, which is not read; give /u) }],
      unreadable: [],
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
    ["data.json", "PK\u0003\u0004", "an archive or a document (ZIP, DOCX, XLSX, EPUB)"],
    ["table.csv", "%PDF-1.7\n", "a PDF"],
  ])("names %s by its content", async (name, content, what) => {
    await writeFile(join(root, name), content);
    expect((await sources.list(join(root, name))).skipped).toEqual([
      { path: name, reason: expect.stringContaining(`this is ${what}, which is not read`) },
    ]);
  });

  it.each([
    ["binary.txt", Buffer.from([0x50, 0x4b, 0, 1]), /binary file; expected text/u],
    ["latin.txt", Buffer.from([0x47, 0xfc, 0x74]), /no UTF-8 text/u],
    ["broken.jsonl.gz", gzipSync('{"_id":"1"}\n'.repeat(99)).subarray(0, 30), /damaged or broken off/u],
    ["paper.txt", Buffer.from("%PDF-1.7\n"), /this is a PDF, which is not read/u],
    ["report.jsonl", Buffer.from("PK\u0003\u0004docx"), /DOCX.*which is not read/u],
    ["not-found.bib", Buffer.from("<!DOCTYPE html><title>404</title>"), /HTML.*which is not read/u],
  ])("refuses %s", async (name, content, message) => {
    await expect(linesOf(name, content)).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: expect.stringMatching(message),
    });
  });

  it("refuses a page of 50 MB, and leaves out a line of 50 MB, without holding it", async () => {
    for (const name of ["huge.txt", "huge.jsonl"]) {
      const out = createWriteStream(join(root, name));
      for (let i = 0; i < 50; i += 1) out.write("x".repeat(1024 * 1024));
      await new Promise<void>((resolve) => out.end('\n{"_id":"2"}\n', resolve));
    }
    const read = async (name: string) => {
      const lines: (string | null)[] = [];
      const [file] = (await sources.list(join(root, name))).files;
      if (file !== undefined) for await (const line of sources.readLines(file)) lines.push(line);
      return lines;
    };
    await expect(read("huge.txt")).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: expect.stringMatching(/more than 16 MB/u),
    });
    await expect(read("huge.jsonl")).resolves.toEqual([null, '{"_id":"2"}']);
  });

  it("stops a gzipped file that unpacks to far more than text does, whatever its kind", async () => {
    // 48 MB of one letter in 48 kB.
    const bomb = gzipSync(Buffer.alloc(48 * 1024 * 1024, "x"));
    const before = process.memoryUsage().arrayBuffers;
    const readAll = async (name: string) => {
      await writeFile(join(root, name), bomb);
      const [file] = (await sources.list(join(root, name))).files;
      let lines = 0;
      if (file !== undefined) for await (const _ of sources.readLines(file)) lines += 1;
      return lines;
    };
    await expect(readAll("bomb.jsonl.gz")).rejects.toMatchObject({
      message: expect.stringMatching(/unpacks to more than 200 times its packed size/u),
    });
    await expect(readAll("bomb.ris")).rejects.toMatchObject({
      message: expect.stringMatching(/unpacks to more than 16 MB/u),
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  it.each([
    ["UPPER.JSONL.GZ", gzipSync('{"_id":"1"}\r\n{"_id":"2"}')],
    ["Mixed.JsonL", Buffer.from('{"_id":"1"}\n{"_id":"2"}')],
    ["plain.jsonl.gz", Buffer.from('{"_id":"1"}\n{"_id":"2"}\n')],
    ["packed.jsonl", gzipSync('{"_id":"1"}\n{"_id":"2"}\n')],
    ["members.jsonl.gz", Buffer.concat([gzipSync('{"_id":"1"}\n'), gzipSync('{"_id":"2"}\n')])],
    ["no-ending", gzipSync('{"_id":"1"}\n{"_id":"2"}\n')],
    ["table.csv", Buffer.from('{"_id":"1"}\n{"_id":"2"}\n')],
    ["mark.jsonl", Buffer.from('\ufeff{"_id":"1"}\n\ufeff{"_id":"2"}\n')],
    ["le.jsonl", Buffer.from('\ufeff{"_id":"1"}\r\n{"_id":"2"}', "utf16le")],
    ["le-bare.jsonl", Buffer.from('{"_id":"1"}\r\n{"_id":"2"}', "utf16le")],
    ["be.jsonl", Buffer.from('\ufeff{"_id":"1"}\r\n{"_id":"2"}', "utf16le").swap16()],
    ["be-bare.jsonl", Buffer.from('{"_id":"1"}\n{"_id":"2"}', "utf16le").swap16()],
    ["cr.jsonl", Buffer.from('{"_id":"1"}\r{"_id":"2"}\r')],
    ["crcrlf.jsonl", Buffer.from('{"_id":"1"}\r\r\n{"_id":"2"}\r\r\n')],
  ])("reads %s as what it is", async (name, content) => {
    expect(await linesOf(name, content)).toEqual(['{"_id":"1"}', '{"_id":"2"}']);
    expect((await sources.list(join(root, name))).files).toMatchObject([{ kind: "json-lines" }]);
  });

  it("follows links to files and folders, reads nothing twice, and names links that lead nowhere", async () => {
    const folder = join(root, "links");
    await mkdir(join(folder, "blobs"), { recursive: true });
    await mkdir(join(folder, "snapshot/deep"), { recursive: true });
    await mkdir(join(root, "elsewhere"));
    await writeFile(join(folder, "blobs/0a1b"), "x");
    await writeFile(join(root, "elsewhere/far.bib"), "x");
    await symlink("../blobs/0a1b", join(folder, "snapshot/corpus.jsonl"));
    await symlink("../../blobs/0a1b", join(folder, "snapshot/deep/again.jsonl"));
    await symlink("../..", join(folder, "snapshot/deep/up"));
    await symlink(".", join(folder, "self"));
    await symlink("../elsewhere", join(folder, "near"));
    await symlink("gone.jsonl", join(folder, "broken.jsonl"));
    await symlink("round.ris", join(folder, "round.ris"));
    await symlink("gone.pdf", join(folder, "broken.pdf"));
    const { files, skipped, unreadable } = await sources.list(folder);
    expect(files.map(({ path }) => path).sort()).toEqual(["links/near/far.bib", "links/snapshot/corpus.jsonl"]);
    expect(skipped).toEqual([{ path: "links/broken.pdf", reason: "the link leads nowhere" }]);
    expect(unreadable).toEqual([
      { path: "links/broken.jsonl", reason: "the link leads nowhere" },
      { path: "links/round.ris", reason: "the link leads back to itself" },
    ]);
  });

  it.each([
    ["json-lines", '{"_id":"1"}\n'],
    ["bibtex", "% of 2024\n@article{a, title={T}}"],
    ["ris", "Provider: x\r\nTY  - JOUR\r\n"],
    ["page", "Get trending papers in your email inbox"],
  ])("tells %s on standard input by its content, and keeps its beginning", async (kind, text) => {
    const fromPipe = createSourceFiles({ projectRoot: root, standardInput: Readable.from([Buffer.from(text)]) });
    const { files } = await fromPipe.list("-");
    expect(files).toEqual([{ path: "standard input", kind, isPassing: true }]);
    const lines: (string | null)[] = [];
    for (const file of files) for await (const line of fromPipe.readLines(file)) lines.push(line);
    expect(lines[0]).toBe(text.split(/\r?\n/u)[0]);
  });

  it("says when there is no such file", async () => {
    await expect(sources.list(join(root, "nothing"))).rejects.toMatchObject({ code: "SOURCE_MISSING" });
  });
});
