import { z } from "zod";
import type { Support } from "../domain/answer.ts";
import { AppError } from "../domain/errors.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import type { Logger } from "../ports/logger.ts";
import { type CountTokens, completeChat, parseJsonArray, renderPrompt, type TaskPrompt } from "./complete-chat.ts";

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
  deps: { readonly chatModel: ChatModel; readonly prompt: TaskPrompt; readonly logger: Logger },
  claims: readonly ClaimWithQuote[],
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<Support[] | null> {
  const pairs = claims
    .map(({ text, quotes }, index) => `${index + 1}. Sentence: ${text}\n   Quotation: ${quotes.join(" […] ")}`)
    .join("\n\n");
  const messages = await renderPrompt(deps.prompt, { pairs });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const reply = await completeChat(deps.chatModel, messages, countTokens, signal);
      const labels = labelsSchema.length(claims.length).safeParse(parseJsonArray(reply));
      if (labels.success) return labels.data;
      deps.logger.warn({ attempt }, "the model's judgement has another shape than asked for");
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      deps.logger.warn({ code: error.code, message: error.message }, "the model could not judge");
      return null;
    }
  }
  return null;
}
