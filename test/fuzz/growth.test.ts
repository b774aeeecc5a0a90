import { describe, expect, it } from "vitest";
import { HOSTILE_TEXTS, type HostileText } from "../support/hostile-text.ts";
import { OUTSIDE_TEXT_READERS, type OutsideTextReader, readOutsideText } from "../support/outside-text.ts";

/** Compared with twice as much. `npm run bench:hostile` takes a megabyte. */
const LENGTH = 100_000;
/** Quadratic time over twice as much is longer than this: below it a difference is noise. */
const FLOOR_MS = 400;
const MOST_GROWTH = 3;
const ATTEMPTS = 6;

/** One input of every kind; what the others find, these find too, or `npm run bench:hostile` does. */
const TRIED = new Set([
  "dots",
  "spaces and newlines",
  "open parentheses",
  "quotes",
  "backslashes",
  "a-a-",
  "1,1,",
  "names in a row",
  "short forms, all different",
  "open markers",
  "either, or",
  "denials",
  "mail addresses",
  "nested braces",
  "nested tags",
  "words, all different",
  "combining marks",
]);
const TEXTS = HOSTILE_TEXTS.filter(({ name }) => TRIED.has(name));

async function timeOf(reader: OutsideTextReader, { make }: HostileText, length: number): Promise<number> {
  const text = make(length).slice(0, length);
  const start = performance.now();
  await readOutsideText(reader, text);
  return performance.now() - start;
}

/** True where twice the text takes more than three times as long, however often it is tried. */
async function growsTooFast(reader: OutsideTextReader, text: HostileText): Promise<boolean> {
  const length = Math.min(LENGTH, (reader.bound ?? Number.POSITIVE_INFINITY) / 2);
  let [once, twice] = [Number.POSITIVE_INFINITY, await timeOf(reader, text, 2 * length)];
  for (let attempt = 1; attempt <= ATTEMPTS && twice > FLOOR_MS; attempt += 1) {
    once = Math.min(once, await timeOf(reader, text, length));
    if (twice <= MOST_GROWTH * once) return false;
    twice = Math.min(twice, await timeOf(reader, text, 2 * length));
  }
  return twice > FLOOR_MS && twice > MOST_GROWTH * once;
}

describe("time", () => {
  it("has a text of every name to try", () => {
    expect(TEXTS.map(({ name }) => name).sort()).toEqual([...TRIED].sort());
  });

  it.each(OUTSIDE_TEXT_READERS)("$name takes time in proportion to its input", async (reader) => {
    const tooFast: string[] = [];
    for (const text of [...TEXTS, ...(reader.own ?? [])]) {
      if (await growsTooFast(reader, text)) tooFast.push(text.name);
    }
    expect(tooFast).toEqual([]);
  });

  it("would find quadratic time", async () => {
    const quadratic = {
      name: "a search from every place on",
      file: "test/fuzz/growth.test.ts",
      bound: 8_000,
      read: (text: string) => /\.*x{2}/u.test(text),
    };
    const dots = { name: "dots", make: (length: number) => ".".repeat(length) };
    expect(await growsTooFast(quadratic, dots)).toBe(true);
  });
});
