import { describe, expect, it } from "vitest";
import { decodePage, decodeText } from "../../src/util/decode-text.ts";

const TEXT = "NAME=värde\r\n# 注\n";
const littleEndian = Buffer.from(TEXT, "utf16le");
const bigEndian = Buffer.from(littleEndian).swap16();
const mark = (...bytes: number[]) => Buffer.from(bytes);

describe("decodeText", () => {
  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a mark", Buffer.concat([mark(0xef, 0xbb, 0xbf), Buffer.from(TEXT)])],
    ["UTF-16, low byte first", littleEndian],
    ["UTF-16, low byte first, with a mark", Buffer.concat([mark(0xff, 0xfe), littleEndian])],
    ["UTF-16, high byte first", bigEndian],
    ["UTF-16, high byte first, with a mark", Buffer.concat([mark(0xfe, 0xff), bigEndian])],
  ])("reads %s", (_what, bytes) => expect(decodeText(bytes)).toBe(TEXT));

  it("knows what is no text, and what is empty", () => {
    expect(decodeText(Buffer.from([1, 0, 0, 2, 3, 0, 0, 4]))).toBeNull();
    expect(decodeText(Buffer.concat([mark(0xff, 0xfe, 0, 0), Buffer.from([65, 0, 0, 0])]))).toBeNull();
    expect(decodeText(new Uint8Array())).toBe("");
  });
});

describe("decodePage", () => {
  const page = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n<title>Größe</title>`;
  const latin = (encoding: string) => Buffer.from(page(encoding), "latin1");
  it.each<[string, Buffer, string | null, string]>([
    ["UTF-8 without a word", Buffer.from(page("UTF-8")), null, page("UTF-8")],
    ["UTF-8 with a mark, whatever is said", Buffer.from(`\uFEFF${page("x")}`), "a/b; charset=latin1", page("x")],
    ["what its type says", latin("UTF-8"), 'a/b; charset="ISO-8859-1"', page("UTF-8")],
    ["what its declaration says", latin("ISO-8859-1"), "application/xml", page("ISO-8859-1")],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${page("UTF-16")}`, "utf16le"), null, page("UTF-16")],
    ["an encoding that nobody knows as UTF-8", Buffer.from(page("klingon")), null, page("klingon")],
  ])("reads %s", (_what, bytes, type, text) => expect(decodePage(bytes, type)).toBe(text));

  it("marks what is not valid", () => {
    expect(decodePage(Buffer.from('["Größe"]', "latin1"), "application/json")).toContain("\uFFFD");
  });
});
