import { describe, expect, it } from "vitest";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import { createQueryReader } from "../../src/retrieval/read-query.ts";

const papers = [
  ["Grokking and weight decay", "Grokking is delayed generalization. Grokking needs a small weight decay in networks."],
  [
    "Grokking again",
    "It is critical that the neural tangent kernel (NTK) explains grokking in small networks. We are growing trees.",
  ],
  ["μP transfers", "Maximal update parametrization (μP) transfers learning rates. The NTK limit does not."],
  ["Growing networks", "Growing networks and critical batch sizes in training; weight decay is critical."],
] as const;
const language = new Set(["bread", "poem", "heat", "which", "about"]);

const reader = async () => {
  async function* batches() {
    yield papers.map(([title, abstract]) => ({ title, abstract }));
  }
  return createQueryReader(await countVocabulary(batches()), async (words) => words.map((word) => language.has(word)));
};

describe("createQueryReader", () => {
  it.each<[string, string]>([
    ["wat explains groking in smal networks", "wat explains grokking in small networks"],
    ["wieght decay", "weight decay"],
    ["critcal batch", "critical batch"],
    // Words of the language, names, symbols and short words stay.
    ["bread about AlphaGoo and E55 netwrkS", "bread about AlphaGoo and E55 netwrkS"],
    ["does it heat", "does it heat"],
    ["smel networks", "smel networks"],
    ["growing in netwroks", "growing in networks"],
    ["Wieght decay", "weight decay"],
    ["does Critcal explain Netwroks", "does Critcal explain Netwroks"],
    ["Critcal Networkz", "Critcal Networkz"],
    ["grokking", "grokking"],
  ])("puts %j right as %j", async (asked, text) => {
    expect((await (await reader()).read(asked, true)).text).toBe(text);
  });

  it("leaves a text in another language alone", async () => {
    const read = await (await reader()).read("wieght groking", false);
    expect(read).toMatchObject({ text: "wieght groking", corrections: [] });
  });

  it.each<[string, string]>([
    ["what is NTK", "neural tangent kernel"],
    ["what is ntk", "neural tangent kernel"],
    ["the neural tangent kernel", "NTK"],
    ["mup", "μp"],
    ["what is μP", "mup"],
    ["how wide is the net?", "network"],
  ])("adds to %j what the corpus calls it too: %j", async (asked, expansion) => {
    expect((await (await reader()).read(asked, true)).expansions).toContain(expansion);
  });

  it.each<[string, string]>([
    ["How many papers does the NTK survey cover?", "How many papers does the neural tangent kernel NTK survey cover?"],
    ["NTKs", "neural tangent kernel NTKs"],
    // In small letters it may be a word: “sam”, “rap”, “drop”.
    ["what is ntk", "what is ntk"],
    ["which hyperparams matter", "which hyperparameters hyperparams matter"],
    ["grokking", "grokking"],
  ])("spells out %j as %j", async (asked, spelledOut) => {
    expect((await (await reader()).read(asked, true)).spelledOut).toBe(spelledOut);
  });
});
