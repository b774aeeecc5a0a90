import type { Clock } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";

const EVERY_MS = 60_000;

/** The log of an outage that repeats itself every second or two. */
export interface OutageLog {
  /** Logs a line, or counts it for the next one where there was one within the last minute. */
  failed(fields: object, message: string): void;
  /** Logs that it is over, where it was said to have begun. */
  recovered(fields: object, message: string): void;
}

/** At most one line a minute of what goes on failing; each says how many were left out before it. */
export function createOutageLog(logger: Pick<Logger, "info" | "warn">, clock: Pick<Clock, "elapsedMs">): OutageLog {
  let lastMs = Number.NEGATIVE_INFINITY;
  let leftOut = 0;
  let isTold = false;
  return {
    failed(fields, message) {
      const nowMs = clock.elapsedMs();
      if (nowMs - lastMs < EVERY_MS) {
        leftOut += 1;
        return;
      }
      logger.warn({ ...fields, ...(leftOut === 0 ? {} : { leftOut }) }, message);
      lastMs = nowMs;
      leftOut = 0;
      isTold = true;
    },
    recovered(fields, message) {
      if (!isTold) return;
      isTold = false;
      logger.info({ ...fields, ...(leftOut === 0 ? {} : { leftOut }) }, message);
      leftOut = 0;
    },
  };
}
