/** The day of a timestamp as `YYYY-MM-DD`; null for none that can be read, `future` for one after tomorrow. */
export function pastDay(timestamp: string | null | undefined, now: Date): string | "future" | null {
  const day = /^\d{4}-\d{2}-\d{2}/u.exec(timestamp ?? "")?.[0];
  if (day === undefined || Number.isNaN(Date.parse(day))) return null;
  // Somewhere it is tomorrow already.
  return Date.parse(day) > now.getTime() + 86_400_000 ? "future" : day;
}
