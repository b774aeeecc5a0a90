import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreedDate, fullestDate, morePrecise, readDate, readMonthAndDay } from "../../src/util/read-date.ts";

describe("readDate", () => {
  it.each<[string, string | null]>([
    ["2018", "2018"],
    ["2018-04", "2018-04"],
    ["2018-4-7", "2018-04-07"],
    ["2018-04-07T10:00:00Z", "2018-04-07"],
    ["20180407", "2018-04-07"],
    ["2018/04/07/early", "2018-04-07"],
    ["2018/04//", "2018-04"],
    ["2018//07/", "2018"],
    ["2018///Spring", "2018"],
    ["2018///April", "2018-04"],
    // A range is dated by its beginning, where that is known.
    ["2018-04-07/2018-05-01", "2018-04-07"],
    ["2018/2019", "2018"],
    ["2018-04/..", "2018-04"],
    ["../2018", null],
    ["/2018", null],
    // Uncertain, approximate, unspecified.
    ["2018~", "2018"],
    ["2018-04?", "2018-04"],
    ["c. 2018", "2018"],
    ["[2018]", "2018"],
    ["2018a", "2018"],
    ["201X", null],
    ["2018-XX", "2018"],
    ["2018-04-uu", "2018-04"],
    // No such month, a season, no such day.
    ["2018-13", "2018"],
    ["2018-21", "2018"],
    ["2018-00-00", "2018"],
    ["2018-02-30", "2018-02"],
    ["April 2018", "2018-04"],
    ["7 April 2018", "2018-04-07"],
    ["Apr. 7th, 2018", "2018-04-07"],
    ["2018 Apr 7", "2018-04-07"],
    ["2018 Apr-May", "2018-04"],
    ["April 7--9, 2018", "2018-04"],
    ["Spring 2018", "2018"],
    ["7 de abril de 2018", "2018-04-07"],
    ["août 2018", "2018-08"],
    ["2018年4月7日", "2018-04-07"],
    // Which of the two is the month is not said.
    ["04/07/2018", "2018"],
    ["13/04/2018", "2018-04-13"],
    ["04/13/2018", "2018-04-13"],
    ["7.4.2018", "2018-04-07"],
    ["04/2018", "2018-04"],
    ["in press", null],
    ["0000", null],
    ["-0876", null],
    ["", null],
    [`2018${" ".repeat(200)}-04`, null],
  ])("%j: %j", (text, date) => {
    expect(readDate(text)).toBe(date);
  });

  it("reads again what it wrote, and makes up no part", () => {
    const part = fc.integer({ min: 1, max: 28 });
    fc.assert(
      fc.property(fc.integer({ min: 1500, max: 2100 }), part, part, (year, month, day) => {
        const date = readDate(`${year}-${month}-${day}`) ?? "";
        expect(date).toHaveLength(month > 12 ? 4 : 10);
        expect(readDate(date)).toBe(date);
      }),
    );
  });
});

it.each<[string, string | null]>([
  ["4", "-04"],
  ["04", "-04"],
  ["apr", "-04"],
  ["Sept.", "-09"],
  ["April 7", "-04-07"],
  ["7 April", "-04-07"],
  ["April–May", "-04"],
  ["4-5", "-04"],
  ["13", null],
  ["Summer", null],
  ["", null],
])("the month %j stands behind a year as %j", (text, behind) => {
  expect(readMonthAndDay(text)).toBe(behind);
});

it.each<[string[], string | null]>([
  [["2018", "2018-04-07", "2018-04"], "2018-04-07"],
  [["2019", "2018-04-07"], "2019"],
  [["2018-04-07", "2019", "2019-01"], "2019-01"],
  [["2018", "2018-04-07", "2018-05-01"], "2018"],
  [[], null],
])("of %j the fullest that agree say %j", (dates, agreed) => {
  expect(agreedDate(dates)).toBe(agreed);
});

it("takes of two dates the more precise where they agree, and the first where they do not", () => {
  expect(morePrecise("2018", "2018-04")).toBe("2018-04");
  expect(morePrecise("2018-04", "2018")).toBe("2018-04");
  expect(morePrecise("2018", "2019-04")).toBe("2018");
  expect(morePrecise(null, "2018")).toBe("2018");
  expect(fullestDate([null, "2018", "2018-04-07", "2018-05"])).toBe("2018-04-07");
});
