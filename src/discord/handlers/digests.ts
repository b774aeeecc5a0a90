import {
  type APIInteractionDataResolvedChannel,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type GuildBasedChannel,
  PermissionFlagsBits,
  PermissionsBitField,
  TimestampStyles,
  time as timestamp,
} from "discord.js";
import { digestPeriod } from "../../digest/digest-period.ts";
import { isZone, nextRun, weekOf } from "../../digest/next-run.ts";
import { readTopics } from "../../digest/read-topics.ts";
import { runOnce } from "../../digest/send-digests.ts";
import { AppError } from "../../domain/errors.ts";
import { DIGEST_STYLES, type Schedule, type Subscription } from "../../domain/subscription.ts";
import type { BotContext } from "../bot-context.ts";
import { isNotAllowed } from "../discord-errors.ts";
import { LIMITS } from "../limits.ts";
import type { Origin } from "../origin.ts";
import { escapeText } from "../presenters/markdown.ts";
import { payload } from "../presenters/payload.ts";
import { presentDigest } from "../presenters/present-digest.ts";
import { respondToManager } from "./managed-server.ts";

/** What the bot needs where it posts a digest, and looks whether it did. */
const NEEDED = new PermissionsBitField([
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.EmbedLinks,
  PermissionFlagsBits.ReadMessageHistory,
]);

/** Zones while somebody types. */
export async function completeZone(interaction: AutocompleteInteraction): Promise<void> {
  const typed = interaction.options.getFocused().toLowerCase().replace(/\s+/gu, "_");
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  const begins = zones.filter((zone) =>
    zone
      .toLowerCase()
      .split("/")
      .some((part) => part.startsWith(typed)),
  );
  const holds = zones.filter((zone) => zone.toLowerCase().includes(typed) && !begins.includes(zone));
  const choices = [...begins, ...holds].slice(0, LIMITS.choices);
  await interaction.respond(choices.map((zone) => ({ name: zone, value: zone })));
}

/** `/digest subscribe` */
export function handleSubscribe(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const { options } = interaction;
  const channel = options.getChannel("channel", true);
  const style = DIGEST_STYLES.find((known) => known === options.getString("style")) ?? "full";
  return respondToManager(bot, interaction, async ({ speech, userId }, serverId) => {
    const { digest } = speech.texts;
    const [asked, zone] = [options.getString("time", true).trim(), options.getString("timezone", true).trim()];
    const clockTime = /^(?:[01]?\d|2[0-3]):[0-5]\d$/u.test(asked) ? asked.padStart(5, "0") : null;
    if (clockTime === null) return payload({ content: digest.badTime(escapeText(asked)) });
    if (!isZone(zone)) return payload({ content: digest.badZone(escapeText(zone)) });
    const topics = topicsIn(options.getString("topics"));
    if (typeof topics === "string") return payload({ content: escapeText(topics) });
    if (isForeign(channel, serverId)) return payload({ content: digest.foreignChannel });
    const missing = await missingIn(channel, interaction);
    if (missing.length > 0) return payload({ content: digest.missing(`<#${channel.id}>`, missing.join(", ")) });
    const schedule: Schedule = { day: options.getInteger("day", true), time: clockTime, zone };
    const now = bot.clock.now();
    const subscription: Subscription = {
      serverId,
      channelId: channel.id,
      userId,
      schedule,
      topics,
      style,
      silent: options.getBoolean("silent") ?? true,
      crosspost: options.getBoolean("crosspost") ?? false,
      createdAt: now,
      next: nextRun(schedule, now),
      disabled: null,
    };
    await bot.digests.store.saveSubscription(subscription);
    return payload({ content: sayWhen(subscription, digest.subscribed, speech) });
  });
}

/** `/digest preview`: to the person alone. */
export function handleDigestPreview(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  return respondToManager(bot, interaction, async ({ speech }, serverId) => {
    const topics = topicsIn(interaction.options.getString("topics"));
    if (typeof topics === "string") return payload({ content: escapeText(topics) });
    const request = { period: digestPeriod({}, bot.clock.now()), topics };
    const digest = await bot.digests.compose(serverId, request, bot.signal);
    return presentDigest(digest, "full", speech, null);
  });
}

/** `/digest list` */
export function handleDigestList(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  return respondToManager(bot, interaction, async ({ speech }, serverId) => {
    const subscriptions = await bot.digests.store.listSubscriptions(serverId);
    const lines = subscriptions.map((subscription) => {
      const line = sayWhen(subscription, speech.texts.digest.entry, speech);
      const topics = subscription.topics.length === 0 ? "" : `\n-# ${escapeText(subscription.topics.join(", "))}`;
      return `• ${line}${subscription.disabled === null ? "" : ` ⚠️ ${escapeText(subscription.disabled)}`}${topics}`;
    });
    return payload({ content: lines.length === 0 ? speech.texts.digest.none : lines.join("\n") });
  });
}

/** `/digest unsubscribe` */
export function handleUnsubscribe(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const { id } = interaction.options.getChannel("channel", true);
  return respondToManager(bot, interaction, async ({ speech }, serverId) => {
    const { digest } = speech.texts;
    const removed = await bot.digests.store.removeSubscription(serverId, id);
    return payload({ content: removed ? digest.unsubscribed(`<#${id}>`) : digest.notSubscribed(`<#${id}>`) });
  });
}

/** `/digest now`: this week's digest of a channel before its time; it is then not posted again. */
export function handleDigestNow(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const channelId = interaction.options.getChannel("channel")?.id ?? interaction.channelId;
  return respondToManager(bot, interaction, async ({ speech }, serverId) => {
    const { digest } = speech.texts;
    const name = `<#${channelId}>`;
    const subscriptions = await bot.digests.store.listSubscriptions(serverId);
    const subscription = subscriptions.find((known) => known.channelId === channelId);
    if (subscription === undefined) return payload({ content: digest.notSubscribed(name) });
    const now = bot.clock.now();
    const week = weekOf(now, subscription.schedule.zone);
    const outcome = await runOnce(bot.digests, subscription, { week, dueAt: now }, bot.signal);
    if (outcome !== "failed" && subscription.next.week === week) {
      await bot.digests.store.advance(subscription, nextRun(subscription.schedule, subscription.next.dueAt));
    }
    if (outcome === "before") return payload({ content: digest.already(name, week) });
    return payload({ content: outcome === "sent" ? digest.posted(name) : digest.mayNotPost });
  });
}

/** The topics, or why they can't be taken. */
function topicsIn(text: string | null): string[] | string {
  try {
    return readTopics(text ?? "");
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

type PickedChannel = GuildBasedChannel | APIInteractionDataResolvedChannel | { readonly id: string };

function isForeign(channel: PickedChannel, serverId: string): boolean {
  return "guildId" in channel && channel.guildId !== serverId;
}

/** The permissions that the bot lacks in a channel, by their names. */
async function missingIn(channel: PickedChannel, interaction: ChatInputCommandInteraction): Promise<string[]> {
  const stated = "app_permissions" in channel ? channel.app_permissions : undefined;
  const has =
    typeof stated === "string" ? new PermissionsBitField(BigInt(stated)) : await permittedIn(channel, interaction);
  return has.missing(NEEDED).map((name) => `“${name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")}”`);
}

/** What the bot may do in a channel. What a command says of it lacks the channel's own rules, so these are asked for. */
async function permittedIn(
  { id }: PickedChannel,
  { guild, client }: ChatInputCommandInteraction,
): Promise<Readonly<PermissionsBitField>> {
  const me = guild?.members.me ?? null;
  try {
    const channel = await client.channels.fetch(id, { force: true });
    return me !== null && channel !== null && "permissionsFor" in channel ? channel.permissionsFor(me) : NEEDED;
  } catch (error) {
    if (isNotAllowed(error)) return new PermissionsBitField(0n);
    throw error;
  }
}

function sayWhen(
  { channelId, schedule, next }: Subscription,
  say: (channel: string, day: string, time: string, zone: string, next: string) => string,
  speech: Origin["speech"],
): string {
  const nextTime = timestamp(next.dueAt, TimestampStyles.LongDateShortTime);
  return say(`<#${channelId}>`, speech.weekday(schedule.day), schedule.time, schedule.zone, nextTime);
}
