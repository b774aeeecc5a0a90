import { randomBytes } from "node:crypto";
import type { Logger } from "../../ports/logger.ts";
import { isDiscordDown, isDiscordError, isNotAllowed, loggable } from "../discord-errors.ts";
import { EDIT_EVERY_MS } from "../limits.ts";
import { type Payload, payload } from "../presenters/payload.ts";
import { callPatiently, type Pause } from "./call-patiently.ts";
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
  /** The nonce of the message, at most 24 characters: the same for every process that answers the same thing. */
  readonly nonce?: string;
  /** Between two tries of the same call. */
  readonly pause: Pause;
  readonly logger: Logger;
}

/** An answer as a message of its own, for mentions, direct messages and threads. */
export function createChannelReply(deps: ChannelReplyDeps): Reply {
  const { send, embeds, tellAsker, notAllowed, pause, logger } = deps;
  let sent: EditableMessage | undefined;
  let nonce = deps.nonce ?? newNonce();
  const fitting = (message: Payload) => (embeds ? message : withoutEmbeds(message));
  const put = async (message: Payload): Promise<EditableMessage> => {
    if (sent !== undefined) {
      const known = sent;
      await callPatiently(() => known.edit(message), pause);
      return known;
    }
    const created = await callPatiently(() => send({ ...message, nonce, enforceNonce: true }), pause);
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

  /** The answer, as a new message where the one with the stages can't be edited. */
  const putAnswer = async (message: Payload): Promise<EditableMessage> => {
    try {
      return await put(message);
    } catch (error) {
      if (sent === undefined || !isDiscordDown(error)) throw error;
      logger.warn(loggable(error), "an answer could not take the place of its stages");
      const stages = sent;
      sent = undefined;
      nonce = newNonce();
      const created = await put(message);
      await stages
        .delete()
        .catch((failure: unknown) => logger.debug(loggable(failure), "a stage could not be removed"));
      return created;
    }
  };

  return {
    onlyAsker: false,

    stage: (text) => edits.show(text),

    finish: (answer) =>
      edits.finish(async () => {
        try {
          const { id, channelId } = await putAnswer(fitting(answer));
          return { channelId, messageId: id };
        } catch (error) {
          if (isDiscordDown(error)) await tell(answer);
          else if (isNotAllowed(error)) await tell(payload({ content: notAllowed }));
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

function newNonce(): string {
  return randomBytes(12).toString("hex");
}
