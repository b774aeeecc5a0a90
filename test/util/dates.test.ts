import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dayBefore,
  isFullDate,
  liesWithin,
  outermostDate,
  readSince,
  readUntil,
  yearOf,
} from "../../src/util/dates.ts";

const now = new Date("2026-11-22T12:00:00Z");

describe("a date as people write it", () => {
  it.each([
    ["2024", "2024-01-01", "2024"],
    ["2024-6", "2024-06-01", "2024-06"],
    [" 2024-06-15 ", "2024-06-15", "2024-06-15"],
    ["2024-02-29", "2024-02-29", "2024-02-29"],
    ["90d", "2026-08-24", "2026-08-24"],
    ["2 weeks", "2026-11-08", "2026-11-08"],
    ["6M", "2026-05-26", "2026-05-26"],
    ["1 year", "2025-11-22", "2025-11-22"],
  ])("%j is the day %s as a first one, and %s as a last one", (text, since, until) => {
    expect(readSince(text, now)).toBe(since);
    expect(readUntil(text, now)).toBe(until);
  });

  it.each(["", "soon", "2023-02-29", "2024-13", "24", "d90", "99999d", "2024-06-15T00:00"])("is not %j", (text) => {
    const refused = expect.objectContaining({ code: "USAGE_INVALID" });
    expect(() => readSince(text, now)).toThrow(refused);
    expect(() => readUntil(text, now)).toThrow(refused);
  });
});

describe("liesWithin", () => {
  it.each<[string | null, { since?: string; until?: string }, boolean]>([
    ["2024-06-15", { since: "2024-06-15", until: "2024-06-15" }, true],
    ["2024-06-14", { since: "2024-06-15" }, false],
    ["2024-06-16", { until: "2024-06-15" }, false],
    ["2024-06-16", { until: "2024-06" }, true],
    ["2024-06", { since: "2024-06-15" }, true],
    ["2024", { since: "2024-06-15" }, true],
    ["2024", { until: "2023" }, false],
    ["2024", { since: "2025", until: "2023" }, false],
    ["--07-09", { since: "2024" }, false],
    ["--07-09", {}, true],
    [null, { until: "2030" }, false],
    [null, {}, true],
  ])("%j in %j: %j", (published, bounds, within) => {
    expect(liesWithin(published, bounds)).toBe(within);
  });

  it("agrees with a comparison of days", () => {
    const day = fc.date({ min: new Date("2000-01-01"), max: new Date("2030-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(day, day, day, (...days) => {
        const [published = "", since = "", until = ""] = days.map((date) => dayBefore(date, 0));
        expect(liesWithin(published, { since, until })).toBe(since <= published && published <= until);
      }),
    );
  });
});

describe("a date of publication", () => {
  it.each<[string | null, boolean, number | null]>([
    ["2024-12-13", true, 2024],
    ["2024", true, 2024],
    ["--07-09", false, null],
    ["", false, null],
    [null, false, null],
  ])("%j has a year: %j, %j", (published, full, year) => {
    expect(isFullDate(published)).toBe(full);
    expect(yearOf(published)).toBe(year);
  });
});

it.each([
  [0, "2026-11-22"],
  [22, "2026-10-31"],
  [365, "2025-11-22"],
])("%d days before is %s", (days, day) => {
  expect(dayBefore(now, days)).toBe(day);
});

it.each<[(string | null)[], string | null, string | null]>([
  [["2024-06-15", "2023-01-02", "2024-06-14"], "2024-06-15", "2023-01-02"],
  [["2024-06-15", "2024", "2023", "2023-01-02"], "2024", "2023"],
  [["2024-06-15", "2023", "2022-02"], "2024-06-15", "2022-02"],
  [["--07-09", null], null, null],
])("of %j the newest is %j and the oldest %j, as far as it is known", (dates, newest, oldest) => {
  expect(outermostDate(dates, "newest")).toBe(newest);
  expect(outermostDate(dates, "oldest")).toBe(oldest);
});
