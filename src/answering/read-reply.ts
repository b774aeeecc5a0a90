import { AppError } from "../domain/errors.ts";
import type { ChatMessage, ChatModel } from "../ports/chat-model.ts";
import { estimateTokens } from "../util/estimate-tokens.ts";
import { createReasoningFilter, type ReplyPart } from "./skip-reasoning.ts";

/** Called after each call of the model with the estimated tokens of prompt and reply. */
export type CountTokens = (tokens: number) => void;

/** What comes of a reply: its text without reasoning, or word that it was cut before its end. */
export type ReplyEvent = ReplyPart | { readonly kind: "cut" };

/** Characters meant to be read; a longer reply answers nothing. */
export const LONGEST_ANSWER = 20_000;
/** Characters of a reply with all that is thought aloud in it. */
export const LONGEST_WITH_REASONING = 400_000;

/**
 * Asks the model and reads its reply, for every task. What it thinks aloud is left out, and counts towards its own
 * limit. `restart` means that all text so far was reasoning. Throws `MODEL_CALL_FAILED` as the model does, for a
 * reply without end, and for one that was cut before it said anything; aborts pass through.
 */
export async function* readReply(
  chatModel: ChatModel,
  messages: readonly ChatMessage[],
  countTokens: CountTokens,
  signal?: AbortSignal,
): AsyncGenerator<ReplyEvent> {
  const reasoning = createReasoningFilter();
  let raw = "";
  let said = 0;
  let isCut = false;
  const onCut = () => {
    isCut = true;
  };

  // What is too long is kept back: it may turn out to be reasoning.
  const fitting = (parts: readonly ReplyPart[]): ReplyPart[] =>
    parts.filter((part) => {
      said = part.kind === "restart" ? 0 : said + part.text.length;
      return said <= LONGEST_ANSWER;
    });
  const withoutEnd = () => new AppError("MODEL_CALL_FAILED", `${chatModel.name} sent a reply without end.`);

  try {
    for await (const piece of chatModel.stream(messages, { onCut, ...(signal === undefined ? {} : { signal }) })) {
      raw += piece;
      yield* fitting(reasoning.push(piece));
      if (raw.length > LONGEST_WITH_REASONING) throw withoutEnd();
    }
    yield* fitting(reasoning.end());
  } finally {
    countTokens(estimateTokens(...messages.map(({ content }) => content), raw));
  }
  if (said > LONGEST_ANSWER) throw withoutEnd();
  if (!isCut) return;
  if (said === 0) {
    throw new AppError(
      "MODEL_CALL_FAILED",
      `What ${chatModel.name} wrote was cut before it said anything, by its limit of tokens or by a filter of the service: allow it longer replies, or less thinking.`,
    );
  }
  yield { kind: "cut" };
}

/** A whole reply without reasoning, and whether it was cut before its end. Throws as `readReply` does. */
export async function readWholeReply(
  ...args: Parameters<typeof readReply>
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  let text = "";
  let isCut = false;
  for await (const event of readReply(...args)) {
    if (event.kind === "cut") isCut = true;
    else text = event.kind === "restart" ? "" : text + event.text;
  }
  return { text, isCut };
}
