import { DiscordjsError, DiscordjsErrorCodes, HTTPError } from "discord.js";
import { AppError } from "../domain/errors.ts";
import { sleep } from "../util/sleep.ts";
import { isConnectionFailure, loggable } from "./discord-errors.ts";
import type { OutageLog } from "./outage-log.ts";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/** Makes calls again that failed on the way or in Discord, with growing pauses: a crash loop would cost sessions. */
export async function withRetries(outages: OutageLog, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionFailure(error) && !(error instanceof HTTPError && error.status >= 500)) throw error;
      const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
      outages.failed({ ...loggable(error), waitMs }, "Discord can't be reached");
      await sleep(waitMs, signal);
      signal.throwIfAborted();
    }
  }
}

/** The client's or Discord's refusal as one sentence. */
export function refusal(error: unknown): unknown {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return tokenRefused(error);
  if (error instanceof Error && "status" in error && error.status === 401) return tokenRefused(error);
  if (error instanceof Error && "status" in error && error.status === 403) {
    return new AppError(
      "CONFIG_INVALID",
      "Discord lets the bot register no commands there: add it to the server of DISCORD_GUILD_ID with the link that “npm run footnote -- doctor” prints, or leave that variable empty.",
      { cause: error },
    );
  }
  return error instanceof AppError || (error instanceof Error && error.name === "AbortError")
    ? error
    : new AppError("DISCORD_FAILED", "Discord could not be reached.", { cause: error, retryable: true });
}

function tokenRefused(cause: unknown): AppError {
  return new AppError(
    "CONFIG_INVALID",
    "Discord refuses DISCORD_TOKEN: copy the token from the application's “Bot” page, or reset it there.",
    { cause },
  );
}

/** A gateway connection that Discord closed for good. */
export function refusedBy(code: number): AppError {
  if (code === 4004) return tokenRefused(code);
  return new AppError("DISCORD_FAILED", `Discord has closed the connection for good (code ${code}).`);
}
