import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { QUESTION_KINDS, type QuestionKind } from "../domain/question.ts";
import { detectLanguage } from "../questions/detect-language.ts";
import { readQuestion } from "../util/read-question.ts";
import { contentTerms } from "../util/terms.ts";
import { type CountTokens, type SideTask, tryChat } from "./complete-chat.ts";

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
 * that could not stand for the question asked; then the rules' reading is used.
 */
export async function rewriteQuestion(
  task: SideTask,
  asked: string,
  earlier: readonly string[],
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<RewrittenQuestion | null> {
  const slots = {
    earlier: earlier.length === 0 ? "(none)" : earlier.map((turn) => `- ${turn}`).join("\n"),
    question: asked,
  };
  const reply = await tryChat(task, slots, countTokens, signal);
  if (reply === null) return null;
  const rewritten = questionIn(reply);
  if (rewritten !== null && keepsTopic(rewritten.text, [...earlier, asked])) return rewritten;
  task.logger.warn({ reply: reply.slice(0, LONGEST_REWRITE) }, "the model's rewriting is not used");
  return null;
}

/** The English question in a reply: in its JSON object, or in its first line. */
function questionIn(reply: string): RewrittenQuestion | null {
  const parsed = replySchema.safeParse(parseObject(reply));
  const [line = ""] = reply.trim().split("\n");
  const { question, kind } = parsed.success ? parsed.data : { question: line, kind: null };
  try {
    const text = readQuestion(question);
    return text.length <= LONGEST_REWRITE && detectLanguage(text) === "en" ? { text, kind } : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function parseObject(reply: string): unknown {
  const [from, to] = [reply.indexOf("{"), reply.lastIndexOf("}")];
  if (from === -1 || to < from) return undefined;
  try {
    return JSON.parse(reply.slice(from, to + 1));
  } catch {
    return undefined;
  }
}

/** A rewriting may drop words and change them, but not talk of something else altogether. */
function keepsTopic(rewritten: string, said: readonly string[]): boolean {
  if (said.some((text) => detectLanguage(text) !== "en")) return true;
  const before = new Set(said.flatMap(contentTerms));
  const now = contentTerms(rewritten);
  return now.length > 0 && now.filter((term) => before.has(term)).length * 2 >= now.length;
}
