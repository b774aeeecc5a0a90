/** Time, injected so that tests own it. */
export interface Clock {
  /** Wall-clock time, for what is stored or shown. */
  now(): Date;
  /** Monotonic milliseconds, for durations. */
  elapsedMs(): number;
}
