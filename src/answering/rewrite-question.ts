import { z } from "zod";
import { hasForeignMarkup } from "../citations/foreign-markup.ts";
import { AppError } from "../domain/errors.ts";
import { QUESTION_KINDS, type QuestionKind } from "../domain/question.ts";
import { detectLanguage } from "../questions/detect-language.ts";
import { readQuestion } from "../util/read-question.ts";
import { contentTerms } from "../util/terms.ts";
import { addedNames } from "./added-names.ts";
import { findInReply, type SideTask, tryChat } from "./complete-chat.ts";
import type { CountTokens } from "./read-reply.ts";
import { readReplySentence } from "./read-reply-sentence.ts";

/** A question that stands alone, in English, as a language model wrote it. */
export interface RewrittenQuestion {
  readonly text: string;
  /** Null where the model did not tell, or told something that is no kind. */
  readonly kind: QuestionKind | null;
}

/** A rewritten question that is longer than this is no question. */
const LONGEST_REWRITE = 500;

const replySchema = z.object({
  question: z.string(),
  kind: z.enum(QUESTION_KINDS).nullable().catch(null).default(null),
});

/**
 * Has the model make a question stand alone, in English, and tell its kind. Null where it failed, or wrote something
 * that could not stand for the question asked: another subject, names that nobody mentioned, links, hidden characters.
 * Then the rules' reading is used.
 *
 * @param isKnown whether a word, in lower case, is one of the papers'
 */
export async function rewriteQuestion(
  task: SideTask,
  asked: string,
  earlier: readonly string[],
  isKnown: (word: string) => boolean,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<RewrittenQuestion | null> {
  const slots = {
    earlier: earlier.length === 0 ? "(none)" : earlier.map((turn) => `- ${turn}`).join("\n"),
    question: asked,
  };
  const reply = await tryChat(task, slots, countTokens, signal);
  if (reply === null) return null;
  const { question, kind } = findInReply(reply.text, replySchema) ?? {
    // Half a question asks something else.
    question: reply.isCut ? "" : questionLineOf(reply.text),
    kind: null,
  };
  const text = standsFor(question, [...earlier, asked], isKnown);
  if (text !== null) return { text, kind };
  task.logger.warn({}, "the model's rewriting is not used; the question is read by rule");
  task.logger.debug({ reply: reply.text.slice(0, LONGEST_REWRITE) }, "the model's rewriting");
  return null;
}

/** Lists, quotation marks and labels around a question: `- **Rewritten question:** “What is grokking?”`, `1. What …`. */
const BEFORE_QUESTION =
  /^[\s>*_#"'“”‘’«»`-]{0,8}(?:\d{1,2}[.)]\s{1,3})?[*_"'“‘«`]{0,4}(?:(?:\p{L}{1,20} ){0,3}(?:question|query|translation|english|rewritten|answer)[*_]{0,2}\s?[:：][*_]{0,2}\s{0,4})?[\s*_"'“‘«`]{0,4}/iu;
const AFTER_QUESTION = /[\s*_"'”’»`]{1,8}$/u;
/** What was meant to be JSON, or code, is no question. */
const CODE = /^\s{0,8}(?:[{[<|}\]]|```|"\w+"\s?:)/u;

/** The line of a reply that is the question: the first one that asks something, else the first one that is no talk. */
function questionLineOf(reply: string): string {
  const lines = reply
    .slice(0, 4 * LONGEST_REWRITE)
    .split("\n")
    .filter((line) => line.trim() !== "" && !CODE.test(line))
    .map((line) =>
      line
        .trimEnd()
        .replace(BEFORE_QUESTION, "")
        .slice(0, 2 * LONGEST_REWRITE)
        .replace(AFTER_QUESTION, ""),
    );
  const said = lines.filter((line) => line !== "" && readReplySentence(line).kind === "claim");
  return said.find((line) => line.endsWith("?")) ?? said[0] ?? "";
}

/** The question as it can be used in place of what was asked; null where it can't. */
function standsFor(question: string, said: readonly string[], isKnown: (word: string) => boolean): string | null {
  const before = said.join("\n");
  if (hasForeignMarkup(question.trim(), before)) return null;
  try {
    const text = readQuestion(question);
    if (text.length > LONGEST_REWRITE || detectLanguage(text) !== "en" || !keepsTopic(text, said)) return null;
    return addsNumber(text, before) || addedNames(text, "en", before, isKnown).length > 0 ? null : text;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** A year or another long number that nobody mentioned would be searched for, or filter the papers. */
function addsNumber(text: string, before: string): boolean {
  const known = before.normalize("NFKC");
  return (text.match(/\d{3,}/gu) ?? []).some((number) => !known.includes(number));
}

/** A rewriting may drop words and change them, but not talk of something else altogether. */
function keepsTopic(rewritten: string, said: readonly string[]): boolean {
  if (said.some((text) => detectLanguage(text) !== "en")) return true;
  const before = new Set(said.flatMap(contentTerms));
  const now = contentTerms(rewritten);
  return now.length > 0 && now.filter((term) => before.has(term)).length * 2 >= now.length;
}
