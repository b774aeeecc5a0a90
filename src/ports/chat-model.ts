export interface ChatMessage {
  readonly role: "system" | "user";
  readonly content: string;
}

export interface ChatOptions {
  readonly signal?: AbortSignal;
  /** Called where the reply ends because the service's limit of tokens, or its filter, cut it. */
  readonly onCut?: () => void;
}

/** A language model behind a chat endpoint. */
export interface ChatModel {
  /** Name as configured, shown with the answer. */
  readonly name: string;
  /**
   * The text of the reply, piece by piece as it arrives; what the model thinks in its text is still in it. Throws `MODEL_CALL_FAILED` when the service refuses, breaks off,
   * sends something else, or stays silent past its deadline; aborts pass through.
   */
  stream(messages: readonly ChatMessage[], options?: ChatOptions): AsyncIterable<string>;
}
