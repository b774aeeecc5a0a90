import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { OpenCorpus } from "../../src/cli/services.ts";
import { type GoldQuestion, type GoldRelated, readGold, readGoldRelated } from "../../src/evaluation/gold.ts";

/**
 * `questions`: those that settings were chosen and gates fitted on. `held-out`: those that were written for measuring
 * alone. Both were written by reading the seed abstracts.
 */
export type GoldSet = "questions" | "held-out";

const pathOf = (name: string) => fileURLToPath(new URL(`${name}.jsonl`, import.meta.url));
const readLines = (path: string) =>
  createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });

export async function readGoldSet(set: GoldSet, { corpus }: Pick<OpenCorpus, "corpus">): Promise<GoldQuestion[]> {
  return readGold(pathOf(set), readLines, await corpus.listTitles());
}

export async function readRelatedSet({ corpus }: Pick<OpenCorpus, "corpus">): Promise<GoldRelated[]> {
  return readGoldRelated(pathOf("related"), readLines, await corpus.listTitles());
}
