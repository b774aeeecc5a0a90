import { ChannelType, type Message, PermissionFlagsBits } from "discord.js";
import { sleep } from "../../util/sleep.ts";
import { answer, enterQueue, type Question } from "../answer-flow.ts";
import type { BotContext } from "../bot-context.ts";
import { loggable } from "../discord-errors.ts";
import { type Origin, originOf, viewerOf } from "../origin.ts";
import { type Payload, payload } from "../presenters/payload.ts";
import { reachAnswerIn } from "../reach.ts";
import { createChannelReply } from "../replies/channel-reply.ts";
import { questionOf, withoutMentions } from "./ask.ts";

/** Direct messages are one conversation; what was said longer ago is forgotten. */
const DIRECT_CONVERSATION_MS = 30 * 60_000;

/**
 * A message to the bot: a mention, a direct message, or a reply to one of its messages that pings it. Discord sends
 * the text of no other message without a privileged intent, and the bot looks at none.
 */
export async function handleMessage(bot: BotContext, message: Message): Promise<void> {
  if (message.author.bot || message.system || !isToBot(message)) return;
  const origin = originOf(bot, {
    userId: message.author.id,
    serverId: message.guildId,
    channelId: message.channelId,
    parentChannelId: message.channel.isThread() ? message.channel.parentId : null,
    isDirect: message.channel.type === ChannelType.DM,
    // A message tells nothing of its author's language; a server has one of its own.
    locale: message.guild?.preferredLocale,
  });
  if (!(await isOurs(bot, message))) return;
  const { refusals } = origin.speech.texts;
  const text = questionOf(withoutMentions(message.content));
  if (text === null) return tellAuthor(bot, message, payload({ content: refusals.unreadable }));
  const entry = enterQueue(bot, origin, async (budgetSpent) => {
    const question = await withConversation(bot, message, origin, { text });
    return answer(bot, origin, question, channelReplyTo(bot, message, origin), budgetSpent);
  });
  if ("refused" in entry) return tellAuthor(bot, message, payload({ content: entry.refused }));
  if (message.channel.isSendable()) {
    await message.channel.sendTyping().catch((error: unknown) => bot.logger.debug(loggable(error), "no typing shown"));
  }
  const deliver = await entry.queued.result;
  await deliver?.();
}

function isToBot(message: Message): boolean {
  if (message.guildId === null) return true;
  // A ping of everyone or of a role is not meant for the bot.
  return message.mentions.has(message.client.user, { ignoreEveryone: true, ignoreRoles: true });
}

/** Whether this process answers the message: of several, the first to claim it. Twice is better than not at all. */
async function isOurs(bot: BotContext, message: Message): Promise<boolean> {
  try {
    return await bot.state.claimInteraction(message.id, bot.owner, bot.clock.now());
  } catch (error) {
    bot.logger.error({ err: error }, "a message could not be claimed");
    return true;
  }
}

/** What the message follows: the answer that it replies to, or what was said just before in direct messages. */
async function withConversation(
  bot: BotContext,
  message: Message,
  origin: Origin,
  question: Question,
): Promise<Question> {
  const repliedTo = message.reference?.messageId;
  if (repliedTo !== undefined) {
    const parent = await reachAnswerIn(bot, repliedTo, viewerOf(origin, false));
    if (parent !== null) return { ...question, conversation: { id: parent.conversationId } };
  }
  if (message.guildId !== null) return question;
  const since = new Date(bot.clock.now().getTime() - DIRECT_CONVERSATION_MS);
  return { ...question, conversation: { id: message.channelId, since } };
}

function channelReplyTo(bot: BotContext, message: Message, origin: Origin) {
  const { channel, guild } = message;
  const me = guild?.members.me ?? null;
  const permissions = me === null || channel.isDMBased() ? null : channel.permissionsFor(me);
  return createChannelReply({
    send: (answered) => message.reply({ ...answered, failIfNotExists: false }),
    embeds: permissions === null || permissions.has(PermissionFlagsBits.EmbedLinks),
    tellAsker: (told) => tellAuthor(bot, message, told),
    notAllowed: origin.speech.texts.refusals.missingPermission(`<#${message.channelId}>`),
    // Should two processes answer all the same, Discord shows one message.
    nonce: message.id,
    pause: (ms) => sleep(ms, bot.signal),
    logger: bot.logger,
  });
}

/** Tells the author alone: in direct messages there, else by direct message, else by a sign on their message. */
async function tellAuthor(bot: BotContext, message: Message, told: Payload): Promise<void> {
  try {
    if (message.guildId === null) await message.reply({ ...told, failIfNotExists: false });
    else await message.author.send(told);
  } catch (error) {
    bot.logger.debug(loggable(error), "the author takes no direct messages");
    await message.react("⏳").catch((reaction: unknown) => bot.logger.debug(loggable(reaction), "no reaction either"));
  }
}
