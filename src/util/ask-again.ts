export interface AskAgainOptions {
  /** Pauses before the second answer, the third and so on, in milliseconds. */
  readonly pausesMs: readonly number[];
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** Pauses before a service is asked again for a page that was not what it should be. */
export const PAGE_PAUSES_MS = [1_000, 2_000, 4_000];

/**
 * Asks until an answer is good, with a pause before each further try. Errors and aborts pass through.
 *
 * @returns the good answer, or all that came, the last one last
 */
export async function askAgain<T>(
  ask: (isAgain: boolean) => Promise<T>,
  isGood: (answer: T) => boolean,
  { pausesMs, sleep, signal }: AskAgainOptions,
): Promise<{ readonly good: T } | { readonly poor: readonly T[] }> {
  const poor: T[] = [];
  for (const pauseMs of [0, ...pausesMs]) {
    if (pauseMs > 0) {
      await sleep(pauseMs, signal);
      signal?.throwIfAborted();
    }
    const answer = await ask(pauseMs > 0);
    if (isGood(answer)) return { good: answer };
    poor.push(answer);
  }
  return { poor };
}
