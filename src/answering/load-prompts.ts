import type { PromptSource } from "../ports/prompt-source.ts";
import type { TaskPrompt } from "./complete-chat.ts";

/** All that is ever said to a language model. */
export interface AnswerPrompts {
  readonly answer: TaskPrompt;
  readonly rewrite: TaskPrompt;
  readonly judge: TaskPrompt;
  readonly translate: TaskPrompt;
}

/** Reads and checks the prompts. Throws `CONFIG_INVALID`. */
export async function loadAnswerPrompts(source: PromptSource): Promise<AnswerPrompts> {
  const load = async (task: string, slots: readonly string[]): Promise<TaskPrompt> => {
    const [system, user] = await Promise.all([source.load(`${task}-system`, []), source.load(`${task}-user`, slots)]);
    return { system, user };
  };
  const [answer, rewrite, judge, translate] = await Promise.all([
    load("answer", ["passages", "question"]),
    load("rewrite", ["earlier", "question"]),
    load("judge", ["pairs"]),
    load("translate", ["language", "sentences"]),
  ]);
  return { answer, rewrite, judge, translate };
}
