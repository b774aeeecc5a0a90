/** A date as far as it is known: `2017`, `2017-06`, `2017-06-05`. */
interface DateParts {
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
}

/** Beginnings of the months' names, in the languages that exports are written in, without accents. */
const MONTH_NAMES: readonly (readonly string[])[] = [
  ["jan", "gen", "ene"],
  ["feb", "fev", "fevr"],
  ["mar", "mrz", "maer", "maerz"],
  ["apr", "avr", "abr"],
  ["may", "mai", "mag", "mayo", "maio"],
  ["jun", "juin", "giu"],
  ["jul", "juil", "lug"],
  ["aug", "aou", "ago"],
  ["sep", "set"],
  ["oct", "okt", "ott", "out"],
  ["nov"],
  ["dec", "dez", "dic"],
];
const FULL_NAMES =
  /^(?:jan(?:uary|uar|vier|eiro)?|gen(?:naio)?|ene(?:ro)?|feb(?:r|ruary|ruar|brero|braio|rero)?|fev(?:r|rier|ereiro)?|mar(?:ch|s|z|zo|co)?|maerz|mrz|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|may|mai|mag(?:gio)?|mayo|maio|june?|juni|juin|junio|junho|giu(?:gno)?|july?|juli|juil(?:let)?|julio|julho|lug(?:lio)?|aug(?:ust)?|aout|ago(?:sto)?|sept?(?:ember|embre|iembre)?|set(?:embro|tembre)?|oct(?:ober|obre|ubre)?|okt(?:ober)?|ott(?:obre)?|out(?:ubro)?|nov(?:ember|embre|iembre|embro)?|dec(?:ember|embre)?|dez(?:ember|embro)?|dic(?:embre|iembre)?)$/u;

/** A date is short; what is longer is something else. */
const MOST_CHARACTERS = 100;

/**
 * A date of publication as people and programs write it, as precise as it says: `2017`, `2017-06`, `2017-06-05`. Read
 * are ISO dates and timestamps, `2017/06/05/other` with parts left out, ranges (by their beginning), uncertain and
 * approximate years, month names, and the numeric orders that are clear. Null for no date, and for one without a year.
 */
export function readDate(text: string): string | null {
  const given = text.normalize("NFC").trim();
  if (given === "" || given.length > MOST_CHARACTERS) return null;
  const parts = fromNumbers(given) ?? fromWords(given);
  return parts === null ? null : written(parts);
}

/**
 * Month and day of a text that leaves out the year (`06`, `jun`, `June 5`, `5 June`), as they stand behind one: `-06`,
 * `-06-05`. Null where no month is said.
 */
export function readMonthAndDay(text: string): string | null {
  const given = text.trim();
  if (given.length > MOST_CHARACTERS) return null;
  const number = /^0?(\d{1,2})(?:\s?[-–/]{1,2}\s?\d{1,2})?$/u.exec(given)?.[1];
  const { month, day } = number === undefined ? monthInWords(given) : { month: monthOf(number), day: null };
  return month === null ? null : written({ year: 2000, month, day }).slice(4);
}

/** The first date that is known, or of those that agree with it the one that says most. Null for none. */
export function fullestDate(dates: readonly (string | null)[]): string | null {
  return dates.reduce(morePrecise, null);
}

/** The more precise of two dates that agree; of two that do not, the first. */
export function morePrecise(first: string | null, second: string | null): string | null {
  if (first === null || second === null) return first ?? second;
  return second.startsWith(`${first}-`) ? second : first;
}

/**
 * What most of several dates say, as far as they agree: the fullest of those that do. The first counts where as many
 * say something else. Null for none.
 */
export function agreedDate(dates: readonly string[]): string | null {
  const agreeing = (date: string) => dates.filter((other) => agree(date, other));
  const groups = dates.map(agreeing);
  const largest = groups.reduce((best, group) => (group.length > best.length ? group : best), groups[0] ?? []);
  const fullest = largest.reduce((best, date) => (date.length > best.length ? date : best), largest[0] ?? "");
  const shared = largest.reduce((date, other) => (agree(date, other) ? date : sharedDate(date, other)), fullest);
  return shared === "" ? null : shared;
}

function agree(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
}

function sharedDate(one: string, other: string): string {
  const [own, theirs] = [one.split("-"), other.split("-")];
  const differing = own.findIndex((part, index) => part !== theirs[index]);
  return own.slice(0, differing === -1 ? own.length : differing).join("-");
}

/** `2017`, `2017-06-05T10:00Z`, `2017/06//spring`, `20170605`, `2017-06/2017-07`, `05.06.2017`. */
function fromNumbers(text: string): DateParts | null {
  const compact =
    /^(\d{4})(\d{2})(\d{2})?(?!\d)/u.exec(text) ?? /^(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?/u.exec(text);
  if (compact !== null) return dateOf(compact[1], compact[2], compact[3]);
  const leading = /^(?:ca?\.? ?|circa |©|\(|\[|~)?(\d{4})(?!\d)(.*)$/su.exec(text);
  if (leading !== null) return afterYear(leading[1] ?? "", leading[2] ?? "");
  // The day first where dots say so, or where the other number can't be one.
  const trailing = /^(\d{1,2})([./-])(?:(\d{1,2})\2)?(\d{4})(?!\d)/u.exec(text);
  if (trailing === null) return null;
  const [, first = "", mark, second, year] = trailing;
  if (second === undefined) return dateOf(year, first, undefined);
  if (mark === "." || Number(first) > 12 || first === second) return dateOf(year, second, first);
  return Number(second) > 12 ? dateOf(year, first, second) : dateOf(year, undefined, undefined);
}

/** What stands behind the year: `-06-05`, `/06/05/other`, ` Jun 5`, `///June`, `~`, `a`. */
function afterYear(year: string, rest: string): DateParts | null {
  if (/^[xu?]/iu.test(rest.slice(0, 1)) && !rest.startsWith("?")) return null;
  const [, month, day] = /^[-/.](\d{1,2}|[xu]{2}|)(?:[-/.](\d{1,2}|[xu]{2}|))?(?=$|[^\d])/iu.exec(rest) ?? [];
  // A month in numbers; one above 12 is a season of EDTF, and a year behind the slash ends a range.
  if (month !== undefined && monthOf(month) !== null) return dateOf(year, month, day);
  // Years as a range, `2016/2017`, say no month.
  const named = monthInWords(rest.replace(/\b\d{4}\b.*$/su, ""));
  return dateOf(
    year,
    named.month === null ? undefined : String(named.month),
    named.day === null ? undefined : String(named.day),
  );
}

/** `June 5, 2017`, `5th of June 2017`, `17-June-2017`, `Spring 2017`, `c. 2017`. */
function fromWords(text: string): DateParts | null {
  const year = /(?<![\d.])(1[5-9]\d\d|20\d\d|21\d\d)(?![\d.]?\d|[xu])/u.exec(text)?.[0];
  if (year === undefined || /^(?:\.{2})?\//u.test(text)) return null;
  const named = monthInWords(text.replace(year, " "));
  const date = dateOf(year, named.month === null ? undefined : String(named.month), undefined);
  return date === null || named.day === null ? date : dateOf(year, String(named.month), String(named.day));
}

/** The first month that is named, and the day beside it, where it is one day. */
function monthInWords(text: string): { readonly month: number | null; readonly day: number | null } {
  const words =
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/\p{L}+|\d+|[-–—/]+/gu) ?? [];
  const names = words.flatMap((word) => monthOf(word, true) ?? []);
  const numbers = words.filter((word) => /^\d+$/u.test(word));
  const [month = null] = names;
  const [only] = numbers;
  const isOneDay = names.length === 1 && numbers.length === 1 && only !== undefined && only.length <= 2;
  return { month, day: month !== null && isOneDay ? Number(only) : null };
}

function monthOf(text: string, named = false): number | null {
  if (/^\d{1,2}$/u.test(text)) {
    const month = Number(text);
    return !named && month >= 1 && month <= 12 ? month : null;
  }
  if (!FULL_NAMES.test(text)) return null;
  const at = MONTH_NAMES.findIndex((names) => names.some((name) => text.startsWith(name)));
  return at === -1 ? null : at + 1;
}

/** A date as far as it exists: the 30th of February is a month. */
function dateOf(year: string | undefined, month: string | undefined, day: string | undefined): DateParts | null {
  const number = Number(year);
  if (!(number >= 1000 && number < 3000)) return null;
  const inYear = month === undefined ? null : monthOf(month);
  const inMonth = inYear === null || day === undefined || !/^\d{1,2}$/u.test(day) ? null : Number(day);
  const last = inYear === null ? 0 : new Date(Date.UTC(number, inYear, 0)).getUTCDate();
  return { year: number, month: inYear, day: inMonth !== null && inMonth >= 1 && inMonth <= last ? inMonth : null };
}

function written({ year, month, day }: DateParts): string {
  return [year, month, day]
    .filter((part) => part !== null)
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}
