import { expect, it } from "vitest";
import { createOutageLog } from "../../src/discord/outage-log.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";

it("logs what goes on failing once a minute, with how often it was left out, and once that it is over", () => {
  const clock = createFakeClock();
  const logger = createFakeLogger();
  const outages = createOutageLog(logger, clock);
  outages.recovered({}, "nothing was wrong");
  for (let second = 0; second <= 60; second += 1) {
    outages.failed({ second }, "down");
    clock.advance(1_000);
  }
  outages.recovered({}, "up");
  outages.recovered({}, "up");
  expect(logger.lines).toEqual([
    { level: "warn", message: "down", fields: { second: 0 } },
    { level: "warn", message: "down", fields: { second: 60, leftOut: 59 } },
    { level: "info", message: "up", fields: {} },
  ]);
});
