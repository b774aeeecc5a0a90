import { z } from "zod";
import type { OpenCorpus } from "../../src/cli/services.ts";
import { QUESTION_KINDS } from "../../src/domain/question.ts";
import { interpretQuestion } from "../../src/questions/interpret-question.ts";
import { readJsonLines } from "./json-lines.ts";

/**
 * Messages as people type them, with their kinds. The rules were written with half of the first set in view and mended
 * on all of it, then on the second; what each was worth before is in docs/tuning.md.
 */
const messageSchema = z.strictObject({
  id: z.string(),
  set: z.enum(["first", "second"]),
  kind: z.enum(QUESTION_KINDS),
  message: z.string(),
});
export type MessageSet = z.infer<typeof messageSchema>["set"];

/** Shares of the messages whose kind is read as labelled. */
export async function measureKinds({ corpus, titles }: OpenCorpus, now: Date): Promise<Record<MessageSet, number>> {
  const rules = { names: await titles(), vocabulary: await corpus.vocabulary(), now };
  const counts = { first: { right: 0, all: 0 }, second: { right: 0, all: 0 } };
  for (const { set, kind, message } of readJsonLines("messages.jsonl", messageSchema)) {
    counts[set].all += 1;
    if (interpretQuestion(message, [], rules).kind === kind) counts[set].right += 1;
  }
  return { first: counts.first.right / counts.first.all, second: counts.second.right / counts.second.all };
}
