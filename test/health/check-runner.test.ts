import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Check, type Finding, startHealthWatch } from "../../src/health/check-runner.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { createFakeLogger } from "../support/fakes.ts";

const well: Finding = { ok: true, why: "well" };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A watch over one check whose looks are ordered beforehand. */
function watchOver(look: Check["look"]) {
  let shift = 0;
  const clock: Clock = { now: () => new Date(Date.now() + shift), elapsedMs: () => Date.now() + shift };
  const logger = createFakeLogger();
  const check: Check = {
    name: "thing",
    everyMs: 1_000,
    deadlineMs: 500,
    look,
    explain: (error) => `explained ${error}`,
  };
  const watch = startHealthWatch([check], clock, logger);
  return {
    watch,
    logger,
    why: () => watch.read().checks["thing"]?.why,
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    /** The clock goes on while no timer fires, as in a process that hangs. */
    hang(ms: number) {
      shift += ms;
    },
  };
}

describe("a health watch", () => {
  it("is not ready before the first look, and ready after a good one", async () => {
    const { watch, why, pass } = watchOver(async () => well);
    expect(watch.read()).toEqual({ ok: false, checks: { thing: { ok: false, why: "not looked at yet" } } });
    await pass(0);
    expect(watch.read()).toEqual({ ok: true, checks: { thing: well } });
    expect(why()).toBe("well");
  });

  it("tells of a failure at the next look, and of health after two good ones; each is logged once", async () => {
    let broken = false;
    const { watch, logger, why, pass } = watchOver(async () => {
      if (broken) throw new Error("x");
      return well;
    });
    await pass(0);
    broken = true;
    await pass(3_000);
    expect(why()).toBe("explained Error: x");
    broken = false;
    await pass(1_000);
    expect(watch.read().ok).toBe(false);
    await pass(1_000);
    expect(watch.read().ok).toBe(true);
    expect(logger.lines.map(({ message }) => message)).toEqual(["not ready", "ready again"]);
  });

  it("gives up a look past its deadline, and never begins another one beside it", async () => {
    let begun = 0;
    let end: (found: Finding) => void = () => {};
    const { why, pass } = watchOver(() => {
      begun += 1;
      return new Promise((resolve) => {
        end = resolve;
      });
    });
    await pass(600);
    expect(why()).toBe("it did not answer within 0.5 s");
    await pass(20_000);
    expect(begun).toBe(1);
    end(well);
    await pass(1_000);
    expect(begun).toBe(2);
  });

  it("does not trust a finding that is old", async () => {
    const { watch, why, pass, hang } = watchOver(async () => well);
    await pass(0);
    hang(60_000);
    expect(watch.read().ok).toBe(false);
    expect(why()).toBe("last looked at 60 s ago");
  });

  it("is not ready once it has stopped", async () => {
    const { watch, why, pass } = watchOver(async () => well);
    await pass(0);
    watch.stop("stopping");
    expect([watch.read().ok, why()]).toEqual([false, "stopping"]);
  });
});
