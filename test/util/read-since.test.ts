import { describe, expect, it } from "vitest";
import { readSince } from "../../src/util/read-since.ts";

const now = new Date("2026-11-22T12:00:00Z");

describe("readSince", () => {
  it.each([
    ["2024", "2024-01-01"],
    ["2024-6", "2024-06-01"],
    [" 2024-06-15 ", "2024-06-15"],
    ["2024-02-29", "2024-02-29"],
    ["90d", "2026-08-24"],
    ["2 weeks", "2026-11-08"],
    ["6M", "2026-05-26"],
    ["1 year", "2025-11-22"],
  ])("reads %j as %s", (text, day) => {
    expect(readSince(text, now)).toBe(day);
  });

  it.each(["", "soon", "2023-02-29", "2024-13", "24", "d90", "99999d", "2024-06-15T00:00"])("refuses %j", (text) => {
    expect(() => readSince(text, now)).toThrow(expect.objectContaining({ code: "USAGE_INVALID" }));
  });
});
