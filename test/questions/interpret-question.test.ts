import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUESTION_KINDS, type QuestionKind } from "../../src/domain/question.ts";
import { interpretQuestion, type QuestionReading } from "../../src/questions/interpret-question.ts";
import { createTitleIndex } from "../../src/retrieval/titles.ts";
import { titledPaper } from "../support/titled-paper.ts";

const names = await createTitleIndex([
  titledPaper("adam", "Adam: A Method for Stochastic Optimization", { arxivId: "1412.6980" }),
  titledPaper("kaplan", "Scaling Laws for Neural Language Models", { arxivId: "2001.08361" }),
  titledPaper("ntk", "Neural Tangent Kernel: Convergence and Generalization in Neural Networks", {
    arxivId: "1806.07572",
  }),
  titledPaper("fantastic", "Fantastic Generalization Measures are Nowhere to be Found"),
  titledPaper("grokfast", "Grokfast: Accelerated Grokking by Amplifying Slow Gradients"),
  titledPaper("teachers", "Random Teachers are Good Teachers"),
  titledPaper("guide", "A Hitchhiker's Guide to Scaling Law Estimation"),
  titledPaper("relu", "ReLU Characteristic Activation Analysis"),
  titledPaper("ignorance", "Deep Ignorance: Filtering Pretraining Data Builds Tamper-Resistant Safeguards"),
  titledPaper("roberta", "RoBERTa: A Robustly Optimized BERT Pretraining Approach"),
  titledPaper("hyperband", "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization"),
  titledPaper("pbt", "Population Based Training of Neural Networks"),
  titledPaper("spline", "Neural Spline Flows"),
  titledPaper("precision", "Scaling Laws for Precision"),
  titledPaper("compacter", "Compacter: Efficient Low-Rank Hypercomplex Adapter Layers"),
  titledPaper("sam", "Sharpness-Aware Minimization for Efficiently Improving Generalization"),
]);
const deps = {
  names,
  // Many papers speak of Adam: it is a subject, and no name of one of them.
  vocabulary: { abbreviations: new Map(), wordCounts: new Map([["adam", 50]]), paperCounts: new Map() },
  now: new Date("2026-11-22T12:00:00Z"),
};
const read = (message: string, after: readonly string[] = []) =>
  interpretQuestion(
    message,
    after.map((question) => ({ question })),
    deps,
  );
/** What differs from a plain question that names no paper and filters nothing. */
type Expected = Partial<Omit<QuestionReading, "named">> & { readonly named?: string };
const plain = { count: null, filters: {}, order: "relevance", named: null, missing: null, reference: null };

describe("a message", () => {
  it.each<[string, QuestionKind, Expected?]>([
    ["hello", "greeting"],
    ["good morning everyone and bot", "greeting"],
    ["hiya 👋", "greeting"],
    ["hi there, anyone home?", "greeting"],
    ["Good afternoon, dear bot.", "greeting"],
    ["thanks!", "thanks"],
    ["cheers mate, that was useful", "thanks"],
    ["perfect, thank you very much", "thanks"],
    ["tysm!!", "thanks"],
    ["help", "help"],
    ["how do i use this thing?", "help"],
    ["what kind of questions can i throw at you", "help"],
    ["im new here, how does this bot work", "help"],
    ["how many papers do you have", "corpus"],
    ["what topics do you cover", "corpus"],
    ["size of the collection?", "corpus"],
    ["is this all of arxiv or just a slice", "corpus"],
    ["what's the oldest year you go back to", "corpus"],
    // Papers, by a title, a piece of one, or an id.
    ["Fantastic Generalization Measures are Nowhere to be Found", "lookup", { named: "fantastic" }],
    ["the grokfast paper", "lookup", { named: "grokfast" }],
    ["arxiv.org/abs/1412.6980", "lookup", { named: "adam" }],
    ["2001.08361", "lookup", { named: "kaplan" }],
    ["doi 10.48550/arXiv.1806.07572", "lookup", { named: "ntk" }],
    ["the one called 'random teachers are good teachers'", "lookup", { named: "teachers" }],
    ["hitchhikers guide to scaling laws", "lookup", { named: "guide" }],
    ["ReLU Characteristic Activation Analysis??", "lookup", { named: "relu" }],
    ["find deep ignorance", "lookup", { named: "ignorance" }],
    ["the RoBERTa paper pls", "lookup", { named: "roberta" }],
    ["https://arxiv.org/abs/1512.03385", "lookup", { missing: { kind: "arxiv", id: "1512.03385" } }],
    ["the lottery ticket hypothesis paper by frankle & carbin, have it?", "lookup"],
    // What is known of papers.
    ["authors of Hyperband?", "author", { named: "hyperband" }],
    ["papers by geoffrey hinton", "author", { filters: { author: "geoffrey hinton" } }],
    ["who invented sharpness aware minimisation", "author", { named: "sam" }],
    ["whose idea was population based training", "author", { named: "pbt" }],
    ["what year did roberta come out", "date", { named: "roberta" }],
    ["Neural Spline Flows, which year was that", "date", { named: "spline" }],
    ["how long has population based training been around", "date", { named: "pbt" }],
    ["when did 'Scaling Laws for Precision' get posted", "date", { named: "precision" }],
    ["did LayerNorm ever get into a proper venue or just arxiv", "venue"],
    ["whats popular in here", "votes"],
    ["how much stuff is there on GNNs in here", "count", { topic: "GNNs" }],
    // Lists.
    ["latest on mixture of experts", "list", { topic: "mixture of experts", order: "newest" }],
    ["freshest stuff about muP", "list", { topic: "muP", order: "newest" }],
    [
      "anything since 2023 about catastrophic overfitting?",
      "list",
      { topic: "catastrophic overfitting", filters: { since: "2023" } },
    ],
    ["this year's papers", "list", { topic: null, filters: { since: "2026" } }],
    ["post-2022 NAS", "list", { topic: "NAS", filters: { since: "2023" } }],
    ["dataset distillation from 2023 onwards", "list", { topic: "dataset distillation", filters: { since: "2023" } }],
    ["which papers talk about benign overfitting", "list", { topic: "benign overfitting" }],
    ["list everything on implicit neural representations", "list", { topic: "implicit neural representations" }],
    ["got anything on spectral bias", "list", { topic: "spectral bias" }],
    ["find me work that uses physics informed nets", "list", { topic: "physics informed nets" }],
    [
      "a couple of papers about time series transformers please",
      "list",
      { topic: "time series transformers", count: 2 },
    ],
    ["deep RL scaling, papers?", "list", { topic: "deep RL scaling" }],
    ["model merging papers", "list", { topic: "model merging" }],
    ["what should i read first on scaling laws", "list", { topic: "scaling laws" }],
    ["good starting point for adversarial robustness?", "list", { topic: "adversarial robustness" }],
    ["what's the must-read on sharpness and flat minima", "list", { topic: "sharpness and flat minima" }],
    ["summarize what is known about benign overfitting", "summary", { topic: "benign overfitting" }],
    ["state of the art in dataset distillation?", "summary", { topic: "dataset distillation" }],
    ["what do papers say about repeating training data", "summary", { topic: "repeating training data" }],
    ["catch me up on LLM optimizers", "summary", { topic: "LLM optimizers" }],
    // Questions that abstracts answer.
    ["what is grokking", "definition", { topic: "grokking" }],
    ["whats benign overfitting mean", "definition", { topic: "benign overfitting" }],
    ["definition of critical batch size pls", "definition", { topic: "critical batch size" }],
    ["EL2N score, what's that", "definition", { topic: "EL2N score" }],
    ["how does sharpness aware minimization work", "mechanism"],
    ["walk me through hyperband", "mechanism", { named: "hyperband" }],
    ["in what way does grokfast speed things up", "mechanism", { named: "grokfast" }],
    ["how many parameters does compacter train", "number", { named: "compacter" }],
    ["speedup of muon-like optimizers over adamw at 1.2B?", "number"],
    ["how many pretraining runs in scaling laws for precision", "number", { named: "precision" }],
    ["how many papers' worth of tokens can you repeat before an llm overfits", "number"],
    ["how come sgd finds flat minima", "why"],
    ["what causes catastrophic overfitting in fast adversarial training", "why"],
    ["why doesnt SP transfer learning rates across width", "why"],
    ["is one epoch enough?", "yes-no"],
    ["can you train dropout only at the start of training", "yes-no"],
    ["has anyone shown NTK can be trusted for NAS", "yes-no"],
    ["adam vs sgd", "comparison"],
    ["layernorm or batchnorm: which for transformers", "comparison"],
    ["how does u-mup differ from plain mup", "comparison"],
    ["is muP worth the hassle", "opinion"],
    ["would you bother with learned optimizers", "opinion"],
    ["who benefits from weight decay: small or large models?", "other"],
    ["how recent must a checkpoint be to fit a scaling law on it", "mechanism"],
  ])("%j is read as %s", (message, kind, expected = {}) => {
    expect(read(message)).toMatchObject({ ...plain, kind, ...expected });
  });

  it.each<[string, string[], QuestionKind, Expected]>([
    [
      "how does it work?",
      ["what is sharpness-aware minimization?"],
      "mechanism",
      {
        context: { words: "sharpness aware minimization", meant: true },
        standalone: "how does sharpness-aware minimization work?",
      },
    ],
    ["which of these is older?", ["papers on Hyperband"], "date", { reference: { kind: "all" } }],
    ["do both need a second forward pass", ["compare SAM with SAF"], "yes-no", { reference: { kind: "all" } }],
    ["how does the second paper work?", ["papers on muP"], "mechanism", { reference: { kind: "nth", n: 2 } }],
    ["who wrote the last one?", ["papers on muP"], "author", { reference: { kind: "last" } }],
    ["more", ["papers on muP"], "definition", { topic: null, reference: { kind: "more" } }],
    [
      "did they test it on llms or only small stuff",
      ["how does population based training work"],
      "yes-no",
      { context: { words: "population based training", meant: true } },
    ],
    ["adam or adafactor for low memory?", ["what is grokking", "why does it happen?"], "comparison", { context: null }],
    ["how do mixture of experts models scale", ["is it better than adam?"], "mechanism", { context: null }],
  ])("%j after %j is read as %s", (message, after, kind, expected) => {
    expect(read(message, after)).toMatchObject({ ...plain, kind, ...expected });
  });

  it("refers to nothing where nothing was asked before", () => {
    expect(read("more")).toMatchObject({ reference: null, context: null });
  });

  it("is read, whatever it is", () => {
    const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 300 }), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (message, after) => {
        expect(QUESTION_KINDS).toContain(read(message, after).kind);
      }),
    );
  });

  // Each takes milliseconds; a pattern that tries every split takes minutes.
  it.each([" ", ".", "a or ", "“", '"', "the ", "papers ", "2024 ", "A "])(
    "of 2,000 characters is read at once: %j",
    (piece) => {
      const message = `${piece.repeat(2_000 / piece.length)}!`;
      expect(read(message, [message]).text).not.toBe("");
    },
    5_000,
  );
});
