/**
 * Prints what the extractive answers are worth on the project's own questions.
 *
 *     npm run quality
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSeeds } from "../support/open-seeds.ts";
import { measureAnswers } from "./measure.ts";
import { readLabelledQuestions } from "./questions.ts";

const dataDir = mkdtempSync(join(tmpdir(), "footnote-quality-"));
const { services, open } = await openSeeds(dataDir);
try {
  const figures = await measureAnswers(open, await services.openAnswering(open), readLabelledQuestions());
  const rows = [
    ...Object.entries(figures.ndcg).map(([type, value]) => [`nDCG@10, ${type}`, value] as const),
    ...Object.entries(figures),
  ];
  for (const [name, value] of rows)
    if (typeof value === "number") console.log(`${name.padEnd(22)} ${value.toFixed(3)}`);
} finally {
  await services.close();
  rmSync(dataDir, { recursive: true, force: true });
}
