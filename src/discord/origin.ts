import type { Language } from "../domain/server-settings.ts";
import type { BotContext } from "./bot-context.ts";
import { languageFor, type Speech, speechOf } from "./locales/languages.ts";

/** Who asks, where, and in which language they are answered. */
export interface Origin {
  readonly userId: string;
  /** Null outside servers. */
  readonly serverId: string | null;
  readonly channelId: string;
  /** The channel that a thread belongs to; null for a channel of its own. */
  readonly parentChannelId: string | null;
  readonly speech: Speech;
}

interface WhereFrom {
  readonly userId: string;
  readonly serverId: string | null;
  readonly channelId: string | null;
  readonly parentChannelId?: string | null | undefined;
  /** A locale of Discord's, where it is known. */
  readonly locale?: string | null | undefined;
}

export function originOf(bot: Pick<BotContext, "settings">, from: WhereFrom): Origin {
  const settled: Language | "auto" = bot.settings.get(from.serverId).language;
  return {
    userId: from.userId,
    serverId: from.serverId,
    channelId: from.channelId ?? "",
    parentChannelId: from.parentChannelId ?? null,
    speech: speechOf(languageFor(from.locale, settled)),
  };
}

/** Why the bot keeps silent in this channel, in one sentence; null where it may answer. */
export function channelRefusal(bot: Pick<BotContext, "settings">, origin: Origin): string | null {
  const { allowedChannels } = bot.settings.get(origin.serverId);
  if (allowedChannels.length === 0) return null;
  if (allowedChannels.includes(origin.channelId) || allowedChannels.includes(origin.parentChannelId ?? "")) return null;
  return origin.speech.texts.refusals.channels(allowedChannels.map((id) => `<#${id}>`).join(", "));
}
