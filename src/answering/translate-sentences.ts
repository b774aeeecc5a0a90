import { z } from "zod";
import { numbersOf } from "../citations/numbers.ts";
import { detectLanguage, type LanguageCode } from "../questions/detect-language.ts";
import { type CountTokens, parseJsonArray, type SideTask, tryChat } from "./complete-chat.ts";

const LANGUAGE_NAMES = new Intl.DisplayNames(["en"], { type: "language" });
/** A translation that is so many times longer than its sentence says more than it. */
const LONGEST_RATIO = 3;

/**
 * Checked English sentences in the asker's language; null where the model returns something else: another number of
 * sentences, changed numbers, links, or English. The quotes behind them stay as the abstracts have them.
 */
export async function translateSentences(
  task: SideTask,
  sentences: readonly string[],
  language: LanguageCode,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<string[] | null> {
  const slots = { language: LANGUAGE_NAMES.of(language) ?? language, sentences: JSON.stringify(sentences) };
  const reply = await tryChat(task, slots, countTokens, signal);
  if (reply === null) return null;
  const parsed = z.array(z.string().min(1)).length(sentences.length).safeParse(parseJsonArray(reply));
  if (!parsed.success || !parsed.data.every((text, index) => isFaithful(text, sentences[index] ?? ""))) {
    task.logger.warn({}, "the model's translation is not used");
    return null;
  }
  return detectLanguage(parsed.data.join(" ")) === "en" ? null : parsed.data;
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
