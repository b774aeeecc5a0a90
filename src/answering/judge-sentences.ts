import { z } from "zod";
import type { Support } from "../domain/answer.ts";
import { askForArray, type SideTask } from "./complete-chat.ts";
import type { CountTokens } from "./read-reply.ts";

export interface ClaimWithQuote {
  readonly text: string;
  readonly quotes: readonly string[];
}

const labelsSchema = z.array(z.enum(["supported", "partly", "not supported"]));

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
  const expected = { schema: labelsSchema.length(claims.length), what: "judgement" };
  return askForArray(task, { pairs }, expected, countTokens, signal);
}
