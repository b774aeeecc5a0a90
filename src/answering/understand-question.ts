import { AppError } from "../domain/errors.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import type { Logger } from "../ports/logger.ts";
import { type Context, understandFollowUp } from "../retrieval/understand-follow-up.ts";
import { readQuestion } from "../util/read-question.ts";
import { contentTerms, isStopWord } from "../util/terms.ts";
import { type CountTokens, type TaskPrompt, tryChat } from "./complete-chat.ts";
import { detectLanguage, isFunctionWord, type LanguageCode } from "./detect-language.ts";

/** A question as it is worked on. */
export interface Understood {
  /** As asked. */
  readonly asked: string;
  readonly language: LanguageCode;
  /** What is searched for: in English where it could be translated. */
  readonly text: string;
  /** What was asked before, as far as `text` needs it. */
  readonly context: Context | null;
  /** The question as it stands alone, for people and models to read. */
  readonly standalone: string;
  /** False where the question is in another language and nothing could translate it. */
  readonly readable: boolean;
}

export interface UnderstandDeps {
  /** Null where none is configured, or none may be asked. */
  readonly chatModel: ChatModel | null;
  readonly prompt: TaskPrompt;
  readonly vocabulary: Vocabulary;
  readonly logger: Logger;
}

/** A rewritten question that is longer than this is no question. */
const LONGEST_REWRITE = 500;
const TURNS_SHOWN = 5;

/**
 * Makes a question stand alone, and English. A language model does it where there is one and the question needs it;
 * else words of the earlier questions are carried over, and a question in another language is searched for by what
 * it has in common with English: names, abbreviations, symbols.
 */
export async function understandQuestion(
  deps: UnderstandDeps,
  asked: string,
  earlier: readonly string[],
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<Understood> {
  const turns = earlier.slice(-TURNS_SHOWN);
  const language = detectLanguage(asked);
  const byRule = understandFollowUp(asked, turns);
  if (deps.chatModel !== null && (language !== "en" || byRule.context !== null)) {
    const rewritten = await rewrite(deps, deps.chatModel, asked, turns, countTokens, signal);
    if (rewritten !== null) {
      return { asked, language, text: rewritten, context: null, standalone: rewritten, readable: true };
    }
  }
  if (language === "en") {
    return { asked, language, text: asked, context: byRule.context, standalone: byRule.text, readable: true };
  }
  return {
    asked,
    language,
    text: sharedWithCorpus(asked, language, deps.vocabulary),
    context: null,
    standalone: asked,
    readable: false,
  };
}

/** The model's rewriting; null where it failed or is no question that could stand for the one asked. */
async function rewrite(
  { prompt, logger }: UnderstandDeps,
  chatModel: ChatModel,
  asked: string,
  earlier: readonly string[],
  countTokens: CountTokens,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const slots = {
    earlier: earlier.length === 0 ? "(none)" : earlier.map((turn) => `- ${turn}`).join("\n"),
    question: asked,
  };
  const reply = await tryChat({ chatModel, prompt, logger }, slots, countTokens, signal);
  if (reply === null) return null;
  const question = questionIn(reply);
  if (question !== null && keepsTopic(question, [...earlier, asked])) return question;
  logger.warn({ reply: reply.slice(0, LONGEST_REWRITE) }, "the model's rewriting is not used");
  return null;
}

/** The English question in the first line of a reply; null where there is none. */
function questionIn(reply: string): string | null {
  const [line = ""] = reply.trim().split("\n");
  try {
    const question = readQuestion(line);
    return question.length <= LONGEST_REWRITE && detectLanguage(question) === "en" ? question : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** A rewriting may drop words and change them, but not talk of something else altogether. */
function keepsTopic(rewritten: string, said: readonly string[]): boolean {
  if (said.some((text) => detectLanguage(text) !== "en")) return true;
  const before = new Set(said.flatMap(contentTerms));
  const now = contentTerms(rewritten);
  return now.length > 0 && now.filter((term) => before.has(term)).length * 2 >= now.length;
}

/**
 * What a text in another language has in common with the corpus: words that it knows, other than the words that
 * questions are made of. The whole text where there is none.
 */
function sharedWithCorpus(text: string, language: LanguageCode, vocabulary: Vocabulary): string {
  const words = text.match(/[\p{Script=Latin}\p{Script=Greek}\p{N}]+/gu) ?? [];
  const known = words.filter((word) => {
    const lower = word.toLowerCase();
    return vocabulary.wordCounts.has(lower) && !isStopWord(lower) && !isFunctionWord(lower, language);
  });
  return known.length === 0 ? text : [...new Set(known)].join(" ");
}
