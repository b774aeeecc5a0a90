import { randomBytes } from "node:crypto";
import { AppError, type AppErrorCode } from "../domain/errors.ts";
import type { BotContext } from "./bot-context.ts";
import { loggable } from "./discord-errors.ts";
import type { Texts } from "./locales/texts.ts";
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
  return sayCode(error instanceof AppError ? error.code : null, refusals)(reference);
}

/** What is worth telling people apart; whatever else goes wrong, the reference leads to it. */
function sayCode(code: AppErrorCode | null, refusals: Texts["refusals"]): (reference: string) => string {
  switch (code) {
    case "INDEX_MISSING":
      return refusals.indexGone;
    case "INDEX_DAMAGED":
    case "INDEX_SILENT":
    case "ACCESS_DENIED":
      return refusals.indexUnreadable;
    case "EMBEDDER_FAILED":
    case "MODEL_FILE_MISSING":
    case "MODEL_FILE_DAMAGED":
      return refusals.readerFailed;
    default:
      return refusals.failed;
  }
}
