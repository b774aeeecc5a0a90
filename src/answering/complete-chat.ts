import { ChatPromptTemplate } from "@langchain/core/prompts";
import type { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { ChatMessage, ChatModel } from "../ports/chat-model.ts";
import type { Logger } from "../ports/logger.ts";
import type { PromptTemplate } from "../ports/prompt-source.ts";
import { jsonValuesIn } from "../util/json-in-text.ts";
import { withoutSaid } from "../util/without-said.ts";
import { type CountTokens, readWholeReply } from "./read-reply.ts";

/** What a task tells the model, and the frame for what it is about. */
export interface TaskPrompt {
  readonly system: PromptTemplate;
  readonly user: PromptTemplate;
}

/** What a task beside the answer itself needs: rewriting a question, judging sentences, translating them. */
export interface SideTask {
  readonly chatModel: ChatModel;
  readonly prompt: TaskPrompt;
  readonly logger: Logger;
}

/** Fills the slots. They are Mustache's, so that braces in papers, questions and prompts are just text. */
export async function renderPrompt(
  prompt: TaskPrompt,
  slots: Readonly<Record<string, string>>,
): Promise<ChatMessage[]> {
  const template = ChatPromptTemplate.fromMessages(
    [
      ["system", prompt.system.text],
      ["human", prompt.user.text],
    ],
    { templateFormat: "mustache" },
  );
  const rendered = await template.invoke(slots);
  return rendered.toChatMessages().map((message) => ({
    role: message.type === "system" ? "system" : "user",
    content: message.text,
  }));
}

/** The model's reply to a side task, without its reasoning; null, with a warning in the log, where the service failed. */
export async function tryChat(
  { chatModel, prompt, logger }: SideTask,
  slots: Readonly<Record<string, string>>,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<{ readonly text: string; readonly isCut: boolean } | null> {
  try {
    return await readWholeReply(chatModel, await renderPrompt(prompt, slots), countTokens, signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.warn(
      { code: error.code, message: withoutSaid(error.message) },
      "the model's help could not be had; going on without",
    );
    return null;
  }
}

const ATTEMPTS = 2;

/**
 * The JSON array that a side task asks for; null where two replies in a row have another shape, or the service failed.
 *
 * @param what the reply holds, for the log
 */
export async function askForArray<T>(
  task: SideTask,
  slots: Readonly<Record<string, string>>,
  { schema, what }: { readonly schema: z.ZodType<T>; readonly what: string },
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<T | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const reply = await tryChat(task, slots, countTokens, signal);
    if (reply === null) return null;
    const found = findInReply(reply.text, schema);
    if (found !== null) return found;
    const fields = { attempt };
    if (attempt < ATTEMPTS) task.logger.debug(fields, `the model's ${what} has another shape than asked for`);
    else task.logger.warn(fields, `the model's ${what} has another shape than asked for; going on without`);
  }
  return null;
}

/**
 * The last JSON value in a reply that fits, by itself or in a field of an object; null for none. What stands before it
 * may be prose, with brackets of its own.
 */
export function findInReply<T>(reply: string, schema: z.ZodType<T>): T | null {
  const values = jsonValuesIn(reply).flatMap((value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? [...Object.values(value), value] : [value],
  );
  for (const value of values.toReversed()) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
  }
  return null;
}
