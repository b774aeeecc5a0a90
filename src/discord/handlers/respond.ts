import { MessageFlags, type RepliableInteraction } from "discord.js";
import type { BotContext } from "../bot-context.ts";
import { reportFailure } from "../failures.ts";
import { channelRefusal, type Origin, originOf } from "../origin.ts";
import { type Payload, payload } from "../presenters/payload.ts";
import { createInteractionReply, type InteractionReply } from "../replies/interaction-reply.ts";

/** Interactions that are answered with a message. */
export type Answerable = RepliableInteraction;

export function originOfInteraction(bot: BotContext, interaction: Answerable): Origin {
  return originOf(bot, {
    userId: interaction.user.id,
    serverId: interaction.guildId,
    channelId: interaction.channelId,
    parentChannelId: interaction.channel?.isThread() === true ? interaction.channel.parentId : null,
    locale: interaction.locale,
  });
}

/** The reply to an interaction, with the ways that are left when its token has expired. */
export function replyTo(bot: BotContext, interaction: Answerable, onlyAsker: boolean): InteractionReply {
  return createInteractionReply(interaction, onlyAsker, {
    claim: (interactionId) => bot.state.claimInteraction(interactionId, bot.owner, bot.clock.now()),
    late: {
      async sendToChannel(channelId, message) {
        const channel = await interaction.client.channels.fetch(channelId);
        if (channel === null || !channel.isSendable()) throw new Error("the channel takes no messages");
        return channel.send(message);
      },
      sendToUser: (message) => interaction.user.send(message),
    },
    clock: bot.clock,
    logger: bot.logger,
  });
}

/** A first response at once, to the asker alone. */
export async function tellAtOnce(interaction: Answerable, message: string | Payload): Promise<void> {
  const shown = typeof message === "string" ? payload({ content: message }) : message;
  await interaction.reply({ ...shown, flags: MessageFlags.Ephemeral });
}

/** Whether only the asker sees the answer: what they chose, else what the server has settled on. */
export function isForAskerOnly(bot: BotContext, origin: Origin, chosen?: string | null): boolean {
  return (chosen ?? bot.settings.get(origin.serverId).visibility) === "asker";
}

/** For answers that need no queue: as `respondAnywhere`, but not in channels where the bot keeps silent. */
export async function respondWith(
  bot: BotContext,
  interaction: Answerable,
  onlyAsker: boolean,
  make: (origin: Origin) => Promise<Payload>,
): Promise<void> {
  const silent = channelRefusal(bot, originOfInteraction(bot, interaction));
  if (silent !== null) return tellAtOnce(interaction, silent);
  await respondAnywhere(bot, interaction, onlyAsker, make);
}

/** Acknowledges, then shows what `make` returns, which may take its time. */
export async function respondAnywhere(
  bot: BotContext,
  interaction: Answerable,
  onlyAsker: boolean,
  make: (origin: Origin) => Promise<Payload>,
): Promise<void> {
  const origin = originOfInteraction(bot, interaction);
  const reply = replyTo(bot, interaction, onlyAsker);
  if (!(await reply.acknowledge())) return;
  try {
    await reply.finish(await make(origin));
  } catch (error) {
    await reply.refuse(reportFailure(bot, error, origin));
  }
}
