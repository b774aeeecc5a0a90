import { HOSTILE_TEXTS } from "../support/hostile-text.ts";
import { OUTSIDE_TEXT_READERS, readOutsideText } from "../support/outside-text.ts";

/** Prints, for every function that sees text from outside, its worst input and its time for a megabyte of it. */
const LENGTH = 25_000;
const MEGABYTE = 1_000_000;

async function main(): Promise<void> {
  console.log("| function | file | worst input | ms per MB |\n| --- | --- | --- | ---: |");
  for (const reader of OUTSIDE_TEXT_READERS) {
    const { name, file, bound, exempt, own = [] } = reader;
    if (exempt !== undefined) {
      console.log(`| ${name} | ${file} | not measured: ${exempt} | |`);
      continue;
    }
    let worst = { input: "", ms: 0 };
    for (const { name: input, make } of [...HOSTILE_TEXTS, ...own]) {
      const text = make(LENGTH).slice(0, bound);
      const start = performance.now();
      await readOutsideText(reader, text);
      const ms = performance.now() - start;
      if (ms > worst.ms) worst = { input, ms };
    }
    const time =
      bound === undefined
        ? ((worst.ms / LENGTH) * MEGABYTE).toFixed(0)
        : `${worst.ms.toFixed(1)} for ${bound} characters, the most it is given`;
    console.log(`| ${name} | ${file} | ${worst.input} | ${time} |`);
  }
}

await main();
