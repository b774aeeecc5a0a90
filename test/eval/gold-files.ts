import { fileURLToPath } from "node:url";
import { readFileLines } from "../../src/cli/read-file-lines.ts";
import type { OpenCorpus } from "../../src/cli/services.ts";
import { type GoldQuestion, type GoldRelated, readGold, readGoldRelated } from "../../src/evaluation/gold.ts";

/**
 * `questions`: those that settings were chosen and gates fitted on. `follow-ups`: second turns, on which nothing was
 * fitted but how many papers an answer to one cites. `held-out`: those that were written for measuring alone;
 * `held-out-broad`: likewise, those that several papers answer. `facts` and `facts-held-out`: one fact each, with the
 * words that the answer is to quote; they tell how well sentences are chosen, and are easy to find. All were written by
 * reading the seed abstracts. `paraphrased` (chosen on) and `paraphrased-held-out` ask in other words than the
 * abstracts', as people type; each was written by somebody who had seen neither the rules nor the other set.
 */
export type GoldSet =
  | "questions"
  | "follow-ups"
  | "held-out"
  | "held-out-broad"
  | "facts"
  | "facts-held-out"
  | "paraphrased"
  | "paraphrased-held-out";

/** `related`: papers that settings were chosen on. `related-held-out`: papers drawn at random, for measuring alone. */
export type RelatedSet = "related" | "related-held-out";

const pathOf = (name: string) => fileURLToPath(new URL(`${name}.jsonl`, import.meta.url));

export async function readGoldSet(set: GoldSet, { corpus }: Pick<OpenCorpus, "corpus">): Promise<GoldQuestion[]> {
  return readGold(pathOf(set), readFileLines, await corpus.listTitles());
}

export async function readRelatedSet(set: RelatedSet, { corpus }: Pick<OpenCorpus, "corpus">): Promise<GoldRelated[]> {
  return readGoldRelated(pathOf(set), readFileLines, await corpus.listTitles());
}
