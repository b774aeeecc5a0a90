import { DateTime, IANAZone, type WeekdayNumbers } from "luxon";
import type { DigestRun, Schedule } from "../domain/subscription.ts";

const WEEK = "kkkk-'W'WW";

/** Whether a name is an IANA time zone that this machine knows. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** The ISO week of an instant in a zone: `2026-W47`. */
export function weekOf(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat(WEEK);
}

/**
 * The first run after an instant. A time that does not exist on that day, since clocks go forward, is as much later as
 * they do; one that exists twice is the earlier. The week is that of the day in the schedule's zone.
 */
export function nextRun({ day, time, zone }: Schedule, after: Date): DigestRun {
  const local = DateTime.fromJSDate(after, { zone });
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  for (let weeks = 0; ; weeks += 1) {
    const { weekYear, weekNumber } = local.plus({ weeks });
    const asked = DateTime.fromObject({ weekYear, weekNumber, weekday: day as WeekdayNumbers, hour, minute }, { zone });
    const dueAt = DateTime.min(asked, ...asked.getPossibleOffsets()) ?? asked;
    if (dueAt.toMillis() > after.getTime()) {
      return { week: asked.toFormat(WEEK), dueAt: dueAt.toJSDate() };
    }
  }
}
