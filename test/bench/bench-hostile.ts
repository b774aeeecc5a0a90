import { HOSTILE_TEXTS } from "../support/hostile-text.ts";
import { OUTSIDE_TEXT_READERS, type OutsideTextReader, readOutsideText } from "../support/outside-text.ts";

/**
 * Prints, for every function that sees text from outside, the input that takes it longest of 10,000 characters, and its
 * time for a megabyte of that, or for as much as ever reaches it.
 */
const TRIED = 10_000;
const MEGABYTE = 1_000_000;
/** A row that would take longer is measured on a tenth. */
const LONGEST_MS = 5_000;

async function timeOf(reader: OutsideTextReader, text: string): Promise<number> {
  const start = performance.now();
  await readOutsideText(reader, text);
  return performance.now() - start;
}

async function main(): Promise<void> {
  console.log("| function | file | worst input | characters | ms |\n| --- | --- | --- | ---: | ---: |");
  for (const reader of OUTSIDE_TEXT_READERS) {
    const { name, file, bound = MEGABYTE, own = [] } = reader;
    let worst: { input: string; make: (length: number) => string; ms: number } | undefined;
    for (const { name: input, make } of [...HOSTILE_TEXTS, ...own]) {
      const text = make(TRIED).slice(0, bound);
      // The second time is without what the first one had to load or compile.
      const ms = Math.min(await timeOf(reader, text), await timeOf(reader, text));
      if (worst === undefined || ms > worst.ms) worst = { input, make, ms };
    }
    if (worst === undefined) continue;
    const tooLong = bound === MEGABYTE && (worst.ms / TRIED) * MEGABYTE > LONGEST_MS;
    const length = tooLong ? MEGABYTE / 10 : bound;
    const ms = await timeOf(reader, worst.make(length).slice(0, length));
    console.log(
      `| ${name} | ${file} | ${worst.input} | ${length.toLocaleString("en")} | ${ms.toFixed(ms < 10 ? 1 : 0)} |`,
    );
  }
}

await main();
