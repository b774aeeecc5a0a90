import { type ButtonInteraction, MessageFlags, type ModalSubmitInteraction } from "discord.js";
import type { StoredAnswer } from "../../domain/stored-answer.ts";
import type { BotContext } from "../bot-context.ts";
import { encodeAction } from "../custom-ids.ts";
import { viewerOf } from "../origin.ts";
import { payload } from "../presenters/payload.ts";
import { presentSources } from "../presenters/present-answer.ts";
import { reachAnswer } from "../reach.ts";
import { answerInteraction, questionOf } from "./ask.ts";
import { textModal } from "./modals.ts";
import { noteOpened } from "./note-opened.ts";
import { isForAskerOnlyBelow, originOfInteraction, respondWith, tellAtOnce } from "./respond.ts";
import { mayOpenThreads, replyBeside, replyInThread } from "./threads.ts";

const REASON_CHARACTERS = 500;

/** “Sources”: to whoever asks for them, alone. */
export function handleSources(bot: BotContext, interaction: ButtonInteraction, answerId: string): Promise<void> {
  return respondWith(bot, interaction, true, async (origin) => {
    const { speech } = origin;
    const stored = await reachAnswer(bot, answerId, viewerOf(origin, true));
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
  const { message } = interaction;
  const onlyAsker = isForAskerOnlyBelow(bot, origin, message);
  const wanted = bot.settings.get(origin.serverId).threads !== "never";
  const isPublic = message !== null && !message.flags.has(MessageFlags.Ephemeral);
  const question = { text, replyTo: answerId };
  if (!wanted || !isPublic || !mayOpenThreads(interaction)) {
    return answerInteraction(bot, interaction, question, onlyAsker ? { show: "asker" } : {});
  }
  await answerInteraction(bot, interaction, question, {
    elsewhere: async (reply) =>
      (await replyInThread(bot, interaction, origin, text, { answerId, message }, reply)) ??
      (onlyAsker ? { reply, origin } : { reply: replyBeside(bot, interaction), origin }),
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
  const origin = originOfInteraction(bot, interaction);
  const text = questionOf(interaction.fields.getTextInputValue("question"));
  if (text === null) return tellAtOnce(interaction, origin.speech.texts.refusals.unreadable);
  const question = { text, replyTo: answerId, isNewTopic: true };
  const onlyAsker = isForAskerOnlyBelow(bot, origin, interaction.message);
  await answerInteraction(bot, interaction, question, onlyAsker ? { show: "asker" } : {});
}

/** 👍 */
export function handleHelpful(bot: BotContext, interaction: ButtonInteraction, answerId: string): Promise<void> {
  return respondWith(bot, interaction, true, async (origin) => {
    const { speech, userId } = origin;
    const stored = await reachAnswer(bot, answerId, viewerOf(origin, true));
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
  return respondWith(bot, interaction, true, async (origin) => {
    const { speech, userId } = origin;
    const stored = await reachAnswer(bot, answerId, viewerOf(origin, true));
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
  const question = { text, ...(paper === undefined ? {} : { about: paper.paperId }) };
  const onlyAsker = isForAskerOnlyBelow(bot, origin, interaction.message);
  await answerInteraction(bot, interaction, question, onlyAsker ? { show: "asker" } : {});
}
