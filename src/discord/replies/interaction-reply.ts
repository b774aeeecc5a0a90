import { ApplicationIntegrationType, MessageFlags, type PermissionsBitField } from "discord.js";
import type { Clock } from "../../ports/clock.ts";
import type { Logger } from "../../ports/logger.ts";
import { isDiscordError, isNotAllowed, isTokenExpired, loggable } from "../discord-errors.ts";
import { EDIT_EVERY_MS, TOKEN_USABLE_MS } from "../limits.ts";
import { type Payload, payload } from "../presenters/payload.ts";
import { callAgain } from "./call-again.ts";
import type { Reply, SentMessage } from "./reply.ts";
import { createThrottledEdits } from "./throttled-edits.ts";

interface SentByDiscord {
  readonly id: string;
  readonly channelId: string;
}

/** What is used of an interaction that can be answered with a message. */
export interface AnswerableInteraction {
  readonly id: string;
  readonly createdTimestamp: number;
  /** Whether an answer was announced; the client edits no response before that. */
  deferred: boolean;
  readonly channelId: string | null;
  readonly appPermissions: Readonly<PermissionsBitField>;
  readonly authorizingIntegrationOwners: Readonly<Partial<Record<ApplicationIntegrationType, string>>>;
  deferReply(options: { flags?: MessageFlags.Ephemeral }): Promise<unknown>;
  editReply(options: Payload): Promise<SentByDiscord>;
  deleteReply(): Promise<unknown>;
  followUp(options: Payload & { flags?: MessageFlags.Ephemeral }): Promise<SentByDiscord>;
}

export interface InteractionReplyDeps {
  /** True when this process may answer the interaction. Waits for the state no longer than a moment. */
  claim(interactionId: string): Promise<boolean>;
  /** Ways that are left when the interaction's token has expired. */
  readonly late: {
    sendToChannel(channelId: string, message: Payload): Promise<SentByDiscord>;
    sendToUser(message: Payload): Promise<SentByDiscord>;
  };
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface InteractionReply extends Reply {
  /**
   * Tells Discord that an answer is on its way. Call it first, before anything is awaited.
   *
   * @returns false when the interaction can't be answered, or another process does
   */
  acknowledge(): Promise<boolean>;
}

/** The response to an interaction: acknowledged at once, then edited. */
export function createInteractionReply(
  interaction: AnswerableInteraction,
  onlyAsker: boolean,
  { claim, late, clock, logger }: InteractionReplyDeps,
): InteractionReply {
  const flags = onlyAsker ? { flags: MessageFlags.Ephemeral as const } : {};
  /** The response has a text; until then Discord shows it as “thinking”. */
  let hasText = false;
  const edits = createThrottledEdits<string>(
    async (text) => {
      await interaction.editReply(payload({ content: text }));
      hasText = true;
    },
    EDIT_EVERY_MS,
    (error) => logger.debug(loggable(error), "a stage could not be shown"),
  );
  const installedInServer =
    interaction.authorizingIntegrationOwners[ApplicationIntegrationType.GuildInstall] !== undefined;
  const isLate = () => clock.now().getTime() - interaction.createdTimestamp >= TOKEN_USABLE_MS;

  /** After the token: to the channel, where the bot is at home and may post, else to the asker. */
  const deliverLate = async (message: Payload): Promise<SentMessage | null> => {
    const { channelId } = interaction;
    if (!onlyAsker && installedInServer && channelId !== null && interaction.appPermissions.has("SendMessages")) {
      try {
        return sentMessage(await late.sendToChannel(channelId, message));
      } catch (error) {
        logger.warn(loggable(error), "a late answer could not go to its channel");
      }
    }
    try {
      await late.sendToUser(message);
    } catch (error) {
      logger.warn(loggable(error), "a late answer could not be delivered");
    }
    return null;
  };

  return {
    async acknowledge() {
      try {
        await callAgain(() => interaction.deferReply(flags));
      } catch (error) {
        // Another process was first; or our own call arrived, its answer got lost, and it was made again.
        if (isDiscordError(error, "alreadyAcknowledged")) {
          const isOurs = await claim(interaction.id);
          // What the client does not know.
          interaction.deferred = isOurs;
          return isOurs;
        }
        if (isDiscordError(error, "unknownInteraction")) {
          const ageMs = clock.now().getTime() - interaction.createdTimestamp;
          logger.warn({ interactionId: interaction.id, ageMs }, "Discord no longer waits for this interaction");
          return false;
        }
        throw error;
      }
      try {
        return await claim(interaction.id);
      } catch (error) {
        // Discord took this process's response first; the claim only tells another one so.
        logger.warn(loggable(error), "an interaction could not be claimed");
        return true;
      }
    },

    stage: (text) => edits.show(text),

    finish: (message) =>
      edits.finish(async () => {
        if (isLate()) return deliverLate(message);
        try {
          const sent = await callAgain(() => interaction.editReply(message));
          return onlyAsker ? null : sentMessage(sent);
        } catch (error) {
          if (isTokenExpired(error)) return deliverLate(message);
          // Somebody deleted the response: they do not want it.
          if (isDiscordError(error, "unknownMessage", "unknownChannel") || isNotAllowed(error)) {
            logger.info(loggable(error), "an answer had nowhere to go");
            return null;
          }
          throw error;
        }
      }),

    refuse: (text) =>
      edits.finish(async () => {
        const message = payload({ content: text });
        try {
          if (isLate()) await late.sendToUser(message);
          else if (onlyAsker) await callAgain(() => interaction.editReply(message));
          else {
            // A follow-up takes the place of a response that is still “thinking”, public as it is; so it gets a text first.
            if (!hasText) await interaction.editReply(payload({ content: "…" }));
            await interaction.deleteReply();
            // The one follow-up that an interaction ever gets: Discord allows five where only the user has the bot.
            await interaction.followUp({ ...message, flags: MessageFlags.Ephemeral });
          }
        } catch (error) {
          logger.warn(loggable(error), "a refusal could not be delivered");
        }
      }),
  };
}

function sentMessage({ id, channelId }: SentByDiscord): SentMessage {
  return { channelId, messageId: id };
}
