import { ChatPromptTemplate } from "@langchain/core/prompts";
import type { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { ChatMessage, ChatModel } from "../ports/chat-model.ts";
import type { Logger } from "../ports/logger.ts";
import type { PromptTemplate } from "../ports/prompt-source.ts";
import { estimateTokens } from "../util/estimate-tokens.ts";
import { withoutReasoning } from "./skip-reasoning.ts";

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

/** Called after each call of the model with the estimated tokens of prompt and reply. */
export type CountTokens = (tokens: number) => void;

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

/** The model's reply to a side task; null, with a warning in the log, where the service failed. */
export async function tryChat(
  { chatModel, prompt, logger }: SideTask,
  slots: Readonly<Record<string, string>>,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<string | null> {
  try {
    return await completeChat(chatModel, await renderPrompt(prompt, slots), countTokens, signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.warn({ code: error.code, message: error.message }, "the model's help could not be had; going on without");
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
    const parsed = schema.safeParse(parseJsonArray(reply));
    if (parsed.success) return parsed.data;
    task.logger.warn({ attempt }, `the model's ${what} has another shape than asked for`);
  }
  return null;
}

/** The whole reply, without what the model thought aloud before it. */
async function completeChat(
  chatModel: ChatModel,
  messages: readonly ChatMessage[],
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<string> {
  let reply = "";
  try {
    for await (const piece of chatModel.stream(messages, signal === undefined ? {} : { signal })) reply += piece;
    return withoutReasoning(reply);
  } finally {
    countTokens(estimateTokens(...messages.map(({ content }) => content), reply));
  }
}

/** The first JSON array in a reply, which models like to wrap in prose or a code fence; undefined for none. */
export function parseJsonArray(reply: string): unknown {
  const [from, to] = [reply.indexOf("["), reply.lastIndexOf("]")];
  if (from === -1 || to < from) return undefined;
  try {
    return JSON.parse(reply.slice(from, to + 1));
  } catch {
    return undefined;
  }
}
