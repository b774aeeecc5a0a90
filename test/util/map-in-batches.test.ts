import { describe, expect, it } from "vitest";
import { mapInBatches } from "../../src/util/map-in-batches.ts";

const options = { size: 2, lengthOf: (text: string) => text.length };

async function collect(items: string[], work: (batch: readonly string[]) => Promise<number[]>) {
  const pairs: (readonly [string, number])[] = [];
  for await (const batch of mapInBatches(items, options, work)) pairs.push(...batch);
  return pairs;
}

describe("mapInBatches", () => {
  it("works on items of like length together, longest first, and pairs results with their items", async () => {
    const batches: (readonly string[])[] = [];
    const pairs = await collect(["a", "cccc", "bb", "ddd", "eeeee"], async (batch) => {
      batches.push(batch);
      return batch.map((text) => text.length);
    });
    expect(batches).toEqual([["eeeee", "cccc"], ["ddd", "bb"], ["a"]]);
    for (const [text, length] of pairs) expect(length).toBe(text.length);
    expect(pairs).toHaveLength(5);
  });

  it("does nothing with nothing", async () => {
    expect(await collect([], () => Promise.reject(new Error("not called")))).toEqual([]);
  });

  it("has one batch under way while another is taken, and no more", async () => {
    let started = 0;
    const seen: number[] = [];
    for await (const batch of mapInBatches(["a", "b", "c", "d", "e", "f", "g"], options, async (texts) => {
      started += 1;
      return texts.map(() => 0);
    })) {
      seen.push(started);
      expect(batch.length).toBeGreaterThan(0);
    }
    expect(seen).toEqual([2, 3, 4, 4]);
  });

  it("passes a failure on, and refuses results that do not fit", async () => {
    await expect(collect(["a", "b", "c"], () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(collect(["a", "b"], async () => [1])).rejects.toThrow(/another number/u);
  });
});
