import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { isZone, nextRun } from "../../src/digest/next-run.ts";
import type { Schedule } from "../../src/domain/subscription.ts";

const DAY_MS = 86_400_000;

/** One zone for each way of keeping time: zones whose offsets agree through 2026 and 2027 follow the same rules. */
function zonesOfDifferentTime(): string[] {
  const byOffsets = new Map<string, string>();
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const offsets: number[] = [];
    for (let day = 0; day < 730; day += 5) {
      offsets.push(DateTime.fromMillis(Date.UTC(2026, 0, 1) + day * DAY_MS, { zone }).offset);
    }
    const key = offsets.join();
    if (!byOffsets.has(key)) byOffsets.set(key, zone);
  }
  return [...byOffsets.values()];
}

describe("nextRun", () => {
  it.each<[string, Schedule, string, string, string]>([
    [
      "an ordinary week",
      { day: 5, time: "18:00", zone: "Europe/Berlin" },
      "2026-11-16T00:00:00Z",
      "2026-W47",
      "2026-11-20T17:00:00.000Z",
    ],
    [
      "the minute itself, which is over",
      { day: 5, time: "18:00", zone: "Europe/Berlin" },
      "2026-11-20T17:00:00Z",
      "2026-W48",
      "2026-11-27T17:00:00.000Z",
    ],
    // 02:30 does not exist on 29 March 2026: clocks go from 02:00 to 03:00.
    [
      "a time that does not exist",
      { day: 7, time: "02:30", zone: "Europe/Berlin" },
      "2026-03-24T00:00:00Z",
      "2026-W13",
      "2026-03-29T01:30:00.000Z",
    ],
    // 02:30 comes twice on 25 October 2026.
    [
      "a time that comes twice",
      { day: 7, time: "02:30", zone: "Europe/Berlin" },
      "2026-10-20T00:00:00Z",
      "2026-W43",
      "2026-10-25T00:30:00.000Z",
    ],
    ["week 53", { day: 4, time: "09:00", zone: "UTC" }, "2026-12-28T00:00:00Z", "2026-W53", "2026-12-31T09:00:00.000Z"],
    [
      "the week after week 53",
      { day: 1, time: "09:00", zone: "UTC" },
      "2026-12-31T09:00:00Z",
      "2027-W01",
      "2027-01-04T09:00:00.000Z",
    ],
    [
      "a leap day",
      { day: 2, time: "12:00", zone: "UTC" },
      "2028-02-28T00:00:00Z",
      "2028-W09",
      "2028-02-29T12:00:00.000Z",
    ],
    [
      "a zone where it is tomorrow",
      { day: 1, time: "00:30", zone: "Pacific/Kiritimati" },
      "2026-11-21T12:00:00Z",
      "2026-W48",
      "2026-11-22T10:30:00.000Z",
    ],
  ])("finds %s", (_name, schedule, after, week, dueAt) => {
    const run = nextRun(schedule, new Date(after));
    expect({ week: run.week, dueAt: run.dueAt.toISOString() }).toEqual({ week, dueAt });
  });

  it("finds one run in each week, on the right day and hour, for ten years, in every zone that keeps its own time", () => {
    const zones = zonesOfDifferentTime();
    expect(zones.length).toBeGreaterThan(50);
    zones.forEach((zone, index) => {
      const schedule = {
        day: (index % 7) + 1,
        time: `${String(index % 24).padStart(2, "0")}:${index % 2 === 0 ? "00" : "30"}`,
        zone,
      };
      let run = nextRun(schedule, new Date("2026-01-01T00:00:00Z"));
      const weeks = new Set([run.week]);
      for (let step = 1; step < 522; step += 1) {
        const next = nextRun(schedule, run.dueAt);
        const gap = next.dueAt.getTime() - run.dueAt.getTime();
        // A week, give or take what clocks are moved by.
        if (Math.abs(gap - 7 * DAY_MS) > 2 * 3_600_000) throw new Error(`${zone}: ${gap} ms after ${run.week}`);
        if (weeks.has(next.week)) throw new Error(`${zone}: ${next.week} twice`);
        weeks.add(next.week);
        const local = DateTime.fromJSDate(next.dueAt, { zone });
        if (local.weekday !== schedule.day) throw new Error(`${zone}: ${local.toISO()}`);
        run = next;
      }
    });
  }, 240_000);

  it("tells zones from other names", () => {
    expect(["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"].every(isZone)).toBe(true);
    expect(["Berlin", "", "Mars/Olympus", "'; DROP TABLE"].some(isZone)).toBe(false);
  });
});
