import {
  ApplicationIntegrationType,
  InteractionContextType,
  type Message,
  MessageFlags,
  type RepliableInteraction,
} from "discord.js";
import { sleep } from "../../util/sleep.ts";
import { countAsk, gateRefusal, limitRefusal } from "../answer-flow.ts";
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
    atHome: interaction.authorizingIntegrationOwners[ApplicationIntegrationType.GuildInstall] !== undefined,
    isDirect: interaction.context === InteractionContextType.BotDM,
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
    pause: (ms) => sleep(ms, bot.signal),
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

/** Whether an answer goes to the asker alone that goes on from a message: it does from one that they alone see. */
export function isForAskerOnlyBelow(bot: BotContext, origin: Origin, message: Message | null): boolean {
  return message?.flags.has(MessageFlags.Ephemeral) === true || isForAskerOnly(bot, origin);
}

/**
 * For look-ups in the corpus, which count against the limits as questions do: refuses, else counts one and answers as
 * `respondAnywhere`. What is asked of a message that the bot posted itself is answered there, whatever the channel.
 */
export async function respondCounted(
  bot: BotContext,
  interaction: Answerable,
  onlyAsker: boolean,
  make: (origin: Origin) => Promise<Payload>,
  options: { readonly anyChannel?: boolean } = {},
): Promise<void> {
  if (!(await countLookup(bot, interaction, options))) return;
  await respondAnywhere(bot, interaction, onlyAsker, make);
}

/** Counts a look-up; false where it was refused, which the asker has been told. Awaits nothing where it was not. */
export async function countLookup(
  bot: BotContext,
  interaction: Answerable,
  options: { readonly anyChannel?: boolean } = {},
): Promise<boolean> {
  const origin = originOfInteraction(bot, interaction);
  const refused = options.anyChannel === true ? limitRefusal(bot, origin) : gateRefusal(bot, origin);
  if (refused === null) {
    countAsk(bot, origin);
    return true;
  }
  await tellAtOnce(interaction, refused);
  return false;
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
