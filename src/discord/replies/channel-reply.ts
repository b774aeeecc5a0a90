import { randomBytes } from "node:crypto";
import type { Logger } from "../../ports/logger.ts";
import { isDiscordError, isNotAllowed, loggable } from "../discord-errors.ts";
import { EDIT_EVERY_MS } from "../limits.ts";
import { type Payload, payload } from "../presenters/payload.ts";
import { callAgain } from "./call-again.ts";
import { withoutEmbeds } from "./plain-text.ts";
import type { Reply } from "./reply.ts";
import { createThrottledEdits } from "./throttled-edits.ts";

export interface EditableMessage {
  readonly id: string;
  readonly channelId: string;
  edit(options: Payload): Promise<unknown>;
  delete(): Promise<unknown>;
}

export interface ChannelReplyDeps {
  /** Discord sends a message with the same nonce once. */
  send(message: Payload & { readonly nonce: string; readonly enforceNonce: true }): Promise<EditableMessage>;
  /** Whether embeds are shown where it is sent; Discord drops them silently elsewhere. */
  readonly embeds: boolean;
  /** Tells the asker alone. */
  tellAsker(message: Payload): Promise<unknown>;
  /** What the asker is told when the bot may not post here. */
  readonly notAllowed: string;
  readonly logger: Logger;
}

/** An answer as a message of its own, for mentions, direct messages and threads. */
export function createChannelReply({ send, embeds, tellAsker, notAllowed, logger }: ChannelReplyDeps): Reply {
  let sent: EditableMessage | undefined;
  const nonce = randomBytes(12).toString("hex");
  const fitting = (message: Payload) => (embeds ? message : withoutEmbeds(message));
  const put = async (message: Payload): Promise<EditableMessage> => {
    if (sent !== undefined) {
      const known = sent;
      await callAgain(() => known.edit(message));
      return known;
    }
    const created = await callAgain(() => send({ ...message, nonce, enforceNonce: true }));
    sent = created;
    return created;
  };
  const edits = createThrottledEdits<string>(
    (text) => put(payload({ content: text })),
    EDIT_EVERY_MS,
    (error) => logger.debug(loggable(error), "a stage could not be shown"),
  );
  const tell = (message: Payload) =>
    tellAsker(message).catch((error: unknown) => logger.info(loggable(error), "the asker could not be told"));

  return {
    stage: (text) => edits.show(text),

    finish: (answer) =>
      edits.finish(async () => {
        try {
          const { id, channelId } = await put(fitting(answer));
          return { channelId, messageId: id };
        } catch (error) {
          if (isNotAllowed(error)) await tell(payload({ content: notAllowed }));
          else if (!isDiscordError(error, "unknownMessage", "unknownChannel")) throw error;
          logger.info(loggable(error), "an answer had nowhere to go");
          return null;
        }
      }),

    refuse: (text) =>
      edits.finish(async () => {
        await sent?.delete().catch((error: unknown) => logger.debug(loggable(error), "a stage could not be removed"));
        await tell(payload({ content: text }));
      }),
  };
}
