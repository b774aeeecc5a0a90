import type { Language } from "../domain/server-settings.ts";
import type { Viewer } from "../domain/visibility.ts";
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
  /** The server whose limits and budget count; null in direct messages, and where only the person has the bot. */
  readonly budgetServerId: string | null;
  /** True in the direct messages of one person with the bot, which nobody else reads. */
  readonly isDirect: boolean;
  readonly speech: Speech;
}

interface WhereFrom {
  readonly userId: string;
  readonly serverId: string | null;
  readonly channelId: string | null;
  readonly parentChannelId?: string | null | undefined;
  /** False where only the person has installed the bot. Default true. */
  readonly atHome?: boolean;
  readonly isDirect?: boolean;
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
    budgetServerId: from.atHome === false ? null : from.serverId,
    isDirect: from.isDirect === true,
    speech: speechOf(languageFor(from.locale, settled)),
  };
}

/** The viewer of what is made for an origin, seen by everybody there or by the asker alone. */
export function viewerOf(
  { userId, serverId, channelId, parentChannelId, isDirect }: Omit<Origin, "speech">,
  onlyAsker: boolean,
): Viewer {
  return { userId, serverId, channelId, parentChannelId, alone: onlyAsker || isDirect };
}

/** Why the bot keeps silent in this channel, in one sentence; null where it may answer. */
export function channelRefusal(bot: Pick<BotContext, "settings">, origin: Origin): string | null {
  const { allowedChannels } = bot.settings.get(origin.serverId);
  if (allowedChannels.length === 0) return null;
  if (allowedChannels.includes(origin.channelId) || allowedChannels.includes(origin.parentChannelId ?? "")) return null;
  return origin.speech.texts.refusals.channels(allowedChannels.map((id) => `<#${id}>`).join(", "));
}
