import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AutoTokenizer, env } from "@xenova/transformers";
import { describe, expect, it } from "vitest";
import { createWordEncoder } from "../../src/adapters/transformers/word-encoder.ts";

describe("createWordEncoder", () => {
  it("gives the ids of the tokenizer itself for every line of the seeds", async () => {
    env.localModelPath = fileURLToPath(new URL("../../data/models", import.meta.url));
    env.allowRemoteModels = false;
    const tokenizer = await AutoTokenizer.from_pretrained("footnote/minilm-l6-papers");
    const plain = (text: string): number[] => tokenizer.encode(text);
    let calls = 0;
    const fast = createWordEncoder((text) => {
      calls += 1;
      return plain(text);
    });
    const seeds = new URL("../../seeds/", import.meta.url);
    const lines = readdirSync(seeds).flatMap((name) => readFileSync(new URL(name, seeds), "utf8").split("\n"));
    for (const line of lines) expect(fast(line)).toEqual(plain(line));
    const before = calls;
    fast(lines[30] ?? "");
    expect(calls).toBe(before);
  });

  it("leaves a tokenizer alone whose words depend on each other, or that has no frame of two tokens", () => {
    const byCharacters = (text: string) => [0, ...Array.from(text, (letter) => letter.codePointAt(0) ?? 0), 1];
    expect(createWordEncoder(byCharacters)).toBe(byCharacters);
    const bare = (text: string) => text.split(" ").map((word) => word.length);
    expect(createWordEncoder(bare)).toBe(bare);
  });
});
