import { describe, expect, it } from "vitest";
import { measureAsk, measureEmbedder } from "../../src/health/measure.ts";
import { type Metrics, NO_METRICS } from "../../src/ports/metrics.ts";
import { createHashEmbedder } from "../support/hash-embedder.ts";

function recorder() {
  const seen: unknown[] = [];
  const metrics: Metrics = {
    ...NO_METRICS,
    stage: (stage, seconds) => seen.push([stage, seconds]),
    answered: (status, mode, seconds) => seen.push([status, mode, seconds]),
    embedded: (seconds, ok) => seen.push(["embedded", seconds, ok]),
    tokens: (count) => seen.push(["tokens", count]),
  };
  let ms = 0;
  const pass = (by: number) => {
    ms += by;
  };
  return { seen, metrics, clock: { elapsedMs: () => ms }, pass };
}

describe("measuring", () => {
  it("records the stages of an answer, its end and its tokens, and passes events on", async () => {
    const { seen, metrics, clock, pass } = recorder();
    const events: unknown[] = [];
    const ask = measureAsk(
      async (_request: string, hooks?: { readonly onEvent?: (event: never) => void }) => {
        const tell = (event: object) => hooks?.onEvent?.(event as never);
        pass(1_000);
        tell({ type: "retrieval-end", papers: [], searched: 3 });
        tell({ type: "tokens-used", tokens: 50 });
        pass(2_000);
        return { status: "answered", mode: "generated" } as never;
      },
      metrics,
      clock,
    );
    await ask("q", { onEvent: (event) => void events.push(event.type) });
    expect(seen).toEqual([
      ["searching", 1],
      ["tokens", 50],
      ["writing", 2],
      ["answered", "generated", 3],
    ]);
    expect(events).toEqual(["retrieval-end", "tokens-used"]);
  });

  it("records a question without an answer", async () => {
    const { seen, metrics, clock } = recorder();
    const ask = measureAsk(() => Promise.reject(new Error("x")), metrics, clock);
    await expect(ask("q", {})).rejects.toThrow("x");
    expect(seen).toEqual([["failed", "none", 0]]);
  });

  it("records calls of the embedder by their end, but not those that were given up", async () => {
    const { seen, metrics, clock } = recorder();
    const hash = createHashEmbedder();
    await measureEmbedder(hash, metrics, clock).embedQuery("x");
    const failing = { ...hash, embedQuery: () => Promise.reject(new Error("x")) };
    await expect(measureEmbedder(failing, metrics, clock).embedQuery("x")).rejects.toThrow();
    const givenUp = { ...hash, embedQuery: () => Promise.reject(new DOMException("stop", "AbortError")) };
    await expect(measureEmbedder(givenUp, metrics, clock).embedQuery("x")).rejects.toThrow();
    expect(seen).toEqual([
      ["embedded", 0, true],
      ["embedded", 0, false],
    ]);
  });
});
