import { AppError } from "../domain/errors.ts";
import { cleanLine } from "../util/clean-text.ts";
import { latexLetters } from "../util/latex-letters.ts";

/** Longer texts are no questions; the embedder reads some 250 words of them at most. */
export const MAX_QUESTION_CHARACTERS = 2_000;

/** A question, or any other text to search for, made fit to use. Throws `USAGE_INVALID` in one sentence. */
export function readQuestion(text: string, what = "question"): string {
  const question = cleanLine(latexLetters(text));
  if (question === "") throw new AppError("USAGE_INVALID", `The ${what} is empty: write one in quotation marks.`);
  if (question.length > MAX_QUESTION_CHARACTERS) {
    throw new AppError(
      "USAGE_INVALID",
      `The ${what} has ${question.length} characters, at most ${MAX_QUESTION_CHARACTERS} are read: shorten it.`,
    );
  }
  if (!/[\p{L}\p{N}]/u.test(question)) {
    throw new AppError("USAGE_INVALID", `The ${what} holds no words to search for: write it in words.`);
  }
  return question;
}
