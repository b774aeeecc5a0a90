import type { Payload } from "../presenters/payload.ts";

export interface SentMessage {
  readonly channelId: string;
  readonly messageId: string;
}

/** Where an answer goes: the response to an interaction, or a message in a channel. */
export interface Reply {
  /** Says what is being done. May be skipped; never fails. */
  stage(text: string): void;
  /** The one answer. Null when it could not be delivered, or only by other ways. */
  finish(answer: Payload): Promise<SentMessage | null>;
  /** Says in one sentence why there is no answer, to the asker alone; nothing else is left behind. */
  refuse(text: string): Promise<void>;
}
