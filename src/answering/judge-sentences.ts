import { z } from "zod";
import type { Support } from "../domain/answer.ts";
import { type CountTokens, parseJsonArray, type SideTask, tryChat } from "./complete-chat.ts";

export interface ClaimWithQuote {
  readonly text: string;
  readonly quotes: readonly string[];
}

const labelsSchema = z.array(z.enum(["supported", "partly", "not supported"]));
const ATTEMPTS = 2;

/**
 * Asks a language model whether quotes say what sentences claim. Its labels are a second opinion: they can only make
 * a verdict worse. Null where two replies in a row hold no such labels, or the service fails.
 */
export async function judgeSentences(
  task: SideTask,
  claims: readonly ClaimWithQuote[],
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<Support[] | null> {
  const pairs = claims
    .map(({ text, quotes }, index) => `${index + 1}. Sentence: ${text}\n   Quotation: ${quotes.join(" […] ")}`)
    .join("\n\n");
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const reply = await tryChat(task, { pairs }, countTokens, signal);
    if (reply === null) return null;
    const labels = labelsSchema.length(claims.length).safeParse(parseJsonArray(reply));
    if (labels.success) return labels.data;
    task.logger.warn({ attempt }, "the model's judgement has another shape than asked for");
  }
  return null;
}
