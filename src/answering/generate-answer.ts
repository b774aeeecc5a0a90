import type { MarkedText } from "../citations/parse-marks.ts";
import { createSentenceStream } from "../citations/split-marked-stream.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import { estimateTokens } from "../util/estimate-tokens.ts";
import { type Passage, renderPassages } from "./build-passages.ts";
import { type CountTokens, renderPrompt, type TaskPrompt } from "./complete-chat.ts";
import { type VerifiedSentence, type VerifyDeps, verifySentence } from "./verify-sentence.ts";

export interface GeneratedAnswer {
  /** The sentences that the passages support, in order. */
  readonly sentences: readonly VerifiedSentence[];
  /** Sentences that were written and can't be shown. */
  readonly dropped: number;
  /** The model found no answer in the passages, and said nothing else. */
  readonly refused: boolean;
  /** What the model wrote; never shown. */
  readonly raw: string;
}

/** The model's word for “the passages do not answer this”, as the prompt asks for it. */
export const REFUSAL = "NOT_IN_PASSAGES";
/** Sentences looked at; the prompt asks for five. */
const MOST_SENTENCES = 12;

/** Has the model write the answer. Sentences are passed on one by one, once they are known to be supported. */
export async function generateAnswer(
  deps: VerifyDeps & { readonly chatModel: ChatModel; readonly prompt: TaskPrompt },
  question: string,
  passages: readonly Passage[],
  onSentence: (sentence: VerifiedSentence) => void,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<GeneratedAnswer> {
  const messages = await renderPrompt(deps.prompt, { passages: renderPassages(passages), question });
  const stream = createSentenceStream();
  const sentences: VerifiedSentence[] = [];
  let seen = 0;
  let raw = "";

  const take = async (marked: MarkedText) => {
    const repeated = sentences.some(({ text }) => text === marked.text);
    if (marked.text.includes(REFUSAL) || repeated || seen >= MOST_SENTENCES) return;
    seen += 1;
    const verified = await verifySentence(deps, marked, passages, signal);
    if (verified.support !== "supported") return;
    sentences.push(verified);
    onSentence(verified);
  };

  try {
    for await (const delta of deps.chatModel.stream(messages, signal === undefined ? {} : { signal })) {
      raw += delta;
      for (const marked of stream.push(delta)) await take(marked);
    }
    for (const marked of stream.end()) await take(marked);
  } finally {
    countTokens(estimateTokens(...messages.map(({ content }) => content), raw));
  }
  const refused = sentences.length === 0 && raw.includes(REFUSAL);
  return { sentences, dropped: seen - sentences.length, refused, raw };
}
