import type { PromptSource } from "../ports/prompt-source.ts";
import type { TaskPrompt } from "./complete-chat.ts";

/** All that is ever said to a language model. */
export interface Prompts {
  readonly answer: TaskPrompt;
  readonly rewrite: TaskPrompt;
  readonly judge: TaskPrompt;
  readonly translate: TaskPrompt;
  readonly digest: TaskPrompt;
}

/** Reads and checks the prompts. Throws `CONFIG_INVALID`. */
export async function loadPrompts(source: PromptSource): Promise<Prompts> {
  const load = async (task: string, slots: readonly string[]): Promise<TaskPrompt> => {
    const [system, user] = await Promise.all([source.load(`${task}-system`, []), source.load(`${task}-user`, slots)]);
    return { system, user };
  };
  const [answer, rewrite, judge, translate, digest] = await Promise.all([
    load("answer", ["passages", "question"]),
    load("rewrite", ["earlier", "question"]),
    load("judge", ["pairs"]),
    load("translate", ["language", "sentences"]),
    load("digest", ["papers"]),
  ]);
  return { answer, rewrite, judge, translate, digest };
}
