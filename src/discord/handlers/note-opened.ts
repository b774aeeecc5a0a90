import type { PaperId } from "../../domain/paper.ts";
import type { BotContext } from "../bot-context.ts";
import type { Origin } from "../origin.ts";

/** Remembers that somebody of a server looked closer at a paper: its digests learn from that. Nothing waits for it. */
export function noteOpened(bot: BotContext, { serverId, userId }: Origin, paperId: PaperId): void {
  if (serverId === null) return;
  bot.interests
    .addSignal({ serverId, userId, paperId, signal: "opened" }, bot.clock.now())
    .catch((error: unknown) => bot.logger.error({ err: error }, "an interest could not be kept"));
}
