import { z } from "zod";
import { hasForeignMarkup } from "../citations/foreign-markup.ts";
import { numbersOf } from "../citations/numbers.ts";
import { detectLanguage, type LanguageCode } from "../questions/detect-language.ts";
import { isStopWord, wordsOf } from "../util/terms.ts";
import { addedNames } from "./added-names.ts";
import { findInReply, type SideTask, tryChat } from "./complete-chat.ts";
import type { CountTokens } from "./read-reply.ts";

const LANGUAGE_NAMES = new Intl.DisplayNames(["en"], { type: "language" });
/** A translation that is so many times longer than its sentence says more than it. */
const LONGEST_RATIO = 3;
/** Languages that are told apart by their script, in every sentence. */
const OWN_SCRIPT: readonly LanguageCode[] = ["ja", "ko", "zh", "ru", "ar", "hi"];
/** A sentence with more English words than this is English. */
const MOST_ENGLISH = 2;

/** A checked English sentence, and what its translation may take names from. */
export interface TranslatedFrom {
  readonly text: string;
  /** The question, and what the cited papers say. */
  readonly sources: string;
}

/**
 * Checked English sentences in the asker's language. A sentence stays English where its translation changes numbers, is
 * too long, adds names, links or hidden characters, or is in another language; all of them do, with a warning in the
 * log, where the model returns something else. The quotes behind them stay as the abstracts have them.
 */
export async function translateSentences(
  task: SideTask,
  sentences: readonly TranslatedFrom[],
  language: LanguageCode,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<string[]> {
  const originals = sentences.map(({ text }) => text);
  const slots = { language: LANGUAGE_NAMES.of(language) ?? language, sentences: JSON.stringify(originals) };
  const reply = await tryChat(task, slots, countTokens, signal);
  if (reply === null) return originals;
  const translations = findInReply(reply.text, z.array(z.string().min(1)).length(sentences.length));
  if (translations === null || !isIn(language, translations.join(" "))) {
    task.logger.warn({}, "the model's translation is not used; the sentences stay English");
    return originals;
  }
  const kept = sentences.map((sentence, index) => {
    const translation = (translations[index] ?? "").trim();
    return isFaithful(translation, sentence, language) ? translation : sentence.text;
  });
  const dropped = kept.filter((text, index) => text === originals[index]).length;
  if (dropped > 0) task.logger.warn({ dropped }, "a part of the model's translation is not used; it stays English");
  return kept;
}

function isFaithful(translation: string, { text, sources }: TranslatedFrom, language: LanguageCode): boolean {
  const known = `${text}\n${sources}`;
  return (
    /[\p{L}\p{N}]/u.test(translation) &&
    digitsOf(translation) === digitsOf(text) &&
    translation.length <= LONGEST_RATIO * text.length + 40 &&
    isIn(language, translation, MOST_ENGLISH) &&
    !hasForeignMarkup(translation, known) &&
    addedNames(translation, language, known).length === 0
  );
}

/** The digits of a sentence must be those of its translation; number words differ from language to language. */
function digitsOf(text: string): string {
  return (text.match(/\d+(?:[.,]\d+)*/gu) ?? []).flatMap(numbersOf).sort().join();
}

/** Whether a text may be in a language. Short ones look English, and Latin ones like each other. */
function isIn(language: LanguageCode, text: string, mostEnglish = 0): boolean {
  const found = detectLanguage(text);
  if (found === language) return true;
  if (OWN_SCRIPT.includes(language) || OWN_SCRIPT.includes(found)) return false;
  if (found !== "en") return mostEnglish > 0;
  return mostEnglish > 0 && wordsOf(text).filter(isStopWord).length <= mostEnglish;
}
