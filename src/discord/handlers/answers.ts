import type { ButtonInteraction, ModalSubmitInteraction } from "discord.js";
import type { StoredAnswer } from "../../domain/stored-answer.ts";
import type { BotContext } from "../bot-context.ts";
import { encodeAction } from "../custom-ids.ts";
import { reportFailure } from "../failures.ts";
import { payload } from "../presenters/payload.ts";
import { presentSources } from "../presenters/present-answer.ts";
import { answerInteraction, questionOf } from "./ask.ts";
import { textModal } from "./modals.ts";
import { noteOpened } from "./note-opened.ts";
import { originOfInteraction, respondWith, tellAtOnce } from "./respond.ts";
import { mayOpenThreads, replyInNewThread } from "./threads.ts";

const REASON_CHARACTERS = 500;

/** “Sources”: to whoever asks for them, alone. */
export function handleSources(bot: BotContext, interaction: ButtonInteraction, answerId: string): Promise<void> {
  return respondWith(bot, interaction, true, async ({ speech }) => {
    const stored = await bot.state.getAnswer(answerId);
    return stored === null ? payload({ content: speech.texts.refusals.expired }) : presentSources(stored, speech);
  });
}

/** “Follow up”: a form for the next question. */
export async function openFollowUp(bot: BotContext, interaction: ButtonInteraction, answerId: string): Promise<void> {
  const { modals } = originOfInteraction(bot, interaction).speech.texts;
  const customId = encodeAction({ do: "follow-up", answerId });
  const field = { id: "question", label: modals.yourQuestion, required: true, long: true };
  await interaction.showModal(textModal(customId, modals.followUp, [field]));
}

/** The next question of a conversation: in a thread below the answer, where that is wanted and possible. */
export async function handleFollowUp(
  bot: BotContext,
  interaction: ModalSubmitInteraction,
  answerId: string,
): Promise<void> {
  const origin = originOfInteraction(bot, interaction);
  const { refusals } = origin.speech.texts;
  const text = questionOf(interaction.fields.getTextInputValue("question"));
  if (text === null) return tellAtOnce(interaction, refusals.unreadable);
  const isPublic = interaction.message !== null && !interaction.message.flags.has("Ephemeral");
  const wanted = bot.settings.get(origin.serverId).threads !== "never";
  const opensThread = wanted && isPublic && mayOpenThreads(interaction);
  const question = { text, replyTo: answerId };
  if (!opensThread) {
    return answerInteraction(bot, interaction, question, isPublic ? {} : { show: "asker" });
  }
  await answerInteraction(bot, interaction, question, {
    elsewhere: async (reply) => {
      try {
        return await replyInNewThread(bot, interaction, origin, text, answerId, reply);
      } catch (error) {
        await reply.refuse(reportFailure(bot, error, origin));
        return null;
      }
    },
  });
}

/** “New topic”: a form for a question that begins afresh. */
export async function openNewTopic(bot: BotContext, interaction: ButtonInteraction, answerId: string): Promise<void> {
  const { modals, buttons } = originOfInteraction(bot, interaction).speech.texts;
  const field = { id: "question", label: modals.yourQuestion, required: true, long: true };
  await interaction.showModal(textModal(encodeAction({ do: "new-topic", answerId }), buttons.newTopic, [field]));
}

/** A question that goes on in the same place, and with nothing that was said there before. */
export async function handleNewTopic(
  bot: BotContext,
  interaction: ModalSubmitInteraction,
  answerId: string,
): Promise<void> {
  const { refusals } = originOfInteraction(bot, interaction).speech.texts;
  const text = questionOf(interaction.fields.getTextInputValue("question"));
  if (text === null) return tellAtOnce(interaction, refusals.unreadable);
  const isPublic = interaction.message !== null && !interaction.message.flags.has("Ephemeral");
  const question = { text, replyTo: answerId, isNewTopic: true };
  await answerInteraction(bot, interaction, question, isPublic ? {} : { show: "asker" });
}

/** 👍 */
export function handleHelpful(bot: BotContext, interaction: ButtonInteraction, answerId: string): Promise<void> {
  return respondWith(bot, interaction, true, async ({ speech, userId }) => {
    const stored = await bot.state.getAnswer(answerId);
    if (stored === null) return payload({ content: speech.texts.feedback.notYours });
    await rate(bot, stored, userId, "helpful", null);
    return payload({ content: speech.texts.feedback.thanks });
  });
}

/** 👎: asks for a reason, which may be left out. */
export async function openReason(bot: BotContext, interaction: ButtonInteraction, answerId: string): Promise<void> {
  const { modals } = originOfInteraction(bot, interaction).speech.texts;
  const field = { id: "reason", label: modals.reason, required: false, long: true, maxLength: REASON_CHARACTERS };
  await interaction.showModal(textModal(encodeAction({ do: "unhelpful", answerId }), modals.whatWasWrong, [field]));
}

export function handleUnhelpful(bot: BotContext, interaction: ModalSubmitInteraction, answerId: string): Promise<void> {
  return respondWith(bot, interaction, true, async ({ speech, userId }) => {
    const stored = await bot.state.getAnswer(answerId);
    if (stored === null) return payload({ content: speech.texts.feedback.notYours });
    const reason = interaction.fields.getTextInputValue("reason").trim().slice(0, REASON_CHARACTERS);
    await rate(bot, stored, userId, "unhelpful", reason === "" ? null : reason);
    return payload({ content: speech.texts.feedback.thanks });
  });
}

async function rate(
  bot: BotContext,
  { answerId }: StoredAnswer,
  userId: string,
  verdict: "helpful" | "unhelpful",
  reason: string | null,
): Promise<void> {
  await bot.state.saveFeedback({ answerId, userId, verdict, reason, createdAt: bot.clock.now() });
}

/** “Ask about this” below a paper: a form for the question. */
export async function openAskAbout(bot: BotContext, interaction: ButtonInteraction, paperKey: string): Promise<void> {
  const { modals, buttons } = originOfInteraction(bot, interaction).speech.texts;
  const field = { id: "question", label: modals.yourQuestion, required: true, long: true };
  await interaction.showModal(textModal(encodeAction({ do: "ask-about", paperKey }), buttons.askAboutThis, [field]));
}

/** A question about one paper is answered from it. */
export async function handleAskAbout(
  bot: BotContext,
  interaction: ModalSubmitInteraction,
  paperKey: string,
): Promise<void> {
  const origin = originOfInteraction(bot, interaction);
  const text = questionOf(interaction.fields.getTextInputValue("question"));
  if (text === null) return tellAtOnce(interaction, origin.speech.texts.refusals.unreadable);
  const paper = bot.titlesNow()?.byKey(paperKey);
  if (paper !== undefined) noteOpened(bot, origin, paper.paperId);
  await answerInteraction(bot, interaction, { text, ...(paper === undefined ? {} : { about: paper.paperId }) });
}
