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
  const today = now.toISOString().slice(0, 10);
  const days: string[] = [];
  for (let day = parsed.startOf(unit); day < parsed.endOf(unit); day = day.plus({ days: 1 })) {
    const iso = day.toISODate();
    if (iso !== null && iso <= today) days.push(iso);
  }
  if (days.length === 0) throw new AppError("USAGE_INVALID", `“${period}” has not begun yet: name one that has.`);
  return days;
}
