import type { ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { poolAndNormalise } from "../../src/adapters/transformers/pool-and-normalise.ts";
import {
  createProcessEmbedder,
  EMBEDDER_DEADLINES,
  type EmbedderDeadlines,
} from "../../src/adapters/transformers/process-embedder.ts";
import { dotProduct } from "../../src/util/vectors.ts";
import { startCompiledEmbedder } from "../support/open-seeds.ts";

const modelsFolder = fileURLToPath(new URL("../../data/models", import.meta.url));
const open = (over: { modelsFolder?: string; model?: string } = {}, start = startCompiledEmbedder) =>
  createProcessEmbedder(start, {
    modelsFolder,
    model: "footnote/minilm-l6-papers",
    maxTokens: 256,
    mayDownload: false,
    ...over,
  });

describe("the real embedder", () => {
  const embedder = open();
  afterAll(() => embedder.close());

  it("tells what its vectors depend on", async () => {
    expect(await embedder.identity()).toEqual({
      model: "footnote/minilm-l6-papers",
      weightsSha256: "7282a554ec0726ecb43b554f59ef0be1ce2cc9e3e0f382b2d3ff24362ce40a94",
      dimensions: 384,
      pooling: "mean",
      normalised: true,
      maxTokens: 256,
      runtime: "@xenova/transformers 2.17.2 int8",
    });
  });

  it("gives vectors of unit length, close for texts that mean the same", async () => {
    const [cat, kitten, loss] = await embedder.embedDocuments([
      "A cat sleeps.",
      "A kitten is asleep.",
      "Gradient descent on a convex loss.",
    ]);
    for (const vector of [cat, kitten, loss]) expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 4);
    const [a, b, c] = [cat, kitten, loss].map((vector) => vector ?? new Float32Array(384));
    if (a === undefined || b === undefined || c === undefined) throw new Error("no vectors");
    expect(dotProduct(a, b)).toBeGreaterThan(dotProduct(a, c) + 0.3);
  });

  it("gives a text nearly the same vector alone and padded beside a long one", async () => {
    const text = "Sharpness-aware minimization finds flat minima.";
    const alone = await embedder.embedQuery(text);
    const [beside] = await embedder.embedDocuments([text, "long ".repeat(200)]);
    expect(dotProduct(alone, beside ?? new Float32Array(384))).toBeGreaterThan(0.98);
  });

  it("counts tokens as its own vocabulary has them", async () => {
    expect(await embedder.countTokens(["grokking", "", "a b c", "the loss landscape"])).toEqual([3, 0, 3, 3]);
  });

  it("takes any text: empty, far too long, other scripts, emoji", async () => {
    const vectors = await embedder.embedDocuments([
      "",
      "word ".repeat(5_000),
      "損失地形とは何ですか",
      "🙂".repeat(300),
      "x".repeat(20_000),
    ]);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
    expect(await embedder.embedDocuments([])).toEqual([]);
  });

  it("frees a caller that gives up", async () => {
    const stop = new AbortController();
    const reason = new Error("gave up");
    const waiting = embedder.embedDocuments(
      Array.from({ length: 32 }, () => "word ".repeat(250)),
      { signal: stop.signal },
    );
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(embedder.embedQuery("x", { signal: stop.signal })).rejects.toBe(reason);
    expect(await embedder.embedQuery("still there")).toHaveLength(384);
  });
});

/** An embedder whose processes are remembered, and what was said when one was lost. */
function openWatched(deadlines: Partial<EmbedderDeadlines> = {}) {
  const children: ChildProcess[] = [];
  const lost: string[] = [];
  const embedder = createProcessEmbedder(
    () => {
      const child = startCompiledEmbedder();
      children.push(child);
      return child;
    },
    { modelsFolder, model: "footnote/minilm-l6-papers", maxTokens: 256, mayDownload: false },
    { deadlines: { ...EMBEDDER_DEADLINES, ...deadlines }, onLost: (why) => lost.push(why) },
  );
  return { embedder, children, lost };
}

const BATCH = Array.from({ length: 32 }, () => "word ".repeat(250));

describe("an embedder whose process dies", () => {
  it("does the calls that were open once more, in a new process", async () => {
    const { embedder, children, lost } = openWatched();
    await embedder.identity();
    const waiting = [embedder.embedDocuments(BATCH), embedder.countTokens(["grokking"])];
    children[0]?.kill("SIGKILL");
    expect(await Promise.all(waiting)).toMatchObject([{ length: 32 }, [3]]);
    expect(children).toHaveLength(2);
    expect(lost).toEqual(["the embedder's process ended with SIGKILL"]);
    await embedder.close();
  });

  it("fails a call whose second process dies too, and serves the next one", async () => {
    const { embedder, children } = openWatched();
    await embedder.identity();
    const waiting = embedder.embedDocuments(BATCH);
    children[0]?.kill("SIGKILL");
    await expect.poll(() => children.length).toBe(2);
    children[1]?.kill("SIGKILL");
    await expect(waiting).rejects.toMatchObject({ code: "EMBEDDER_FAILED", retryable: true });
    expect(await embedder.embedQuery("still there")).toHaveLength(384);
    await embedder.close();
  });
});

describe("an embedder that hangs", () => {
  const QUICK = { callMs: 1_500, textMs: 500 };

  it("is replaced after its deadline, and the call gets its answer", async () => {
    const { embedder, children, lost } = openWatched(QUICK);
    await embedder.identity();
    children[0]?.kill("SIGSTOP");
    expect(await embedder.embedQuery("still there")).toHaveLength(384);
    expect(children).toHaveLength(2);
    expect(children[0]?.signalCode).toBe("SIGKILL");
    expect(lost).toEqual(["the embedder's process did not answer within 2 s"]);
    await embedder.close();
  });

  it("is replaced while it loads", async () => {
    const { embedder, children } = openWatched({ loadMs: 300 });
    children[0]?.kill("SIGSTOP");
    await expect.poll(() => children[0]?.signalCode, { timeout: 10_000 }).toBe("SIGKILL");
    await embedder.close();
  });

  it("is replaced though nobody waits for its answer any more", async () => {
    const { embedder, children } = openWatched(QUICK);
    await embedder.identity();
    children[0]?.kill("SIGSTOP");
    const stop = new AbortController();
    const reason = new Error("gave up");
    const waiting = embedder.embedQuery("x", { signal: stop.signal });
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect.poll(() => children[0]?.signalCode, { timeout: 20_000 }).toBe("SIGKILL");
    await embedder.close();
  });
});

describe("an embedder that can't be loaded", () => {
  it("names the missing file and what to do, to every caller", async () => {
    const embedder = open({ modelsFolder: "/nowhere" });
    for (const call of [embedder.identity(), embedder.embedQuery("x"), embedder.countTokens(["x"])]) {
      await expect(call).rejects.toMatchObject({
        code: "MODEL_FILE_MISSING",
        message: expect.stringMatching(/\/nowhere\/footnote.*restore it/u),
      });
    }
    await embedder.close();
    await expect(embedder.embedQuery("x")).rejects.toThrow();
  });

  it("is loaded anew once its files are there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "footnote-models-"));
    const embedder = open({ modelsFolder: folder });
    await expect(embedder.embedQuery("x")).rejects.toMatchObject({ code: "MODEL_FILE_MISSING" });
    cpSync(modelsFolder, folder, { recursive: true });
    await expect
      .poll(
        () =>
          embedder.embedQuery("x").then(
            (vector) => vector.length,
            () => null,
          ),
        { timeout: 60_000, interval: 500 },
      )
      .toBe(384);
    await embedder.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("can be closed at once, while it still loads", async () => {
    await open().close();
  });
});

describe("poolAndNormalise", () => {
  it("leaves padding out of the mean", () => {
    const hidden = Float32Array.from([3, 0, 1, 0, /* padding */ 9, 9, /* second text */ 0, 2, 0, 4, 0, 6]);
    expect(poolAndNormalise(hidden, [2, 3], 3, 2)).toEqual([Float32Array.from([1, 0]), Float32Array.from([0, 1])]);
  });
});
