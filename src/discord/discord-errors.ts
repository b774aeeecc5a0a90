import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from "discord.js";
import { systemErrorCode } from "../domain/errors.ts";

/** Discord's error codes that the bot has an answer to. */
export const DISCORD_ERROR = {
  unknownChannel: RESTJSONErrorCodes.UnknownChannel,
  unknownMessage: RESTJSONErrorCodes.UnknownMessage,
  unknownWebhook: RESTJSONErrorCodes.UnknownWebhook,
  unknownInteraction: RESTJSONErrorCodes.UnknownInteraction,
  alreadyAcknowledged: RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  missingAccess: RESTJSONErrorCodes.MissingAccess,
  cannotMessageUser: RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  missingPermissions: RESTJSONErrorCodes.MissingPermissions,
  invalidWebhookToken: RESTJSONErrorCodes.InvalidWebhookToken,
  threadExists: RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage,
} as const;

export type DiscordErrorName = keyof typeof DISCORD_ERROR;

/** True when Discord refused a call for one of the named reasons. */
export function isDiscordError(error: unknown, ...names: readonly DiscordErrorName[]): boolean {
  return error instanceof DiscordAPIError && names.some((name) => error.code === DISCORD_ERROR[name]);
}

/** The interaction's token no longer works: Discord's word counts, not the clock of this machine. */
export function isTokenExpired(error: unknown): boolean {
  return isDiscordError(error, "invalidWebhookToken", "unknownWebhook", "unknownInteraction");
}

/** Discord failed, or the way to it: the same call may work a moment later. */
export function isDiscordDown(error: unknown): boolean {
  const failed = error instanceof HTTPError || error instanceof DiscordAPIError ? error.status >= 500 : false;
  return failed || isConnectionFailure(error);
}

/** The bot may not post where it tried to. */
export function isNotAllowed(error: unknown): boolean {
  return isDiscordError(error, "missingPermissions", "missingAccess");
}

/** The connection to Discord failed, before or after the call arrived. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "AbortError" || error.name === "TimeoutError") return true;
  return /^(?:ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|UND_ERR)/u.test(systemErrorCode(error) ?? "");
}

/** What may be logged of an error: no token of an interaction, which stands in Discord's addresses. */
export function loggable(error: unknown): object {
  if (error instanceof DiscordAPIError) return { code: error.code, status: error.status, reason: error.message };
  if (!(error instanceof Error)) return { reason: String(error) };
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { name: error.name, reason: error.message, stack: error.stack, ...cause };
}
