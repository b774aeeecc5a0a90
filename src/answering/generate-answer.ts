import type { CitedText } from "../citations/parse-citation-markers.ts";
import { createSentenceStream } from "../citations/sentence-stream.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import { estimateTokens } from "../util/estimate-tokens.ts";
import { wordsOf } from "../util/terms.ts";
import { type Passage, renderPassages } from "./build-passages.ts";
import { type CountTokens, renderPrompt, type TaskPrompt } from "./complete-chat.ts";
import { readReplySentence } from "./read-reply-sentence.ts";
import { createReasoningFilter, type ReplyPart } from "./skip-reasoning.ts";
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
/** Sentences shown, as the prompt asks for them. */
const MOST_SHOWN = 5;
/** Claims looked at, so that some that can't be shown do not leave the answer empty. */
const MOST_CLAIMS = 12;

/**
 * Has the model write the answer. Sentences are passed on one by one, once they are known to be supported; after the
 * fifth the reply is not read any further. What the model thinks aloud, and its headings, count for nothing.
 */
export async function generateAnswer(
  deps: VerifyDeps & { readonly chatModel: ChatModel; readonly prompt: TaskPrompt },
  question: string,
  passages: readonly Passage[],
  onSentence: (sentence: VerifiedSentence) => void,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<GeneratedAnswer> {
  const messages = await renderPrompt(deps.prompt, { passages: renderPassages(passages), question });
  const reasoning = createReasoningFilter();
  let stream = createSentenceStream();
  const sentences: VerifiedSentence[] = [];
  let claims = 0;
  let isAside = false;
  let raw = "";
  let said = "";
  const isOver = () => sentences.length >= MOST_SHOWN || claims >= MOST_CLAIMS;

  const take = async ({ text: written, markers }: CitedText) => {
    if (written.includes(REFUSAL) || isOver()) return;
    const read = readReplySentence(written);
    // What has no marker after talk of the task goes on with it; the answer begins with the next marker.
    isAside = read.kind === "talk" || (isAside && markers.length === 0);
    if (read.kind !== "claim" || isAside) return;
    const { text } = read;
    if (sentences.some((sentence) => sentence.text === text) || isTitle(text, passages)) return;
    claims += 1;
    const verified = await verifySentence(deps, { text, markers }, passages, signal);
    if (verified.support !== "supported") return;
    sentences.push(verified);
    onSentence(verified);
  };
  const takeAll = async (parts: readonly ReplyPart[]) => {
    for (const part of parts) {
      if (part.kind === "restart") {
        stream = createSentenceStream();
        claims = sentences.length;
        said = "";
      } else {
        said += part.text;
        for (const marked of stream.push(part.text)) await take(marked);
      }
    }
  };

  try {
    for await (const delta of deps.chatModel.stream(messages, signal === undefined ? {} : { signal })) {
      raw += delta;
      await takeAll(reasoning.push(delta));
      if (sentences.length >= MOST_SHOWN) break;
    }
    await takeAll(reasoning.end());
    for (const marked of stream.end()) await take(marked);
  } finally {
    countTokens(estimateTokens(...messages.map(({ content }) => content), raw));
  }
  const refused = sentences.length === 0 && said.includes(REFUSAL);
  return { sentences, dropped: claims - sentences.length, refused, raw };
}

/** A paper's title over what is said of it, in a list: it claims nothing. */
function isTitle(text: string, passages: readonly Passage[]): boolean {
  const plain = wordsOf(text).join(" ");
  return passages.some(({ paper }) => wordsOf(paper.title).join(" ") === plain);
}
