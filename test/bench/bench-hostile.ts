import { HOSTILE_TEXTS } from "../support/hostile-text.ts";
import { OUTSIDE_TEXT_READERS, type OutsideTextReader, readOutsideText } from "../support/outside-text.ts";

/**
 * Prints, for every function that sees text from outside, the inputs that take it longest of 10,000 characters, and its
 * time on the processor for a megabyte of the slowest, or for as much as ever reaches it. Other work on the machine
 * changes that time little. Compiled first: what runs TypeScript itself makes small functions slow.
 */
const TRIED = 10_000;
const MEGABYTE = 1_000_000;
/** Inputs that are tried on the whole length: the slowest of little text need not be that of much. */
const FINALISTS = 3;

async function timeOf(reader: OutsideTextReader, text: string): Promise<number> {
  const before = process.cpuUsage();
  await readOutsideText(reader, text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function main(): Promise<void> {
  console.log("| function | file | worst input | characters | ms |\n| --- | --- | --- | ---: | ---: |");
  for (const reader of OUTSIDE_TEXT_READERS) {
    const { name, file, bound = MEGABYTE, own = [] } = reader;
    const tried: { input: string; make: (length: number) => string; ms: number }[] = [];
    for (const { name: input, make } of [...HOSTILE_TEXTS, ...own]) {
      const text = make(TRIED).slice(0, bound);
      // The second time is without what the first one had to load or compile.
      tried.push({ input, make, ms: Math.min(await timeOf(reader, text), await timeOf(reader, text)) });
    }
    const slowest = tried.sort((a, b) => b.ms - a.ms).slice(0, FINALISTS);
    let worst = { input: "", ms: 0 };
    for (const { input, make } of slowest) {
      const ms = await timeOf(reader, make(bound).slice(0, bound));
      if (ms >= worst.ms) worst = { input, ms };
    }
    const shown = worst.ms < 10 ? worst.ms.toFixed(1) : worst.ms.toFixed(0);
    console.log(`| ${name} | ${file} | ${worst.input} | ${bound.toLocaleString("en")} | ${shown} |`);
  }
}

await main();
