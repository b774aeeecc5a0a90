import type { Payload } from "../presenters/payload.ts";

export interface SentMessage {
  readonly channelId: string;
  readonly messageId: string;
  /** True for a direct message to the asker, in place of the response or channel that was meant. */
  readonly isDirect?: boolean;
}

/** Where an answer goes: the response to an interaction, or a message in a channel. */
export interface Reply {
  /** True where nobody but the asker sees the answer. */
  readonly onlyAsker: boolean;
  /** Says what is being done. May be skipped; never fails. */
  stage(text: string): void;
  /** The one answer. Null when it could not be delivered, or as a response that nobody else sees. */
  finish(answer: Payload): Promise<SentMessage | null>;
  /** Says in one sentence why there is no answer, to the asker alone; nothing else is left behind. */
  refuse(text: string): Promise<void>;
}
