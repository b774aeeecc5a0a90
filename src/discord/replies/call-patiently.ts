import { isDiscordDown } from "../discord-errors.ts";

/** Waits so many milliseconds, or less when the process must end. */
export type Pause = (ms: number) => Promise<void>;

/** Pauses before a call is made again that Discord failed at. */
const PAUSES_MS = [500, 2_000, 5_000];

/**
 * Makes a call again that Discord failed at, or whose connection broke, with growing pauses: for what is too good to
 * lose, and may be made twice without harm. Throws what the last try threw.
 */
export async function callPatiently<T>(call: () => Promise<T>, pause: Pause): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await call();
    } catch (error) {
      if (!isDiscordDown(error)) throw error;
      await pause(pauseMs);
    }
  }
  return call();
}
