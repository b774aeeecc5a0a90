import type { ModalSubmitInteraction, ThreadChannel } from "discord.js";
import type { BotContext } from "../bot-context.ts";
import { isDiscordError } from "../discord-errors.ts";
import { LIMITS } from "../limits.ts";
import type { Origin } from "../origin.ts";
import { fitText } from "../presenters/fit-text.ts";
import { escapeText } from "../presenters/markdown.ts";
import { payload } from "../presenters/payload.ts";
import { createChannelReply } from "../replies/channel-reply.ts";
import type { Reply } from "../replies/reply.ts";

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
  const thread = await openThread(interaction, root?.question ?? question);
  await bot.state.saveThread({
    threadId: thread.id,
    serverId: origin.serverId ?? "",
    openedBy: origin.userId,
    conversationId,
    createdAt: bot.clock.now(),
  });
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

async function openThread({ message, client }: ModalSubmitInteraction, about: string): Promise<ThreadChannel> {
  if (message === null) throw new Error("a follow-up without a message");
  try {
    return await message.startThread({
      name: fitText(about, LIMITS.threadName),
      autoArchiveDuration: ARCHIVE_AFTER_MINUTES,
    });
  } catch (error) {
    if (!isDiscordError(error, "threadExists")) throw error;
    // A message's thread has the message's id.
    const known = await client.channels.fetch(message.id);
    if (known === null || !known.isThread()) throw error;
    return known;
  }
}
