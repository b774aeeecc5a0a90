import { z } from "zod";
import { numbersOf } from "../citations/exact-checks.ts";
import { AppError } from "../domain/errors.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import type { Logger } from "../ports/logger.ts";
import { type CountTokens, completeChat, parseJsonArray, renderPrompt, type TaskPrompt } from "./complete-chat.ts";
import { detectLanguage, type LanguageCode } from "./detect-language.ts";

const LANGUAGE_NAMES = new Intl.DisplayNames(["en"], { type: "language" });
/** A translation that is so many times longer than its sentence says more than it. */
const LONGEST_RATIO = 3;

/**
 * Checked English sentences in the asker's language; null where the model returns something else: another number of
 * sentences, changed numbers, links, or English. The quotes behind them stay as the abstracts have them.
 */
export async function translateSentences(
  deps: { readonly chatModel: ChatModel; readonly prompt: TaskPrompt; readonly logger: Logger },
  sentences: readonly string[],
  language: LanguageCode,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<string[] | null> {
  const slots = { language: LANGUAGE_NAMES.of(language) ?? language, sentences: JSON.stringify(sentences) };
  try {
    const reply = await completeChat(deps.chatModel, await renderPrompt(deps.prompt, slots), countTokens, signal);
    const parsed = z.array(z.string().min(1)).length(sentences.length).safeParse(parseJsonArray(reply));
    if (parsed.success && parsed.data.every((text, index) => isFaithful(text, sentences[index] ?? ""))) {
      return detectLanguage(parsed.data.join(" ")) === "en" ? null : parsed.data;
    }
    deps.logger.warn({}, "the model's translation is not used");
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.logger.warn({ code: error.code, message: error.message }, "the answer could not be translated");
    return null;
  }
}

/** The digits of a sentence must be those of its translation; number words differ from language to language. */
function isFaithful(translation: string, sentence: string): boolean {
  const digits = (text: string) => (text.match(/\d+(?:[.,]\d+)*/gu) ?? []).flatMap(numbersOf).sort().join();
  return (
    digits(translation) === digits(sentence) &&
    translation.length <= LONGEST_RATIO * sentence.length + 40 &&
    !/https?:|\]\(|<[@#]|@(?:everyone|here)/iu.test(translation)
  );
}
