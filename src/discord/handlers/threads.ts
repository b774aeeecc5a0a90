import { ApplicationIntegrationType, type Message, type ModalSubmitInteraction, type ThreadChannel } from "discord.js";
import type { Delivered } from "../answer-flow.ts";
import type { BotContext } from "../bot-context.ts";
import { isDiscordError, loggable } from "../discord-errors.ts";
import { LIMITS } from "../limits.ts";
import type { Origin } from "../origin.ts";
import { fitText } from "../presenters/fit-text.ts";
import { escapeText } from "../presenters/markdown.ts";
import { fitPlain, payload } from "../presenters/payload.ts";
import { createChannelReply } from "../replies/channel-reply.ts";
import type { Reply } from "../replies/reply.ts";
import type { Answerable } from "./respond.ts";

const ARCHIVE_AFTER_MINUTES = 1_440;
const QUESTION_CHARACTERS = 300;

/**
 * Opens a thread below the message that an answer stands in, or goes on in the one that is there, and answers in it.
 * The interaction's own response says where.
 */
export async function replyInNewThread(
  bot: BotContext,
  interaction: ModalSubmitInteraction,
  origin: Origin,
  question: string,
  answerId: string,
  ownReply: Reply,
): Promise<Reply> {
  const { texts } = origin.speech;
  const root = await bot.state.getAnswer(answerId);
  const conversationId = root?.conversationId ?? answerId;
  if (interaction.message === null) throw new Error("a follow-up without a message");
  const thread = await openThread(bot, interaction.message, origin, root?.question ?? question, conversationId);
  const asked = fitText(question, QUESTION_CHARACTERS, escapeText);
  await thread.send(
    payload({
      content: `**${texts.answer.asked(escapeText(interaction.user.displayName))}** ${asked}\n-# ${texts.answer.threadHint}`,
    }),
  );
  const inThread = createChannelReply({
    send: (message) => thread.send(message),
    embeds: interaction.appPermissions.has("EmbedLinks"),
    tellAsker: (message) => interaction.editReply(message),
    notAllowed: texts.refusals.missingPermission(`<#${thread.id}>`),
    logger: bot.logger,
  });
  return {
    stage: inThread.stage,
    async finish(answer) {
      const sent = await inThread.finish(answer);
      if (sent !== null) await ownReply.finish(payload({ content: texts.answer.answeredIn(`<#${thread.id}>`) }));
      return sent;
    },
    refuse: inThread.refuse,
  };
}

/** Opens a thread below an answer as soon as it is there, for servers that want one each time. */
export async function openThreadBelow(
  bot: BotContext,
  interaction: Answerable,
  origin: Origin,
  question: string,
  { conversationId }: Delivered,
): Promise<void> {
  if (bot.settings.get(origin.serverId).threads !== "always" || !mayOpenThreads(interaction)) return;
  try {
    const thread = await openThread(bot, await interaction.fetchReply(), origin, question, conversationId);
    await thread.send(payload({ content: `-# ${origin.speech.texts.answer.threadHint}` }));
  } catch (error) {
    // The answer stands; a thread can still be opened by its button.
    bot.logger.warn(loggable(error), "a thread could not be opened");
  }
}

/** A channel of a server where the bot is at home and may open threads. */
export function mayOpenThreads({
  channel,
  guildId,
  appPermissions,
  authorizingIntegrationOwners,
}: Answerable): boolean {
  return (
    guildId !== null &&
    channel !== null &&
    !channel.isThread() &&
    authorizingIntegrationOwners[ApplicationIntegrationType.GuildInstall] !== undefined &&
    appPermissions.has(["CreatePublicThreads", "SendMessagesInThreads"])
  );
}

/** The thread below a message: a new one, or the one that is there. */
async function openThread(
  bot: BotContext,
  message: Message,
  origin: Origin,
  about: string,
  conversationId: string,
): Promise<ThreadChannel> {
  const thread = await startThread(message, about);
  await bot.state.saveThread({
    threadId: thread.id,
    serverId: origin.serverId ?? "",
    openedBy: origin.userId,
    conversationId,
    createdAt: bot.clock.now(),
  });
  return thread;
}

async function startThread(message: Message, about: string): Promise<ThreadChannel> {
  try {
    return await message.startThread({
      name: fitPlain(about, LIMITS.threadName),
      autoArchiveDuration: ARCHIVE_AFTER_MINUTES,
    });
  } catch (error) {
    if (!isDiscordError(error, "threadExists")) throw error;
    // A message's thread has the message's id.
    const known = await message.client.channels.fetch(message.id);
    if (known === null || !known.isThread()) throw error;
    return known;
  }
}
