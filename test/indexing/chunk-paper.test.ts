import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PaperId } from "../../src/domain/paper.ts";
import { chunkPaper } from "../../src/indexing/chunk-paper.ts";
import { abstractAbout } from "../support/pages.ts";

/** One token per run of letters or digits, so that no cut can lower the sum of the parts. */
const countTokens = async (texts: readonly string[]) => texts.map((text) => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0);
const paper = (abstract: string, title = "A title") => ({ paperId: "p1" as PaperId, title, abstract });

describe("chunkPaper", () => {
  it("keeps a short abstract whole, with the title in front", async () => {
    const abstract = abstractAbout("grokking");
    const [chunk, ...rest] = await chunkPaper(paper(abstract), countTokens, { maxTokens: 1_000 });
    expect(rest).toEqual([]);
    expect(chunk).toMatchObject({ position: 0, text: abstract, start: 0, embeddingText: `A title. ${abstract}` });
  });

  it("cuts between sentences, into chunks of about equal length", async () => {
    const chunks = await chunkPaper(paper(abstractAbout("sharpness", 10)), countTokens, { maxTokens: 300 });
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) expect(chunk.text).toMatch(/^[A-Z].*\.$/u);
    const lengths = chunks.map((chunk) => chunk.tokenCount);
    expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThan(2);
  });

  it("makes one chunk of a paper without an abstract", async () => {
    expect(await chunkPaper(paper(""), countTokens, { maxTokens: 64 })).toMatchObject([
      { text: "", embeddingText: "A title", position: 0 },
    ]);
  });

  it("shortens a title that would leave no room, for the embedder only", async () => {
    const title = "very long title ".repeat(40).trim();
    const chunks = await chunkPaper(paper(abstractAbout("x"), title), countTokens, { maxTokens: 100 });
    for (const chunk of chunks) expect((await countTokens([chunk.embeddingText]))[0]).toBeLessThanOrEqual(98);
  });

  it("gives ids that depend on the content alone", async () => {
    const make = (text: string) => chunkPaper(paper(text), countTokens, { maxTokens: 200 });
    const ids = async (text: string) => (await make(text)).map((chunk) => chunk.chunkId);
    const text = abstractAbout("ids", 8);
    expect(await ids(text)).toEqual(await ids(text));
    expect((await ids(text)).at(-1)).not.toBe((await ids(`${text} More.`)).at(-1));
    expect(new Set(await ids(text)).size).toBe((await ids(text)).length);
  });

  it("loses no text and keeps every chunk within the limit, whatever the abstract", async () => {
    const word = fc.constantFrom(
      "We",
      "show",
      "it.",
      "e.g.",
      "3.5",
      "É",
      "😀",
      "supercalifragilistic",
      "? ",
      "(a)",
      "x".repeat(90),
    );
    const abstracts = fc.array(word, { maxLength: 80 }).map((words) => words.join(" ").trim());
    await fc.assert(
      fc.asyncProperty(abstracts, fc.integer({ min: 40, max: 120 }), async (abstract, maxTokens) => {
        const chunks = await chunkPaper(paper(abstract), countTokens, { maxTokens });
        let end = 0;
        for (const chunk of chunks) {
          expect(abstract.slice(end, chunk.start).trim()).toBe("");
          expect(chunk.text).toBe(abstract.slice(chunk.start, chunk.end));
          expect(chunk.text.isWellFormed()).toBe(true);
          expect(chunk.tokenCount).toBeLessThanOrEqual(maxTokens);
          end = chunk.end;
        }
        expect(abstract.slice(end).trim()).toBe("");
      }),
    );
  });
});
