import type { Clock } from "../ports/clock.ts";
import type { RetentionStore } from "../ports/retention-store.ts";
import type { BotContext } from "./bot-context.ts";

/** Notes which servers the bot is in, deletes what has expired, and brings the database in order. For every hour. */
export async function tidyUp(retention: RetentionStore, serverIds: readonly string[], clock: Clock): Promise<void> {
  const now = clock.now();
  if (serverIds.length > 0) await retention.noteServers(serverIds, now);
  await retention.prune(now);
  await retention.tidy();
}

/** Deletes what a server leaves behind that has removed the bot. */
export async function forgetServer(
  { retention, settings, clock, logger }: Pick<BotContext, "retention" | "settings" | "clock" | "logger">,
  serverId: string,
): Promise<void> {
  const rows = await retention.deleteServer(serverId, clock.now());
  await settings.reload();
  logger.info({ serverId, rows }, "removed from a server: what was kept of it is deleted");
}
