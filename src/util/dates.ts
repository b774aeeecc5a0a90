import { AppError } from "../domain/errors.ts";

const UNIT_DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };
const DAY_MS = 86_400_000;

/**
 * A point in time as people write it: `2024`, `2024-06`, `2024-06-15`, or an age: `90d`, `6 weeks`, `3 months`, `1y`.
 *
 * @returns the day as `YYYY-MM-DD`. Throws `USAGE_INVALID` for anything else.
 */
export function readSince(text: string, now: Date): string {
  const day = readDay(text.trim());
  if (day !== null) return day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day;
  const age = readAge(text, now);
  if (age !== null) return age;
  throw new AppError("USAGE_INVALID", "That is no date that can be read: write 2024, 2024-06, 2024-06-15, 90d or 6m.");
}

/**
 * The last point in time that counts, as people write it; see {@link readSince}.
 *
 * @returns `2024`, `2024-06` or `2024-06-15`, as precise as it was written. Throws `USAGE_INVALID`.
 */
export function readUntil(text: string, now: Date): string {
  const day = readDay(text.trim()) ?? readAge(text, now);
  if (day !== null) return day;
  throw new AppError("USAGE_INVALID", "That is no date that can be read: write 2024, 2024-06, 2024-06-15, 90d or 6m.");
}

/** A day, month or year that exists, with two-digit months and days; null for anything else. */
function readDay(text: string): string | null {
  const written = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/u.exec(text);
  if (written === null) return null;
  const [, year = "", month, date] = written;
  const full = [year, month ?? "1", date ?? "1"].map((part) => part.padStart(2, "0")).join("-");
  const parsed = new Date(`${full}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(full)) return null;
  return full.slice(0, month === undefined ? 4 : date === undefined ? 7 : 10);
}

function readAge(text: string, now: Date): string | null {
  const age = /^(\d{1,4})\s*(?:(d)(?:ays?)?|(w)(?:eeks?)?|(m)(?:onths?)?|(y)(?:ears?)?)$/iu.exec(text.trim());
  if (age === null) return null;
  const unit = (age[2] ?? age[3] ?? age[4] ?? age[5] ?? "d").toLowerCase();
  return dayBefore(now, Number(age[1]) * (UNIT_DAYS[unit] ?? 1));
}

/** The year, month or day after (1) or before (-1) a date, as precise as it is. */
export function neighbour(date: string | null, step: 1 | -1): string | null {
  if (date === null) return null;
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const [years, months, days] = [
    date.length === 4 ? step : 0,
    date.length === 7 ? step : 0,
    date.length > 7 ? step : 0,
  ];
  return new Date(Date.UTC(year + years, month - 1 + months, day + days)).toISOString().slice(0, date.length);
}

/** The day so many days before an instant, in UTC: `2024-06-15`. */
export function dayBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
}

/** `2024-12-13`, `2024-12` or `2024`, as against a date without its year. */
export function isFullDate(published: string | null): published is string {
  return published !== null && /^\d{4}/u.test(published);
}

/**
 * Compares two dates with their years, the older first. Of two that are the same as far as both are known, the more
 * precise comes first, whichever way papers are sorted: nobody knows where in its year a paper of `2017` belongs.
 */
export function compareDates(a: string, b: string, order: "newest" | "oldest"): number {
  const shared = Math.min(a.length, b.length);
  const [from, to] = [a.slice(0, shared), b.slice(0, shared)];
  if (from === to) return b.length - a.length;
  return from < to === (order === "oldest") ? -1 : 1;
}

/** The newest or the oldest of some dates, as far as it is known: `2017` where one of them says no more than that. */
export function outermostDate(dates: readonly (string | null)[], order: "newest" | "oldest"): string | null {
  const known = dates.filter(isFullDate);
  const [first, ...rest] = known;
  if (first === undefined) return null;
  const outermost = rest.reduce((best, date) => (compareDates(date, best, order) < 0 ? date : best), first);
  return known.reduce((best, date) => (best.startsWith(`${date}-`) ? date : best), outermost);
}

/** The year of a publication date; null where it is not known. */
export function yearOf(published: string | null): number | null {
  return isFullDate(published) ? Number(published.slice(0, 4)) : null;
}

/**
 * True for a date known to lie within bounds, both inclusive. A month or year counts where any day of it could lie
 * within: `2024` passes `since: "2024-06-15"`.
 */
export function liesWithin(
  published: string | null,
  { since, until }: { readonly since?: string; readonly until?: string },
): boolean {
  if (since === undefined && until === undefined) return true;
  if (!isFullDate(published)) return false;
  return isWithin(published, since, until);
}

function isWithin(published: string, since: string | undefined, until: string | undefined): boolean {
  const sharedPrecision = (bound: string) => Math.min(bound.length, published.length);
  if (since !== undefined && published.slice(0, sharedPrecision(since)) < since.slice(0, sharedPrecision(since))) {
    return false;
  }
  return until === undefined || published.slice(0, sharedPrecision(until)) <= until.slice(0, sharedPrecision(until));
}
