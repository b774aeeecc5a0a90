import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/util/decode-text.ts";

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
