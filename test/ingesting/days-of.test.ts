import { describe, expect, it } from "vitest";
import { daysOf } from "../../src/ingesting/days-of.ts";

const now = new Date("2026-03-12T08:00:00Z");

describe("daysOf", () => {
  it.each<["day" | "week" | "month", string, string, string, number]>([
    ["day", "2026-03-11", "2026-03-11", "2026-03-11", 1],
    ["week", "2026-W10", "2026-03-02", "2026-03-08", 7],
    // As far as it has begun.
    ["week", "2026-W11", "2026-03-09", "2026-03-12", 4],
    ["week", "2020-W53", "2020-12-28", "2021-01-03", 7],
    ["month", "2024-02", "2024-02-01", "2024-02-29", 29],
  ])("of the %s %s: from %s to %s", (unit, period, first, last, count) => {
    const days = daysOf(unit, period, now);
    expect([days[0], days.at(-1), days.length]).toEqual([first, last, count]);
  });

  it.each<["day" | "week" | "month", string]>([
    ["day", "2026-02-30"],
    ["day", "2026-03"],
    ["week", "2026-W54"],
    ["week", "2025-W53"],
    ["month", "2026-13"],
    ["month", "March"],
    ["week", "2026-W12"],
  ])("no %s is %j", (unit, period) => {
    expect(() => daysOf(unit, period, now)).toThrow(period);
  });
});
