import { readDate } from "./read-date.ts";

/**
 * The date of a timestamp, as precise as it is: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; null for none that can be read,
 * `future` for one after tomorrow.
 */
export function pastDay(timestamp: string | null | undefined, now: Date): string | "future" | null {
  const day = readDate(timestamp ?? "");
  if (day === null) return null;
  // Somewhere it is tomorrow already.
  return Date.parse(day) > now.getTime() + 86_400_000 ? "future" : day;
}
