import { describe, expect, it } from "vitest";
import type { ContentQuestion } from "../../src/answering/content-question.ts";
import { asksBroadly, furtherPapers } from "../../src/answering/further-papers.ts";
import type { PaperId } from "../../src/domain/paper.ts";

const idOf = (rank: number) => `p${rank}` as PaperId;
const broad: ContentQuestion = {
  kind: "list",
  text: "Which papers study grokking?",
  topic: "grokking",
  count: null,
  filters: {},
  order: "relevance",
  named: null,
  missing: null,
  reference: null,
  context: null,
  standalone: null,
  language: "en",
  readable: true,
  searchedTerms: null,
};
const cited = [{ n: 1, paperId: idOf(0), title: "0", url: null, quote: "" }];

function further(scores: readonly number[], over: Partial<ContentQuestion> = {}): string[] {
  const retrieved = scores.map((score, rank) => ({ paperId: idOf(rank), title: `${rank}`, score }));
  return furtherPapers({ ...broad, ...over }, retrieved, cited).map(({ title }) => title);
}

describe("papers close to a question, but not cited", () => {
  it("are those of the ranking before it falls, without those cited, five at most", () => {
    expect(further([1, 0.8, 0.75, 0.2, 0.1])).toEqual(["1", "2"]);
    expect(further([1, 0.2, 0.1])).toEqual([]);
    expect(further([1, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92])).toHaveLength(5);
    expect(further([])).toEqual([]);
  });

  it.each<[string, Partial<ContentQuestion>]>([
    ["a question about one thing", { text: "Does grokking need weight decay?" }],
    ["a question about one paper", { named: idOf(0) }],
    ["a question that leans on the one before", { context: { words: "grokking", meant: true } }],
    ["another language", { readable: false }],
  ])("are not named for %s", (_what, over) => {
    expect(further([1, 0.9, 0.8], over)).toEqual([]);
  });
});

describe("a question that asks broadly", () => {
  it.each<[string, boolean]>([
    ["Which works fight forgetting in continual learning?", true],
    ["What do we know about the edge of stability?", true],
    ["What explains grokking?", true],
    ["When is overfitting benign?", true],
    ["How can networks be pruned?", true],
    ["Ways to make networks robust", true],
    ["Does batch size depend on data size?", false],
    ["Which of the two LoRA matrices matters more?", false],
    ["Why does dropout help?", false],
    ["What dataset does it use?", false],
    ["", false],
  ])("%j: %j", (question, isBroad) => {
    expect(asksBroadly(question)).toBe(isBroad);
  });
});
