import { sleep } from "../../util/sleep.ts";
import { isConnectionFailure } from "../discord-errors.ts";

/** Pauses before a call is made again: a first response is due within 3 s. */
const PAUSES_MS = [150, 600];

/**
 * Makes a call again whose connection broke: nobody knows whether it arrived, so it must be one that can be made twice
 * without harm. The client's own retries cover Discord's errors, and not all broken connections.
 */
export async function callAgain<T>(call: () => Promise<T>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await call();
    } catch (error) {
      if (!isConnectionFailure(error)) throw error;
      await sleep(pauseMs);
    }
  }
  return call();
}
