import { AppError } from "../domain/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";
import { within } from "../util/within.ts";

/** How something is, in plain words for whoever runs the bot: no secret, no id, no path. */
export interface Finding {
  readonly ok: boolean;
  readonly why: string;
}

/** One thing that the bot needs. */
export interface Check {
  readonly name: string;
  /** Between two looks. */
  readonly everyMs: number;
  /** A look that takes longer has failed. */
  readonly deadlineMs: number;
  /** Throws where it can't be well. */
  look(): Promise<Finding>;
  /** What an error of `look` means. */
  explain(error: unknown): string;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, Finding>>;
}

/** Looks in the background, so that whoever asks is answered at once with what was seen last. */
export interface HealthWatch {
  read(): HealthReport;
  /** Looks no more; what is read says why. */
  stop(why: string): void;
}

interface Seen {
  readonly finding: Finding;
  readonly atMs: number;
}

/** After a failure, so many good looks in a row make it well: what comes and goes is not well. */
const GOOD_LOOKS = 2;
/** A finding older than so many looks says nothing about now. */
const LOOKS_UNTIL_STALE = 4;

/** Begins to look, each check by itself, one look at a time. */
export function startHealthWatch(checks: readonly Check[], clock: Clock, logger: Logger): HealthWatch {
  const seen = new Map<string, Seen>();
  const good = new Map<string, number>();
  let stopped: string | null = null;

  const note = (check: Check, finding: Finding, error?: unknown) => {
    const before = seen.get(check.name)?.finding;
    const row = finding.ok ? (good.get(check.name) ?? 0) + 1 : 0;
    good.set(check.name, row);
    const settling = finding.ok && before?.ok === false && row < GOOD_LOOKS;
    const shown = settling ? { ok: false, why: "well again since a moment ago; it is looked at once more" } : finding;
    seen.set(check.name, { finding: shown, atMs: clock.elapsedMs() });
    if (stopped !== null) return;
    const fields = { check: check.name, why: shown.why };
    if (!shown.ok && before?.ok !== false) logger.warn({ ...fields, ...loggable(error) }, "not ready");
    else if (shown.ok && before?.ok === false) logger.info(fields, "ready again");
  };

  const look = async (check: Check) => {
    const looking = check.look();
    const late = new AppError("NOT_READY", `it did not answer within ${inSeconds(check.deadlineMs)}`);
    try {
      note(check, await within(check.deadlineMs, looking, () => late));
    } catch (error) {
      note(check, { ok: false, why: error === late ? late.message : check.explain(error) }, error);
    }
    // The next look begins when this one has ended, late or not.
    await looking.catch(() => {});
  };

  const timers = checks.map((check) => {
    let underWay = false;
    const begin = () => {
      if (underWay) return;
      underWay = true;
      // It never rejects.
      void look(check).then(() => {
        underWay = false;
      });
    };
    begin();
    const timer = setInterval(begin, check.everyMs);
    timer.unref();
    return timer;
  });

  const findingOf = ({ name, everyMs, deadlineMs }: Check): Finding => {
    if (stopped !== null) return { ok: false, why: stopped };
    const last = seen.get(name);
    if (last === undefined) return { ok: false, why: "not looked at yet" };
    const ageMs = clock.elapsedMs() - last.atMs;
    if (!last.finding.ok || ageMs <= everyMs * LOOKS_UNTIL_STALE + deadlineMs) return last.finding;
    return { ok: false, why: `last looked at ${inSeconds(ageMs)} ago` };
  };

  return {
    read() {
      const found = checks.map((check) => [check.name, findingOf(check)] as const);
      return { ok: found.every(([, { ok }]) => ok), checks: Object.fromEntries(found) };
    },
    stop(why) {
      stopped = why;
      for (const timer of timers) clearInterval(timer);
    },
  };
}

export function inSeconds(ms: number): string {
  return `${ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000)} s`;
}

function loggable(error: unknown): object {
  return error === undefined ? {} : { err: error };
}
