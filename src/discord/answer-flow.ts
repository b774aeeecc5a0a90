import type { Answer, AnswerEvent } from "../domain/answer.ts";
import type { PaperId } from "../domain/paper.ts";
import { findArxivId } from "../domain/paper-identifiers.ts";
import type { EarlierTurn, PaperFilters, PaperOrder } from "../domain/question.ts";
import { recordOf } from "../domain/stored-answer.ts";
import type { Viewer } from "../domain/visibility.ts";
import type { QueuedAsk } from "./admission/ask-queue.ts";
import { countUse } from "./admission/count-use.ts";
import type { BotContext } from "./bot-context.ts";
import { reportFailure } from "./failures.ts";
import { channelRefusal, type Origin, viewerOf } from "./origin.ts";
import type { Payload } from "./presenters/payload.ts";
import { presentAnswer } from "./presenters/present-answer.ts";
import { reachAnswer, reachThread } from "./reach.ts";
import type { Reply, SentMessage } from "./replies/reply.ts";

/** Papers that an answer is written from; the stage says so. */
const PAPERS_READ = 6;
const TURNS_REMEMBERED = 5;

interface Conversation {
  readonly id: string;
  readonly since?: Date;
}

export interface Question {
  /** Fit to be searched for: see `readQuestion`. */
  readonly text: string;
  /** Only papers that pass these. */
  readonly filters?: PaperFilters;
  /** How papers are listed. */
  readonly order?: PaperOrder;
  /** The answer that it follows. */
  readonly replyTo?: string;
  /** The conversation that it goes on with, where no answer is named; what was said before a time is forgotten. */
  readonly conversation?: Conversation;
  /** The paper that is asked about. */
  readonly about?: PaperId;
  /** True for a question that begins a topic of its own, whatever was said before. */
  readonly isNewTopic?: boolean;
}

/** Where an answer goes, and what that place is. */
export interface Elsewhere {
  readonly reply: Reply;
  readonly origin: Origin;
}

/** Why a question may not be asked here and now, in one sentence; null where it may. Awaits nothing. */
export function gateRefusal(bot: BotContext, origin: Origin): string | null {
  if (bot.isStopping()) return origin.speech.texts.refusals.stopping;
  return channelRefusal(bot, origin) ?? limitRefusal(bot, origin);
}

/** Why somebody must wait who has asked and looked up as much as they or their server may; null for nobody. */
export function limitRefusal(bot: BotContext, origin: Origin): string | null {
  const { refusals } = origin.speech.texts;
  const { userAsksPerHour, serverAsksPerHour } = bot.settings.get(origin.serverId);
  const limits = {
    ...bot.limits,
    userAsksPerHour: userAsksPerHour ?? bot.limits.userAsksPerHour,
    serverAsksPerHour: serverAsksPerHour ?? bot.limits.serverAsksPerHour,
  };
  const admission = bot.windows.check(origin.userId, origin.budgetServerId, limits, bot.clock.now());
  if (admission.kind === "admitted") return null;
  const when = `<t:${Math.ceil(admission.retryAt.getTime() / 1000)}:R>`;
  return admission.whose === "user" ? refusals.userLimit(when) : refusals.serverLimit(when);
}

/** Counts one question or look-up against the limits. */
export function countAsk(bot: BotContext, { userId, budgetServerId }: Origin): void {
  countUse(bot, { userId, serverId: budgetServerId, usedAt: bot.clock.now(), asks: 1, tokens: 0 });
}

/**
 * Takes a question into the queue: one decision, made before anything is awaited.
 *
 * @returns the refusal's text, or the place in the queue; the caller runs the delivery when the turn is over
 */
export function enterQueue(
  bot: BotContext,
  origin: Origin,
  work: (budgetSpent: boolean) => Promise<Delivery | null>,
): { readonly refused: string } | { readonly queued: QueuedAsk<Delivery | null> } {
  const refused = gateRefusal(bot, origin);
  if (refused !== null) return { refused };
  const { userId, budgetServerId } = origin;
  // Looked at when the turn has come: what waited before it has spent its share by then.
  const queued = bot.queue.enter(userId, budgetServerId, () =>
    work(bot.windows.isBudgetSpent(userId, budgetServerId, bot.limits, bot.clock.now())),
  );
  if (queued === null) return { refused: origin.speech.texts.refusals.queueFull };
  countAsk(bot, origin);
  return { queued };
}

/**
 * What is left to do when a question's turn is over: the answer, or why there is none, goes to Discord. Null unless
 * others see it.
 */
export type Delivery = () => Promise<Delivered | null>;

/** An answer that others see, and that was kept. */
export interface Delivered extends SentMessage {
  readonly answerId: string;
  readonly conversationId: string;
}

/**
 * Answers one question, with stages while it works. The answer is kept for its sources and follow-ups. It is delivered
 * by what is returned, after the turn: waiting until an edit is due must not hold up the next question.
 */
export async function answer(
  bot: BotContext,
  origin: Origin,
  question: Question,
  reply: Reply,
  budgetSpent: boolean,
): Promise<Delivery> {
  const { speech } = origin;
  const { texts } = speech;
  // Its turn came too late.
  if (bot.isStopping()) return () => refuse(reply, texts.refusals.interrupted);
  const startedMs = bot.clock.elapsedMs();
  try {
    reply.stage(texts.stages.searching);
    const view = await bot.corpus();
    const viewer = viewerOf(origin, reply.onlyAsker);
    const conversation = await conversationOf(bot, viewer, question);
    const earlier = question.isNewTopic === true ? [] : await earlierTurns(bot, viewer, conversation);
    let tokens = 0;
    const onEvent = (event: AnswerEvent) => {
      if (event.type === "retrieval-end") {
        reply.stage(texts.stages.reading(speech.number(Math.min(PAPERS_READ, event.papers.length))));
      } else if (event.type === "sentence") reply.stage(texts.stages.checking);
      else if (event.type === "tokens-used") tokens += event.tokens;
    };
    const found = await view.ask(
      {
        question: question.text,
        mode: budgetSpent ? "extractive" : "auto",
        ...(question.filters === undefined ? {} : { filters: question.filters }),
        ...(question.order === undefined ? {} : { order: question.order }),
        ...(question.about === undefined ? {} : { about: question.about }),
        ...(earlier.length === 0 ? {} : { after: earlier }),
      },
      { signal: bot.signal, onEvent },
    );
    if (tokens > 0) {
      countUse(bot, {
        userId: origin.userId,
        serverId: origin.budgetServerId,
        usedAt: bot.clock.now(),
        asks: 0,
        tokens,
      });
    }
    const durationMs = Math.round(bot.clock.elapsedMs() - startedMs);
    const { status, mode } = found;
    bot.logger.info({ status, mode, serverId: origin.serverId, durationMs }, "question answered");
    const answerId = await keep(bot, viewer, question, found, conversation);
    const missing = findArxivId(found.question);
    const message = presentAnswer(
      {
        answer: found,
        corpus: { papers: view.titles.size, newest: view.titles.newest },
        budgetSpent,
        answerId,
        followsUp: earlier.length > 0,
        missingId: view.titles.get(missing ?? "") === undefined ? missing : null,
      },
      speech,
    );
    return () => deliver(bot, origin, reply, message, answerId, conversation?.id ?? answerId);
  } catch (error) {
    const text = bot.signal.aborted ? texts.refusals.interrupted : reportFailure(bot, error, origin);
    return () => refuse(reply, text);
  }
}

async function deliver(
  bot: BotContext,
  origin: Origin,
  reply: Reply,
  message: Payload,
  answerId: string | null,
  conversationId: string | null,
): Promise<Delivered | null> {
  try {
    const sent = await reply.finish(message);
    if (sent === null || answerId === null) return null;
    const { channelId, messageId, isDirect = false } = sent;
    // Where that fails, the message can't be replied to; it is there all the same.
    await bot.state
      .linkAnswer(answerId, { serverId: isDirect ? null : origin.serverId, channelId, messageId })
      .catch((error: unknown) => bot.logger.error({ err: error }, "an answer could not be linked to its message"));
    return isDirect ? null : { ...sent, answerId, conversationId: conversationId ?? answerId };
  } catch (error) {
    return refuse(reply, reportFailure(bot, error, origin));
  }
}

async function refuse(reply: Reply, text: string): Promise<null> {
  await reply.refuse(text);
  return null;
}

/** The conversation that a question belongs to; null for a new one. */
async function conversationOf(bot: BotContext, viewer: Viewer, question: Question): Promise<Conversation | null> {
  if (question.replyTo !== undefined) {
    const parent = await reachAnswer(bot, question.replyTo, viewer);
    return parent === null ? null : { id: parent.conversationId };
  }
  if (question.conversation !== undefined) return question.conversation;
  if (viewer.serverId === null) return null;
  // In a thread that the bot opened, each question goes on with the thread's conversation.
  const thread = await reachThread(bot, viewer);
  return thread === null ? null : { id: thread.conversationId };
}

/** What was said before, as far as everybody may see it who will see the answer. */
async function earlierTurns(
  bot: BotContext,
  viewer: Viewer,
  conversation: Conversation | null,
): Promise<EarlierTurn[]> {
  const turns =
    conversation === null
      ? []
      : await bot.state.listTurns(conversation.id, TURNS_REMEMBERED, viewer, conversation.since);
  return turns.map(({ question, record }) => ({
    question,
    ...(record.shown === undefined ? {} : { shown: record.shown }),
  }));
}

/** Stores the answer. One that can't be stored is shown all the same, without the buttons that need it. */
async function keep(
  bot: BotContext,
  { userId, serverId, channelId, alone }: Viewer,
  question: Question,
  found: Answer,
  conversation: Conversation | null,
): Promise<string | null> {
  const answerId = bot.newId();
  try {
    await bot.state.saveAnswer({
      answerId,
      conversationId: conversation?.id ?? answerId,
      userId,
      serverId,
      channelId,
      visibility: alone ? "private" : "public",
      messageId: null,
      question: question.text,
      record: recordOf(found),
      createdAt: bot.clock.now(),
    });
    return answerId;
  } catch (error) {
    bot.logger.error({ err: error }, "an answer could not be kept");
    return null;
  }
}
