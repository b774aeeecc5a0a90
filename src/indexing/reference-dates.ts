import { agreedDate, fullestDate, readDate, readMonthAndDay } from "../util/read-date.ts";

/** The names that BibTeX's macros of months stand for, so that `nov # "~10"` is read as what it says. */
export const MONTH_MACROS: Readonly<Record<string, string>> = {
  jan: "January",
  feb: "February",
  mar: "March",
  apr: "April",
  may: "May",
  jun: "June",
  jul: "July",
  aug: "August",
  sep: "September",
  oct: "October",
  nov: "November",
  dec: "December",
};

/** The fields of a BibTeX entry that say when it was published; empty where they are missing. */
export interface BibtexDate {
  readonly date: string;
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly issueDate: string;
}

/** When a BibTeX entry was published, as precise as it says: `2017`, `2017-06`, `2017-06-05`. Null where it does not. */
export function bibtexDate({ date, year, month, day, issueDate }: BibtexDate): string | null {
  const stated = readDate(date);
  const inYear = readDate(year);
  const behindYear = readMonthAndDay(month);
  const only = (inYear ?? stated)?.slice(0, 4);
  const withDay = behindYear?.length === 3 && /^0?\d{1,2}$/u.test(day.trim()) ? `-${day.trim()}` : "";
  const inMonth = only === undefined || behindYear === null ? null : readDate(`${only}${behindYear}${withDay}`);
  return fullestDate([stated, inYear, inMonth, readDate(month), readDate(issueDate)]);
}

/**
 * When the record of a RIS export was published: the fullest of the dates in PY, Y1 and DA that agree, which are
 * `YYYY/MM/DD/other` with parts left out. Y2 is the day of access, and is not looked at. Null where none is stated.
 */
export function risDate(valuesOf: (tag: "PY" | "Y1" | "DA") => readonly string[]): string | null {
  const values = (["PY", "Y1", "DA"] as const).flatMap(valuesOf);
  const agreed = agreedDate(values.flatMap((value) => readDate(value) ?? []));
  if (agreed === null) return null;
  // A day or a month alone belongs to the year that another tag states.
  const yearless = values.filter((value) => readDate(value) === null).map((value) => withoutYear(agreed, value));
  return fullestDate([agreed, ...yearless]);
}

function withoutYear(date: string, value: string): string | null {
  const year = date.slice(0, 4);
  if (value.startsWith("/")) return readDate(`${year}${value}`);
  const behindYear = readMonthAndDay(value);
  return behindYear === null ? null : readDate(`${year}${behindYear}`);
}
