import { DateTime } from "luxon";
import { AppError } from "../domain/errors.ts";

const FORMS = {
  day: { pattern: /^\d{4}-\d{2}-\d{2}$/u, example: "2026-03-11" },
  week: { pattern: /^\d{4}-W\d{2}$/u, example: "2026-W11" },
  month: { pattern: /^\d{4}-\d{2}$/u, example: "2026-03" },
};

/** The days of `2026-03-11`, `2026-W11` or `2026-03`, as far as they have begun (UTC). Throws `USAGE_INVALID`. */
export function daysOf(unit: keyof typeof FORMS, period: string, now: Date): string[] {
  const { pattern, example } = FORMS[unit];
  const parsed = DateTime.fromISO(period, { zone: "utc" });
  if (!pattern.test(period) || !parsed.isValid) {
    throw new AppError("USAGE_INVALID", `“${period}” is no ${unit}: write ${example}.`);
  }
  const days = daysFrom(parsed.startOf(unit), parsed.endOf(unit), now);
  if (days.length === 0) throw new AppError("USAGE_INVALID", `“${period}” has not begun yet: name one that has.`);
  return days;
}

const MOST_DAYS = 92;

/** The days from one on (`2026-03-11`) until now (UTC). Throws `USAGE_INVALID` for more than three months. */
export function daysSince(day: string, now: Date): string[] {
  const days = daysFrom(DateTime.fromISO(day, { zone: "utc" }), DateTime.fromJSDate(now, { zone: "utc" }), now);
  if (days.length > MOST_DAYS) {
    throw new AppError("USAGE_INVALID", `That is ${days.length} days: name at most ${MOST_DAYS}, or a month.`);
  }
  return days;
}

function daysFrom(first: DateTime, end: DateTime, now: Date): string[] {
  const today = now.toISOString().slice(0, 10);
  const days: string[] = [];
  for (let day = first; day <= end; day = day.plus({ days: 1 })) {
    const iso = day.toISODate();
    if (iso !== null && iso <= today) days.push(iso);
  }
  return days;
}
