import { type ChatInputCommandInteraction, type MessageContextMenuCommandInteraction, MessageFlags } from "discord.js";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { PAPER_ORDERS, type PaperFilters, type PaperOrder } from "../../domain/question.ts";
import { readSince, readUntil } from "../../util/dates.ts";
import { MAX_QUESTION_CHARACTERS, readQuestion } from "../../util/read-question.ts";
import { answer, type Elsewhere, enterQueue, type Question } from "../answer-flow.ts";
import type { BotContext } from "../bot-context.ts";
import type { Reply } from "../replies/reply.ts";
import { type Answerable, isForAskerOnly, originOfInteraction, replyTo, tellAtOnce } from "./respond.ts";
import { openThreadBelow } from "./threads.ts";

/** `/ask question: since: until: author: upvotes: source: sort: show:` */
export async function handleAsk(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const show = interaction.options.getString("show");
  const { refusals } = originOfInteraction(bot, interaction).speech.texts;
  const question = questionOf(interaction.options.getString("question", true));
  if (question === null) return tellAtOnce(interaction, refusals.unreadable);
  const narrowed = readFilterOptions(interaction, bot.clock.now());
  if (narrowed === null) return tellAtOnce(interaction, refusals.badDate);
  await answerInteraction(bot, interaction, { text: question, ...narrowed }, { show });
}

/** The message command: the message's text is the question. */
export async function handleAskAboutThis(
  bot: BotContext,
  interaction: MessageContextMenuCommandInteraction,
): Promise<void> {
  const { refusals } = originOfInteraction(bot, interaction).speech.texts;
  const { content, embeds } = interaction.targetMessage;
  const written = content.trim() === "" ? (embeds[0]?.description ?? embeds[0]?.title ?? "") : content;
  const question = questionOf(withoutMentions(written).slice(0, MAX_QUESTION_CHARACTERS));
  if (question === null) return tellAtOnce(interaction, refusals.noText);
  // What only its reader sees is not quoted to others.
  const isEphemeral = interaction.targetMessage.flags.has(MessageFlags.Ephemeral);
  await answerInteraction(bot, interaction, { text: question }, isEphemeral ? { show: "asker" } : {});
}

interface AnswerOptions {
  readonly show?: string | null;
  /** Where the answer goes instead of the interaction's own response, which the asker alone sees then. */
  readonly elsewhere?: (reply: Reply) => Promise<Elsewhere>;
}

/** Decides, acknowledges, and answers when the question's turn has come. */
export async function answerInteraction(
  bot: BotContext,
  interaction: Answerable,
  question: Question,
  options: AnswerOptions = {},
): Promise<void> {
  const origin = originOfInteraction(bot, interaction);
  const onlyAsker = options.elsewhere !== undefined || isForAskerOnly(bot, origin, options.show);
  const reply = replyTo(bot, interaction, onlyAsker);
  // Whether there is room is settled at once; whether Discord still waits for an answer shows a moment later.
  let acknowledged: Promise<boolean> = Promise.resolve(false);
  let begun = false;
  const entry = enterQueue(bot, origin, async (budgetSpent) => {
    begun = true;
    // Why the acknowledgement failed is told below.
    if (!(await acknowledged.catch(() => false))) return null;
    const target = options.elsewhere === undefined ? { reply, origin } : await options.elsewhere(reply);
    return answer(bot, target.origin, question, target.reply, budgetSpent);
  });
  if ("refused" in entry) return tellAtOnce(interaction, entry.refused);
  acknowledged = reply.acknowledge();
  await acknowledged;
  if (entry.queued.ahead > 0 && !begun) {
    reply.stage(origin.speech.texts.stages.waiting(origin.speech.number(entry.queued.ahead)));
  }
  const deliver = await entry.queued.result;
  const delivered = (await deliver?.()) ?? null;
  if (delivered !== null && options.elsewhere === undefined) {
    await openThreadBelow(bot, interaction, origin, question.text, delivered);
  }
}

/** A text fit to be searched for, or null. */
export function questionOf(text: string): string | null {
  return orNull(() => readQuestion(text));
}

/** Mentions of people, roles, channels and custom emoji say nothing about papers. */
export function withoutMentions(text: string): string {
  return text.replace(/<(?:@[!&]?|#|a?:\w+:|\/[^:>]+:)\d+>/gu, " ").trim();
}

export interface FilterOptions {
  readonly filters?: PaperFilters;
  readonly order?: PaperOrder;
}

const orderSchema = z.enum(PAPER_ORDERS);
const LONGEST_NAME = 100;

/** What a command's options say about which papers count; null for a date that can't be read. */
export function readFilterOptions(
  { options }: Pick<ChatInputCommandInteraction, "options">,
  now: Date,
): FilterOptions | null {
  const [since, until] = [options.getString("since"), options.getString("until")];
  const day = since === null ? undefined : orNull(() => readSince(since, now));
  const last = until === null ? undefined : orNull(() => readUntil(until, now));
  if (day === null || last === null) return null;
  const name = (option: string) => options.getString(option)?.trim().slice(0, LONGEST_NAME) || undefined;
  const [author, source, minUpvotes] = [name("author"), name("source"), options.getInteger("upvotes")];
  const order = orderSchema.safeParse(options.getString("sort"));
  const filters: PaperFilters = {
    ...(day === undefined ? {} : { since: day }),
    ...(last === undefined ? {} : { until: last }),
    ...(author === undefined ? {} : { author }),
    ...(minUpvotes === null ? {} : { minUpvotes }),
    ...(source === undefined ? {} : { source }),
  };
  return {
    ...(Object.keys(filters).length === 0 ? {} : { filters }),
    ...(order.success ? { order: order.data } : {}),
  };
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError && error.code === "USAGE_INVALID") return null;
    throw error;
  }
}
