/** A prompt template: Markdown with `{{{slot}}}` places. */
export interface PromptTemplate {
  readonly name: string;
  readonly text: string;
}

/** The prompts that the program needs, read and checked once at start. */
export interface PromptSource {
  /** Throws `CONFIG_INVALID` when the file is missing, or its slots are not exactly `slots`. */
  load(name: string, slots: readonly string[]): Promise<PromptTemplate>;
}
