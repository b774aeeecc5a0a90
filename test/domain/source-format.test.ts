import { describe, expect, it } from "vitest";
import { formatOfBytes, formatOfName, formatOfText } from "../../src/domain/source-format.ts";

describe("formatOfName", () => {
  it.each([
    ["a.jsonl", "json-lines"],
    ["A.JSONL.GZ", "json-lines"],
    ["dir.pdf/b.NdJson", "json-lines"],
    ["refs.BIB", "bibtex"],
    ["refs.bib.gz", "bibtex"],
    ["x.y.RIS", "ris"],
    ["page.TXT", "page"],
  ])("reads %s", (name, kind) => expect(formatOfName(name)).toEqual({ kind }));

  it.each(["a.PDF", "b.csv", "c.docx", "d.zip", "e.tar.gz", "f.csv.gz", "g.json", "h.nbib"])(
    "names the format of %s, which is not read",
    (name) => expect(formatOfName(name)).toEqual({ unread: expect.any(String) }),
  );

  it.each(["0a1b", "a.gz", "2401.01234", "README", ".jsonlx", "a.constructor", "a.toString"])(
    "tells nothing of %s",
    (name) => expect(formatOfName(name)).toBeNull(),
  );
});

describe("formatOfBytes", () => {
  it.each([
    ["%PDF-1.7", "PDF"],
    ["PK\u0003\u0004", "ZIP"],
    ["SQLite format 3\u0000", "SQLite"],
    [`${"a.txt".padEnd(257, "\u0000")}ustar`, "TAR"],
  ])("knows %j", (text, name) => {
    expect(formatOfBytes(Buffer.from(text, "latin1"))?.unread).toContain(name);
  });
  it("knows no text", () => expect(formatOfBytes(Buffer.from('{"_id":"1"}'))).toBeNull());
});

describe("formatOfText", () => {
  it.each([
    ['\n {"_id":"1"}', "json-lines"],
    ["TY  - JOUR\nTI  - T", "ris"],
    ["Provider: ACM\nContent: text/plain\n\nTY - JOUR", "ris"],
    ["@article{a,\n", "bibtex"],
    ["% Export\n\n  @InProceedings (a,", "bibtex"],
    ["Titles, and what follows them", "page"],
    ["new\nGet trending papers in your email inbox", "page"],
    ["", "page"],
  ])("tells %j", (text, kind) => expect(formatOfText(text)).toEqual({ kind }));

  it.each([
    ['[\n {"_id":"1"}]', "JSON array"],
    ["<!DOCTYPE html>", "HTML"],
    ["<!-- saved from --><html>", "HTML"],
    ["<?xml version='1.0'?>", "XML"],
    ["id,Title,Abstract\n1,a,b", "CSV"],
    ['"paper_title"\t"year"', "TSV"],
    ["% a\n\\documentclass{article}", "LaTeX"],
  ])("names what is not read: %j", (text, name) => {
    expect(formatOfText(text)).toEqual({ unread: expect.stringContaining(name) });
  });
});
