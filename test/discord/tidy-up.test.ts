import { describe, expect, it } from "vitest";
import { openSettingsCache } from "../../src/discord/settings-cache.ts";
import { forgetServer, tidyUp } from "../../src/discord/tidy-up.ts";
import { DEFAULT_SERVER_SETTINGS } from "../../src/domain/server-settings.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";
import { createMemoryStateStore } from "../support/memory-state-store.ts";

const stateOf = () => createMemoryStateStore({ answersDays: 30, feedbackDays: 180 });

describe("tidyUp", () => {
  it.each([
    ["notes the servers first, so that none of them expires", ["lab"], ["note lab", "prune", "tidy"]],
    ["notes none while the bot does not know where it is", [], ["prune", "tidy"]],
  ])("%s", async (_what, servers, expected) => {
    const calls: string[] = [];
    const retention = {
      ...stateOf(),
      noteServers: async (ids: readonly string[]) => void calls.push(`note ${ids.join()}`),
      async prune() {
        calls.push("prune");
        return 0;
      },
      tidy: async () => void calls.push("tidy"),
    };
    await tidyUp(retention, servers, createFakeClock());
    expect(calls).toEqual(expected);
  });
});

describe("forgetServer", () => {
  it("deletes what the server leaves behind, from memory as well", async () => {
    const clock = createFakeClock();
    const state = stateOf();
    await state.saveSettings("lab", { ...DEFAULT_SERVER_SETTINGS, threads: "never" }, "boss", clock.now());
    const settings = await openSettingsCache(state, clock);
    expect(settings.get("lab").threads).toBe("never");
    await forgetServer({ retention: state, settings, clock, logger: createFakeLogger() }, "lab");
    expect(settings.get("lab")).toEqual(DEFAULT_SERVER_SETTINGS);
  });
});
