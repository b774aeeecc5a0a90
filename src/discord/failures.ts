import { randomBytes } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import type { BotContext } from "./bot-context.ts";
import { loggable } from "./discord-errors.ts";
import type { Origin } from "./origin.ts";

/**
 * Logs an error under a reference id, and returns the sentence for the asker: what they can do about it where it is
 * theirs, else the reference.
 */
export function reportFailure(
  bot: Pick<BotContext, "logger">,
  error: unknown,
  { speech }: Pick<Origin, "speech">,
): string {
  const { refusals } = speech.texts;
  if (error instanceof AppError && error.code === "USAGE_INVALID") return refusals.unreadable;
  const reference = randomBytes(4).toString("hex");
  bot.logger.error({ reference, ...loggable(error) }, "an interaction failed");
  return refusals.failed(reference);
}
