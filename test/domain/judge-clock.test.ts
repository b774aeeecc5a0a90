import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClockRecord, judgeClock } from "../../src/domain/judge-clock.ts";

const HOUR_MS = 3_600_000;
const at = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * 24 * HOUR_MS);

describe("judgeClock", () => {
  it.each([
    ["believes the first time", null, null, 0, true],
    ["believes an hour later", 0, null, 1 / 24, true],
    ["believes a week's pause", 0, null, 7, true],
    ["believes a step back of some minutes", 1, null, 0.99, true],
    ["doubts a year ahead", 0, null, 365, false],
    ["doubts it still after an hour", 0, 365, 365 + 1 / 24, false],
    ["believes it after a day", 0, 365, 366, true],
    ["doubts a year back", 365, null, 0, false],
    ["believes that after a day", 365, 0, 1, true],
    ["believes the right time again after a jump", 0, 365, 0.5, true],
    ["believes a bot that runs every ten days", 0, 10, 20, true],
  ])("%s", (_what, pruned, doubted, now, trusted) => {
    const record: ClockRecord = {
      prunedAt: pruned === null ? null : at(pruned),
      doubtedAt: doubted === null ? null : at(doubted),
    };
    expect(judgeClock(at(now), record).trusted).toBe(trusted);
  });

  it("believes any clock in the end that goes on evenly, hour by hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: -800, max: 800 }), (jump) => {
        let record: ClockRecord = { prunedAt: at(0), doubtedAt: null };
        const trusted = Array.from({ length: 26 }, (_value, hour) => {
          const judged = judgeClock(new Date(at(jump).getTime() + hour * HOUR_MS), record);
          record = judged.record;
          return judged.trusted;
        });
        expect(trusted.slice(-2)).toEqual([true, true]);
      }),
    );
  });
});
