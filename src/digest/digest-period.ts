import { DateTime } from "luxon";
import { AppError } from "../domain/errors.ts";
import { readSince } from "../util/dates.ts";
import type { DigestPeriod } from "./compose-digest.ts";
import { weekOf } from "./next-run.ts";

const USUAL_DAYS = 7;

/**
 * The time that a digest is about: one ISO week (`2026-W47`), or from a day or age on until now; the last seven days
 * where neither is named. In UTC. Throws `USAGE_INVALID`.
 */
export function digestPeriod(
  { week, since }: { readonly week?: string | undefined; readonly since?: string | undefined },
  now: Date,
): DigestPeriod {
  if (week !== undefined && since !== undefined) {
    throw new AppError("USAGE_INVALID", "Give either a week or a time since when, not both.");
  }
  const today = DateTime.fromJSDate(now, { zone: "utc" });
  if (week === undefined) {
    const from = since === undefined ? today.minus({ days: USUAL_DAYS }).toJSDate() : new Date(readSince(since, now));
    return { from, to: today.plus({ milliseconds: 1 }).toJSDate(), week: weekOf(now, "utc") };
  }
  const monday = DateTime.fromISO(week, { zone: "utc" });
  if (!/^\d{4}-W\d{2}$/u.test(week) || !monday.isValid) {
    throw new AppError("USAGE_INVALID", `“${week}” is no week: write 2026-W47.`);
  }
  return { from: monday.toJSDate(), to: monday.plus({ weeks: 1 }).toJSDate(), week };
}
