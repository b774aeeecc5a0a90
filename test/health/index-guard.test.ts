import { describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import { createIndexGuard } from "../../src/health/index-guard.ts";
import type { CorpusReader } from "../../src/ports/corpus-store.ts";
import { createSmallCorpus } from "../support/small-corpus.ts";

async function createGuarded() {
  const { corpus } = await createSmallCorpus([
    { _id: "p1", title: "On grokking", text: "Grokking is a delayed generalisation of networks." },
  ]);
  const state = { gone: false, broken: null as Error | null, closed: 0 };
  const guard = createIndexGuard({
    readManifest: async () => (state.gone ? null : corpus.manifest),
    async openReader(): Promise<CorpusReader> {
      if (state.gone) throw new AppError("INDEX_MISSING", "gone");
      return {
        ...corpus,
        async verify() {
          if (state.broken !== null) throw state.broken;
        },
        async close() {
          state.closed += 1;
        },
      };
    },
  });
  return { guard, state };
}

describe("a guarded index", () => {
  it("is missed as soon as it is gone, and no longer once it is back", async () => {
    const { guard, state } = await createGuarded();
    await guard.check();
    state.gone = true;
    await expect(guard.check()).rejects.toMatchObject({ code: "INDEX_MISSING" });
    await expect(guard.verify()).rejects.toMatchObject({ code: "INDEX_MISSING" });
    state.gone = false;
    await guard.check();
  });

  it("that was found damaged is looked at again by whoever asks, until it is whole; what was opened is closed", async () => {
    const { guard, state } = await createGuarded();
    state.broken = new AppError("INDEX_DAMAGED", "damaged");
    await expect(guard.verify()).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
    await expect(guard.check()).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
    state.broken = null;
    await guard.check();
    expect(state.closed).toBe(3);
    await guard.check();
    expect(state.closed).toBe(3);
  });
});
