import type { CitedText } from "../citations/parse-citation-markers.ts";
import { createSentenceStream } from "../citations/sentence-stream.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import { wordsOf } from "../util/terms.ts";
import { type Passage, renderPassages } from "./build-passages.ts";
import { renderPrompt, type TaskPrompt } from "./complete-chat.ts";
import { type CountTokens, readReply } from "./read-reply.ts";
import { readReplySentence } from "./read-reply-sentence.ts";
import { type VerifiedSentence, type VerifyDeps, verifySentence } from "./verify-sentence.ts";

export interface GeneratedAnswer {
  /** The sentences that the passages support, in order. */
  readonly sentences: readonly VerifiedSentence[];
  /** Sentences that were written and can't be shown. */
  readonly dropped: number;
  /** The model found no answer in the passages, and said nothing else. */
  readonly refused: boolean;
  /** What the model wrote, without its reasoning; never shown. */
  readonly raw: string;
}

/** The model's word for “the passages do not answer this”, as the prompt asks for it. */
export const REFUSAL = "NOT_IN_PASSAGES";
/** Sentences shown, as the prompt asks for them. */
const MOST_SHOWN = 5;
/** Claims looked at, so that some that can't be shown do not leave the answer empty. */
const MOST_CLAIMS = 12;

/** The end of a sentence, and its markers. */
const ENDS_WELL = /[.!?。！？…]["'”’)]{0,3}(?:\s{0,4}[[【][^\]】\n]{0,40}[\]】]){0,9}\s*$/u;

/**
 * Has the model write the answer. Sentences are passed on one by one, once they are known to be supported, where the
 * reply begins with one; else at its end, since all of it may turn out to be reasoning. After the fifth it is not read
 * any further. What the model thinks aloud, and its headings, count for nothing.
 *
 * @param onSentence null where nothing is shown before the end
 */
export async function generateAnswer(
  deps: VerifyDeps & { readonly chatModel: ChatModel; readonly prompt: TaskPrompt },
  question: string,
  passages: readonly Passage[],
  onSentence: ((sentence: VerifiedSentence) => void) | null,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<GeneratedAnswer> {
  const messages = await renderPrompt(deps.prompt, { passages: renderPassages(passages), question });
  let stream = createSentenceStream();
  let sentences: VerifiedSentence[] = [];
  let claims = 0;
  let isAside = false;
  let said = "";
  let isCut = false;
  let shown = 0;
  /** Whether what is read is the answer, and no reasoning; null while that can't be told. */
  let isAnswer: boolean | null = null;
  const isOver = () => sentences.length >= MOST_SHOWN || claims >= MOST_CLAIMS;
  const show = () => {
    for (const sentence of sentences.slice(shown)) onSentence?.(sentence);
    shown = sentences.length;
  };

  const take = async ({ text: written, markers }: CitedText) => {
    if (written.includes(REFUSAL) || isOver()) return;
    const read = readReplySentence(written);
    // What has no marker after talk of the task goes on with it; the answer begins with the next marker.
    isAside = read.kind === "talk" || (isAside && markers.length === 0);
    if (read.kind === "talk") isAnswer ??= false;
    if (read.kind !== "claim" || isAside) return;
    const { text } = read;
    if (sentences.some((sentence) => sentence.text === text) || isTitle(text, passages)) return;
    claims += 1;
    const verified = await verifySentence(deps, { text, markers }, passages, signal);
    isAnswer ??= verified.support === "supported";
    if (verified.support !== "supported") return;
    sentences.push(verified);
    if (isAnswer) show();
  };
  const startAgain = () => {
    stream = createSentenceStream();
    // What was shown is true all the same; what is only thought is not shown.
    sentences = sentences.slice(0, onSentence === null ? 0 : shown);
    claims = sentences.length;
    shown = claims;
    isAside = false;
    isAnswer = true;
    said = "";
  };

  for await (const event of readReply(deps.chatModel, messages, countTokens, signal)) {
    if (event.kind === "cut") isCut = true;
    else if (event.kind === "restart") startAgain();
    else {
      said += event.text;
      for (const marked of stream.push(event.text)) await take(marked);
    }
    if (isAnswer === true && sentences.length >= MOST_SHOWN) break;
  }
  const left = stream.end();
  // Half a sentence may say the opposite of the whole one.
  for (const marked of isCut && !ENDS_WELL.test(said) ? left.slice(0, -1) : left) await take(marked);
  show();
  const refused = sentences.length === 0 && said.includes(REFUSAL);
  return { sentences, dropped: claims - sentences.length, refused, raw: said.trim() };
}

/** A paper's title over what is said of it, in a list: it claims nothing. */
function isTitle(text: string, passages: readonly Passage[]): boolean {
  const plain = wordsOf(text).join(" ");
  return passages.some(({ paper }) => wordsOf(paper.title).join(" ") === plain);
}
