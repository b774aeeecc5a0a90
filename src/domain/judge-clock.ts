const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A bot that was off for longer than this waits for a day before it deletes. */
const PLAUSIBLE_PAUSE_MS = 8 * DAY_MS;
/** Clocks of several machines differ by less. */
const PLAUSIBLE_STEP_BACK_MS = HOUR_MS;
const HELD_MS = DAY_MS;
const FORGOTTEN_MS = 30 * DAY_MS;

/** What is remembered of the clock from one deletion of expired things to the next. */
export interface ClockRecord {
  /** When things were deleted last; null for never. */
  readonly prunedAt: Date | null;
  /** Since when the clock shows a time that was not believed; null where it was. */
  readonly doubtedAt: Date | null;
}

export interface ClockJudgement {
  readonly trusted: boolean;
  readonly record: ClockRecord;
}

/**
 * Whether a clock may be believed that decides what has expired. One that jumped, by more than eight days forward or an
 * hour back, is believed when it has held for a day: a wrong clock that is put right again costs nothing.
 */
export function judgeClock(now: Date, { prunedAt, doubtedAt }: ClockRecord): ClockJudgement {
  const trusted: ClockJudgement = { trusted: true, record: { prunedAt: now, doubtedAt: null } };
  if (prunedAt === null) return trusted;
  const pause = now.getTime() - prunedAt.getTime();
  if (pause >= -PLAUSIBLE_STEP_BACK_MS && pause <= PLAUSIBLE_PAUSE_MS) return trusted;
  const held = doubtedAt === null ? -1 : now.getTime() - doubtedAt.getTime();
  if (held >= HELD_MS && held <= FORGOTTEN_MS) return trusted;
  const goesOn = held >= 0 && held < HELD_MS;
  return { trusted: false, record: { prunedAt, doubtedAt: goesOn ? doubtedAt : now } };
}
