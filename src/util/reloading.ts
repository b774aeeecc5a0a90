/** A value that is opened when first asked for, and anew when its version changes. */
export interface Reloading<T> {
  /** The value of the newest version that could be opened. Throws only while there has never been one. */
  current(): Promise<T>;
  /** Opens the value anew, though its version is the same: what it was read from had gone. Throws where it can't be. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export interface ReloadingOptions<T> {
  /** Cheap: it is asked every `checkMs`. */
  readVersion(): Promise<number>;
  open(): Promise<{ readonly version: number; readonly value: T }>;
  closeValue(value: T): Promise<void>;
  /** A new version could not be opened; the old value stays in use. */
  onFailure(error: unknown): void;
  /** Monotonic milliseconds. */
  elapsedMs(): number;
  readonly checkMs: number;
  /** How long a replaced value stays open for those who still use it. */
  readonly graceMs: number;
}

export function createReloading<T>(options: ReloadingOptions<T>): Reloading<T> {
  let opened: Promise<{ readonly version: number; readonly value: T }> | undefined;
  let renewing: Promise<void> | undefined;
  let checkedMs = 0;
  let checking = false;
  const retired = new Map<NodeJS.Timeout, T>();

  const retire = (value: T) => {
    const timer = setTimeout(() => {
      retired.delete(timer);
      options.closeValue(value).catch(options.onFailure);
    }, options.graceMs);
    timer.unref();
    retired.set(timer, value);
  };

  /** Runs beside whoever asked: nobody waits for a newer version. */
  const check = async (known: { readonly version: number; readonly value: T }) => {
    try {
      if ((await options.readVersion()) === known.version) return;
      const newer = await options.open();
      opened = Promise.resolve(newer);
      retire(known.value);
    } catch (error) {
      options.onFailure(error);
    } finally {
      checking = false;
    }
  };

  return {
    async current() {
      if (opened === undefined) {
        opened = options.open();
        checkedMs = options.elapsedMs();
        // The next call tries again.
        opened.catch(() => {
          opened = undefined;
        });
      }
      const known = await opened;
      if (!checking && options.elapsedMs() - checkedMs >= options.checkMs) {
        checking = true;
        checkedMs = options.elapsedMs();
        check(known).catch(options.onFailure);
      }
      return known.value;
    },
    renew() {
      renewing ??= (async () => {
        const known = await opened?.catch(() => undefined);
        const newer = await options.open();
        opened = Promise.resolve(newer);
        if (known !== undefined) retire(known.value);
      })().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    async close() {
      const last = await opened?.catch(() => undefined);
      opened = undefined;
      const values = [...retired.values(), ...(last === undefined ? [] : [last.value])];
      for (const timer of retired.keys()) clearTimeout(timer);
      retired.clear();
      await Promise.all(values.map((value) => options.closeValue(value)));
    },
  };
}
