import { AppError } from "../domain/errors.ts";

const UNIT_DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

/**
 * A point in time as people write it: `2024`, `2024-06`, `2024-06-15`, or an age: `90d`, `6 weeks`, `3 months`, `1y`.
 *
 * @returns the day as `YYYY-MM-DD`. Throws `USAGE_INVALID` for anything else.
 */
export function readSince(text: string, now: Date): string {
  const given = text.trim().toLowerCase();
  const day = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/u.exec(given);
  if (day !== null) {
    const [, year = "", month = "1", date = "1"] = day;
    const iso = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
    const parsed = new Date(`${iso}T00:00:00Z`);
    if (!Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso)) return iso;
  }
  const age = /^(\d{1,4})\s*(?:(d)(?:ays?)?|(w)(?:eeks?)?|(m)(?:onths?)?|(y)(?:ears?)?)$/u.exec(given);
  if (age !== null) {
    const unit = age[2] ?? age[3] ?? age[4] ?? age[5] ?? "d";
    const days = Number(age[1]) * (UNIT_DAYS[unit] ?? 1);
    return new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  }
  throw new AppError("USAGE_INVALID", "That is no date that can be read: write 2024, 2024-06, 2024-06-15, 90d or 6m.");
}
