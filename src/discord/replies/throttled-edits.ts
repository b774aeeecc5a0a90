import { sleep } from "../../util/sleep.ts";

/**
 * One message that is edited again and again, at most once in `everyMs`. Of several versions that come in between, the
 * latest is sent; the last one always is.
 */
export interface ThrottledEdits<T> {
  /** Sends a version that may be skipped. Failures are reported and passed over. */
  show(version: T): void;
  /** Sends the last version, when its turn has come; later ones are ignored. */
  finish<R>(send: () => Promise<R>): Promise<R>;
}

export function createThrottledEdits<T>(
  edit: (version: T) => Promise<unknown>,
  everyMs: number,
  onFailure: (error: unknown) => void,
): ThrottledEdits<T> {
  let latest: { readonly version: T } | undefined;
  let running: Promise<void> | undefined;
  let finished = false;
  /** By a clock that nobody sets. */
  let freeAt = 0;
  const ended = new AbortController();

  const run = async () => {
    while (latest !== undefined && !finished) {
      const waitMs = freeAt - performance.now();
      if (waitMs > 0) await sleep(waitMs, ended.signal);
      if (finished) return;
      const { version } = latest;
      latest = undefined;
      freeAt = performance.now() + everyMs;
      await edit(version).catch(onFailure);
    }
  };

  return {
    show(version) {
      if (finished) return;
      latest = { version };
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    async finish(send) {
      finished = true;
      ended.abort();
      // An edit under way comes first, or it might arrive last.
      await running;
      const waitMs = freeAt - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      return send();
    },
  };
}
