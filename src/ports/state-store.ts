import type { PaperFilters, PaperOrder } from "../domain/question.ts";
import type { ServerSettings } from "../domain/server-settings.ts";
import type { StoredAnswer } from "../domain/stored-answer.ts";

export interface Feedback {
  readonly answerId: string;
  readonly userId: string;
  readonly verdict: "helpful" | "unhelpful";
  /** What the person wrote; null where they gave no reason. */
  readonly reason: string | null;
  readonly createdAt: Date;
}

/** A thread that the bot opened for a conversation. */
export interface ConversationThread {
  readonly threadId: string;
  readonly serverId: string;
  readonly openedBy: string;
  readonly conversationId: string;
  readonly createdAt: Date;
}

/** Something that counts against the limits: a question, or what a language model spent on one. */
export interface Use {
  readonly userId: string;
  /** Null outside servers. */
  readonly serverId: string | null;
  readonly usedAt: Date;
  readonly asks: 0 | 1;
  /** Estimated tokens of the language model. */
  readonly tokens: number;
}

/** A search whose pages can still be turned. */
export interface StoredSearch {
  readonly searchId: string;
  readonly userId: string;
  readonly query: string;
  readonly filters?: PaperFilters;
  readonly order?: PaperOrder;
}

/**
 * What the bot must not forget: it survives restarts, and is shared by several processes where the store is a server.
 * Every method throws `STATE_FAILED` when the store can't be reached or is damaged.
 */
export interface StateStore {
  listSettings(): Promise<ReadonlyMap<string, ServerSettings>>;
  saveSettings(serverId: string, settings: ServerSettings, userId: string, at: Date): Promise<void>;

  saveAnswer(answer: StoredAnswer): Promise<void>;
  /** Names the message that shows the answer. */
  linkAnswer(answerId: string, channelId: string, messageId: string): Promise<void>;
  getAnswer(answerId: string): Promise<StoredAnswer | null>;
  findAnswerByMessage(messageId: string): Promise<StoredAnswer | null>;
  /** The newest `limit` turns of a conversation since a time, oldest first. */
  listTurns(conversationId: string, limit: number, since?: Date): Promise<StoredAnswer[]>;

  saveThread(thread: ConversationThread): Promise<void>;
  getThread(threadId: string): Promise<ConversationThread | null>;
  removeThread(threadId: string): Promise<void>;

  /** One verdict for each person and answer: the latest counts. */
  saveFeedback(feedback: Feedback): Promise<void>;

  saveSearch(search: StoredSearch, at: Date): Promise<void>;
  getSearch(searchId: string): Promise<StoredSearch | null>;

  recordUse(use: Use): Promise<void>;
  listUses(since: Date): Promise<Use[]>;

  /** True when `owner` may answer the interaction: it was nobody's, or is the owner's already. */
  claimInteraction(interactionId: string, owner: string, at: Date): Promise<boolean>;

  /** Hash of the commands last registered for a scope (`global`, or a server's id); null where none were. */
  getRegistration(scope: string): Promise<string | null>;
  saveRegistration(scope: string, hash: string, at: Date): Promise<void>;
}
