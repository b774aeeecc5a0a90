import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseSentences, SENTENCE_OPTIONS, type SentenceOptions } from "../../src/answering/choose-sentences.ts";
import type { Paper, PaperId } from "../../src/domain/paper.ts";
import type { QuestionKind } from "../../src/domain/question.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import { splitSentences } from "../../src/util/sentences.ts";
import { createHashEmbedder } from "../support/hash-embedder.ts";

const embedder = createHashEmbedder();

function paperOf(title: string, abstract: string): Paper {
  return {
    paperId: title as PaperId,
    title,
    abstract,
    url: null,
    published: null,
    arxivId: null,
    doi: null,
    authors: [],
    authorCount: null,
    upvotes: null,
    addedAt: "2026-03-01T00:00:00.000Z",
    sources: [{ path: "a.txt", line: 1 }],
  };
}

interface Asked {
  readonly kind?: QuestionKind;
  readonly topic?: string;
  readonly title?: string;
  readonly most?: number;
  readonly options?: Partial<SentenceOptions>;
}

/** The quotes of one paper, its sentences as the index would hold them. */
async function quotesFor(text: string, abstract: string, asked: Asked = {}) {
  const { kind = "other", topic = null, title = "A paper", most = 1, options = {} } = asked;
  const split = splitSentences(abstract);
  const vectors = await embedder.embedDocuments(split.map((sentence) => `${title} ${sentence.text}`));
  const sentences = split.map(({ start, end }, index) => ({
    start,
    end,
    vector: vectors[index] ?? new Float32Array(64),
  }));
  const vocabulary = await countVocabulary(
    (async function* () {
      yield [{ title, abstract }];
    })(),
  );
  const question = { text, vector: await embedder.embedQuery(text), kind, topic };
  const papers = [{ paper: paperOf(title, abstract), sentences, most }];
  const [quotes] = await chooseSentences({ embedder, vocabulary }, question, papers, {
    ...SENTENCE_OPTIONS,
    ...options,
  });
  return quotes;
}

describe("the sentences that answer a question", () => {
  it.each<[string, string, string, string, Asked?]>([
    [
      "share its words",
      "Does dropout help underfitting?",
      "Batches are large. Dropout helps underfitting.",
      "Dropout helps underfitting.",
    ],
    [
      "have its words under an abbreviation",
      "How does the critical batch size scale?",
      "Steps become slow. We study the critical batch size (CBS). CBS scales with data size. Models vary.",
      "CBS scales with data size.",
    ],
    [
      "never say where code is, if another is there",
      "Where is the code for grokking with warmup?",
      "Steps are small. The code for grokking with warmup is available at https://github.com/a/b.",
      "Steps are small.",
    ],
  ])("%s", async (_what, question, abstract, best, asked) => {
    expect((await quotesFor(question, abstract, asked))?.quotes).toEqual([best]);
  });

  // The first sentence is closest to the question, the second does what is asked for.
  it.each<[keyof SentenceOptions, string, string, string, Asked]>([
    [
      "numberWeight",
      "How many steps does warmup save?",
      "We show how warmup can save steps.",
      "Half of warmup is saved.",
      { kind: "number" },
    ],
    [
      "definitionWeight",
      "What is grokking?",
      "We find that grokking prevents overfitting.",
      "Grokking is delayed generalization of networks in training.",
      { kind: "definition", topic: "grokking" },
    ],
    [
      "emptyWeight",
      "Why does warmup help in networks?",
      "Why warmup may help in networks remains unclear.",
      "Steps of warmup help.",
      { kind: "why" },
    ],
  ])("are weighed by %s", async (option, question, byWords, byForm, asked) => {
    const abstract = `${byWords} ${byForm} Bread rises.`;
    const without = { titleShare: 0, followWeight: 0, roleWeight: 0, [option]: 0 };
    const rank = async (options: Partial<SentenceOptions>) =>
      (await quotesFor(question, abstract, { ...asked, options }))?.quotes;
    expect(await rank(without)).toEqual([byWords]);
    expect(await rank({ ...without, [option]: 2 })).toEqual([byForm]);
  });

  it("bring the one before with them, where they point back", async () => {
    const abstract = "Steps are small. We anneal batches slowly. This prevents underfitting of dropout. Models vary.";
    expect(await quotesFor("What prevents underfitting of dropout?", abstract)).toMatchObject({
      quotes: ["We anneal batches slowly. This prevents underfitting of dropout."],
      bestQuote: "We anneal batches slowly. This prevents underfitting of dropout.",
    });
  });

  it("are joined where they follow each other, and stand apart where they do not", async () => {
    const abstract =
      "Dropout helps underfitting. Early dropout helps underfitting. Steps are small. Late dropout helps underfitting.";
    const quotes = await quotesFor("Does dropout help underfitting?", abstract, {
      most: 3,
      options: { sentenceMargin: 9 },
    });
    expect(quotes?.quotes).toEqual([
      "Dropout helps underfitting. Early dropout helps underfitting.",
      "Late dropout helps underfitting.",
    ]);
  });

  it("are no more than are nearly as good as the best", async () => {
    const abstract = "Dropout helps underfitting. Bread rises in ovens. Steps are small.";
    const quotes = await quotesFor("Does dropout help underfitting?", abstract, { most: 3 });
    expect(quotes?.quotes).toEqual(["Dropout helps underfitting."]);
  });

  it("are none of a paper without sentences", async () => {
    expect(await quotesFor("Why?", "")).toBeUndefined();
  });

  it("stand in the abstract word for word, and never fill most of a long one", async () => {
    const sentence = fc
      .array(fc.constantFrom("dropout", "helps", "this", "underfitting", "because", "steps", "30"), {
        minLength: 3,
        maxLength: 20,
      })
      .map((words) => `Then ${words.join(" ")}.`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentence, { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 6 }),
        async (said, most) => {
          const abstract = said.join(" ");
          const chosen = await quotesFor("Why does dropout help underfitting?", abstract, { most, kind: "why" });
          const quotes = chosen?.quotes ?? [];
          for (const quote of quotes) expect(abstract).toContain(quote);
          expect(quotes).toContain(chosen?.bestQuote);
          if (abstract.length > 600) expect(quotes.join(" ").length).toBeLessThanOrEqual(0.75 * abstract.length);
        },
      ),
    );
  });
});
