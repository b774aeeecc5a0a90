import type { PromptSource } from "../ports/prompt-source.ts";
import type { AnswerPrompts } from "./generate-answer.ts";

/** Reads and checks the prompts of an answer. Throws `CONFIG_INVALID`. */
export async function loadAnswerPrompts(source: PromptSource): Promise<AnswerPrompts> {
  const [system, user] = await Promise.all([
    source.load("answer-system", []),
    source.load("answer-user", ["passages", "question"]),
  ]);
  return { system, user };
}
