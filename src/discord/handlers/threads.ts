import {
  ApplicationIntegrationType,
  ChannelType,
  type Message,
  type ModalSubmitInteraction,
  type ThreadChannel,
} from "discord.js";
import { sleep } from "../../util/sleep.ts";
import type { Delivered, Elsewhere } from "../answer-flow.ts";
import type { BotContext } from "../bot-context.ts";
import { isDiscordError, loggable } from "../discord-errors.ts";
import { LIMITS } from "../limits.ts";
import { type Origin, viewerOf } from "../origin.ts";
import { fitText } from "../presenters/fit-text.ts";
import { escapeText } from "../presenters/markdown.ts";
import { fitPlain, payload } from "../presenters/payload.ts";
import { reachAnswer, reachThread } from "../reach.ts";
import { createChannelReply } from "../replies/channel-reply.ts";
import type { Reply } from "../replies/reply.ts";
import { type Answerable, originOfInteraction } from "./respond.ts";

const ARCHIVE_AFTER_MINUTES = 1_440;
const QUESTION_CHARACTERS = 300;

/**
 * Opens a thread below the message that an answer stands in, or goes on in the one that is there. The interaction's own
 * response says where. Null where no thread can be had or written in: then the answer belongs in the place itself.
 */
export async function replyInThread(
  bot: BotContext,
  interaction: ModalSubmitInteraction,
  origin: Origin,
  question: string,
  below: { readonly answerId: string; readonly message: Message },
  ownReply: Reply,
): Promise<Elsewhere | null> {
  const { texts } = origin.speech;
  let thread: ThreadChannel;
  try {
    // Everybody in the channel sees the thread's name.
    const root = await reachAnswer(bot, below.answerId, viewerOf(origin, false));
    const conversationId = root?.conversationId ?? bot.newId();
    thread = await openThread(bot, below.message, origin, root?.question ?? question, conversationId);
    const asked = fitText(question, QUESTION_CHARACTERS, escapeText);
    await thread.send(
      payload({
        content: `**${texts.answer.asked(escapeText(interaction.user.displayName))}** ${asked}\n-# ${texts.answer.threadHint}`,
      }),
    );
  } catch (error) {
    bot.logger.warn(loggable(error), "no thread for a follow-up; it is answered in place");
    return null;
  }
  let isTold = false;
  const inThread = createChannelReply({
    send: (message) => thread.send(message),
    embeds: interaction.appPermissions.has("EmbedLinks"),
    tellAsker(message) {
      isTold = true;
      return interaction.editReply(message);
    },
    notAllowed: texts.refusals.missingPermission(`<#${thread.id}>`),
    pause: (ms) => sleep(ms, bot.signal),
    logger: bot.logger,
  });
  return {
    origin: { ...origin, channelId: thread.id, parentChannelId: origin.channelId },
    reply: {
      ...inThread,
      async finish(answer) {
        const sent = await inThread.finish(answer);
        // Where the thread is gone meanwhile, the answer is for the asker at least.
        const told = sent === null ? answer : payload({ content: texts.answer.answeredIn(`<#${thread.id}>`) });
        if (!isTold) {
          await ownReply
            .finish(told)
            .catch((error: unknown) => bot.logger.warn(loggable(error), "the asker could not be told"));
        }
        return sent;
      },
    },
  };
}

/** A message for everybody beside an interaction's response, which the asker alone sees and which goes when it is there. */
export function replyBeside(bot: BotContext, interaction: ModalSubmitInteraction): Reply {
  const remove = () =>
    interaction.deleteReply().catch((error: unknown) => bot.logger.debug(loggable(error), "a response stays"));
  const beside = createChannelReply({
    // The first follow-up to a response without text would take its place, and its visibility.
    async send({ nonce: _nonce, enforceNonce: _enforce, ...message }) {
      await interaction.editReply(payload({ content: "…" }));
      return interaction.followUp(message);
    },
    embeds: true,
    tellAsker: (message) => interaction.editReply(message),
    notAllowed: originOfInteraction(bot, interaction).speech.texts.refusals.missingPermission(
      `<#${interaction.channelId ?? ""}>`,
    ),
    pause: (ms) => sleep(ms, bot.signal),
    logger: bot.logger,
  });
  return {
    ...beside,
    async finish(answer) {
      const sent = await beside.finish(answer);
      if (sent !== null) await remove();
      return sent;
    },
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
    // Not in threads, the posts of a forum among them, nor in the chats of voice channels.
    (channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement) &&
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
  const inThread = { ...origin, channelId: thread.id, parentChannelId: origin.channelId };
  // One that is known goes on with its own conversation.
  if ((await reachThread(bot, viewerOf(inThread, false))) !== null) return thread;
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
