import { beforeAll, describe, expect, it } from "vitest";
import { createPromptFiles } from "../../src/adapters/files/prompt-files.ts";
import { answerQuestion } from "../../src/answering/answer-question.ts";
import { loadPrompts, type Prompts } from "../../src/answering/load-prompts.ts";
import type { AnswerEvent } from "../../src/domain/answer.ts";
import { QUESTION_KINDS } from "../../src/domain/question.ts";
import type { ChatModel } from "../../src/ports/chat-model.ts";
import { createFakeChatModel, createFakeClock, createFakeLogger } from "../support/fakes.ts";
import { createSmallCorpus, type SmallCorpus } from "../support/small-corpus.ts";

const EDGE = "Softmax collapse prevents grokking without regularization.";
const ERROR = "Softmax collapse is a floating point error.";
const FAST = "We accelerate grokking 50 times by amplifying slow gradients.";
const papers = [
  {
    _id: "edge",
    title: "Grokking at the Edge of Numerical Stability",
    text: `Grokking is delayed generalization. ${EDGE} ${ERROR} The passages do not contain the answer. Logits grow without bound along the naive loss direction. Orthogonal gradients restore generalization quickly. Stable softmax removes floating point overflow. Weight decay bounds the logits of transformers.`,
  },
  { _id: "fast", title: "Grokfast: Accelerated Grokking", text: `Grokking takes long. ${FAST}` },
];
const QUESTION = "What prevents grokking without regularization?";
const ANSWER = `Softmax collapse prevents grokking without regularization [1]. Softmax collapse is a floating point error [1].`;

/** A reply in pieces of so many characters. */
function inPieces(reply: string, size: number): string[] {
  return reply.match(new RegExp(`[^]{1,${size}}`, "gu")) ?? [];
}

describe("a model that", () => {
  let prompts: Prompts;
  let small: SmallCorpus;
  beforeAll(async () => {
    prompts = await loadPrompts(createPromptFiles(new URL("../../prompts", import.meta.url).pathname));
    small = await createSmallCorpus(papers);
  });

  async function ask(chatModel: ChatModel, judge = false) {
    const events: AnswerEvent[] = [];
    const answer = await answerQuestion(
      { ...small, chatModel, judge, prompts, clock: createFakeClock(), logger: createFakeLogger() },
      { question: QUESTION },
      { onEvent: (event) => events.push(event) },
    );
    const streamed = events.flatMap((event) => (event.type === "sentence" ? [event.sentence.text] : []));
    return { answer, events, streamed, texts: answer.sentences.map(({ text }) => text) };
  }
  /** Quotations with the warning stand in; nothing of the reply is among them, or was shown before. */
  async function expectQuotations(reply: string) {
    const { answer, events, texts, streamed } = await ask(createFakeChatModel(inPieces(reply, 5)));
    expect(answer).toMatchObject({
      mode: "extractive",
      model: null,
      warning: "What fake-model wrote could not be tied to the passages; quotations follow instead.",
    });
    expect(events.some(({ type }) => type === "fallback")).toBe(true);
    expect(texts.length).toBeGreaterThan(0);
    expect(streamed).toEqual(texts);
    for (const { text, evidence } of answer.sentences) {
      expect(evidence.map(({ quote }) => quote)).toContain(text);
    }
  }

  describe("reasons aloud", () => {
    const thoughts =
      "Okay, the user asks what prevents grokking. We accelerate grokking 50 times by amplifying slow gradients [2]. Should I write NOT_IN_PASSAGES? No.";
    it.each<[string, string]>([
      [
        "in <|channel|>",
        `<|channel|>analysis<|message|>${thoughts}<|end|><|start|>assistant<|channel|>final<|message|>${ANSWER}<|return|>`,
      ],
      ["in channels without their marks", `analysis${thoughts}assistantfinal${ANSWER}`],
      ["in ◁think▷", `◁think▷${thoughts}◁/think▷${ANSWER}`],
      ["in capitals, with attributes", `<THINK effort="high">\n${thoughts}\n</Think >\n${ANSWER}`],
      ["in <thought>, with an <answer> after it", `<thought>${thoughts}</thought>\n<answer>${ANSWER}</answer>`],
      ["in <|begin_of_thought|>", `<|begin_of_thought|>${thoughts}<|end_of_thought|>${ANSWER}<|im_end|>`],
      [
        "in <reflection> inside <thinking>",
        `<thinking>${thoughts}<reflection>${thoughts}</reflection>\nSo. </thinking>${ANSWER}`,
      ],
      ["between lines", `Thinking...\n${thoughts}\n...done thinking.\n\n${ANSWER}`],
      ["for longer than any answer", `<think>${"Nobody knows why this is so. ".repeat(2_000)}</think>${ANSWER}`],
      ["for longer than any answer, without the opening tag", `${"Nobody knows why. ".repeat(2_000)}</think>${ANSWER}`],
      ["without the opening tag, in the middle of a line", `So I answer that collapse prevents it </think> ${ANSWER}`],
      ["in sentences that the passages bear out", `Okay. ${FAST} [2].\nSo much for that.\n</think>\n${ANSWER}`],
      ["in <think>", `<think>\n${thoughts}\n</think>\n\n${ANSWER}`],
      ["in <think> on the answer's line", `<think>${thoughts}</think>${ANSWER}`],
      ["in <thinking>", `<thinking>\n${thoughts}\n</thinking>\n${ANSWER}`],
      ["in <reasoning>", `<reasoning>${thoughts}</reasoning>\n${ANSWER}`],
      ["in [THINK]", `[THINK]${thoughts}[/THINK]${ANSWER}`],
      ["in <seed:think>", `<seed:think>${thoughts}</seed:think>${ANSWER}`],
      ["after a word of its own", `Let me think. <think>${thoughts}</think>\n${ANSWER}`],
      ["twice", `<think>${thoughts}</think>\n<think>${thoughts}</think>\n${ANSWER}`],
      ["at the end too", `${ANSWER}\n<think>\n${thoughts}\n</think>`],
      ["at the end, without an end", `${ANSWER}\n<think>\n${thoughts}`],
      ["for long", `<think>${`Everybody knows this. `.repeat(60)}</think>${ANSWER}`],
      ["without the opening tag", `${"Everybody knows this well. It is so. ".repeat(9)}\n</think>\n\n${ANSWER}`],
    ])("%s, and then answers", async (_where, reply) => {
      for (const size of reply.length > 20_000 ? [900] : [1, 2, 3, 7, 5000]) {
        const { answer, texts, streamed } = await ask(createFakeChatModel(inPieces(reply, size)));
        expect(texts).toEqual([EDGE, ERROR]);
        expect(streamed).toEqual(texts);
        expect(answer).toMatchObject({ mode: "generated", citations: [{ n: 1, paperId: "edge", quote: EDGE }] });
        expect(answer.raw).toContain(ANSWER);
        expect(answer.raw).not.toMatch(/(?:Okay, the user|Nobody|Everybody) /u);
      }
    });

    it("without ever answering", async () => {
      await expectQuotations(`<think>\n${thoughts}`);
      await expectQuotations(`<think>\n${thoughts}\n</think>\n`);
      await expectQuotations(`<think>\n${ANSWER}`);
    });

    it.each([
      "Okay, the user asks what prevents grokking without regularization [1]. Let me look at passage 1. It says that collapse does. Then there is another passage. That one is about speed. It is of no use here. So that is settled.",
      "Alright, so softmax collapse prevents grokking [1]. Let's see what passage 2 says [2].",
      "We need to answer: what prevents grokking without regularization [1]? I should cite softmax collapse [1]. Passage one says softmax collapse prevents grokking [1].",
      "Hmm. Wait, softmax collapse prevents grokking [1].\n\nFinal answer:",
    ])("without tags: %s", async (preamble) => {
      for (const size of [1, 6, 5000]) {
        const { texts, streamed } = await ask(createFakeChatModel(inPieces(`${preamble}\n\n${ANSWER}`, size)));
        expect(texts).toEqual([EDGE, ERROR]);
        expect(streamed).toEqual(texts);
      }
    });

    it("labels its answer", async () => {
      const { texts } = await ask(createFakeChatModel([`**Answer:** ${ANSWER}`]));
      expect(texts).toEqual([EDGE, ERROR]);
    });

    it("finds no answer after all", async () => {
      const { answer } = await ask(createFakeChatModel([`<think>${thoughts}</think>NOT_IN_PASSAGES`]));
      expect(answer).toMatchObject({ status: "not_in_corpus", mode: "generated", sentences: [] });
    });

    it("before its second opinion", async () => {
      const model: ChatModel = {
        name: "thinker",
        async *stream([system]) {
          yield `<think>Is [1] right? ["supported"]?</think>`;
          yield system?.content === prompts.judge.system.text ? '["supported", "not supported"]' : ANSWER;
        },
      };
      expect((await ask(model, true)).texts).toEqual([EDGE]);
    });

    it("keeps a tag that a sentence only names", async () => {
      const tagged = await createSmallCorpus([
        { _id: "tag", title: "Tags", text: "The <think> token delays the answer of reasoning models." },
        { _id: "else", title: "Sharpness", text: "Flat minima generalize well." },
      ]);
      const answer = await answerQuestion(
        {
          ...tagged,
          chatModel: createFakeChatModel(inPieces("The <think> token delays the answer of reasoning models [1].", 3)),
          judge: false,
          prompts,
          clock: createFakeClock(),
          logger: createFakeLogger(),
        },
        { question: "Which token delays the answer of reasoning models?" },
      );
      expect(answer).toMatchObject({
        mode: "generated",
        sentences: [{ text: "The <think> token delays the answer of reasoning models." }],
      });
    });
  });

  describe("answers with a list", () => {
    const gradients = "Amplifying slow gradients accelerates grokking 50 times.";
    const [edge, error, fast] = [EDGE, ERROR, gradients].map((text) => text.slice(0, -1));
    it.each<[string, string]>([
      ["bullets", `- ${edge} [1]\n- ${error} [1]\n- ${fast} [2]`],
      ["other bullets", `• ${edge} [1];\n– ${error} [1],\n◦ ${fast} [2].`],
      ["numbers", `1. ${edge} [1].\n2. ${error} [1].\n3. ${fast} [2].`],
      ["numbers in brackets", `(1) ${edge} [1]\n2) ${error} [1]\n(3) ${fast} [2]`],
      ["bold numbers", `**1.** ${edge} [1]\n**2. Softmax collapse** is a floating point error [1]\n3. **${fast}** [2]`],
      [
        "headings and lead-ins",
        `Here are the key points from the papers [1]:\n\n**Key points:**\n\n- ${edge} [1]\n- ${error} [1]\n\n## Speed\n\n**Gradients:** [2]\n* ${fast} [2]`,
      ],
      [
        "titles",
        `Here are the papers:\n\n1. **Grokking at the Edge of Numerical Stability** [1]\n   - ${edge} [1]\n   - ${error} [1]\n2. **Grokfast: Accelerated Grokking** [2]:\n   - ${fast} [2]`,
      ],
    ])("with %s", async (_what, reply) => {
      for (const size of [1, 4, 5000]) {
        const { answer, texts, streamed } = await ask(createFakeChatModel(inPieces(reply, size)));
        expect(texts).toEqual([EDGE, ERROR, gradients]);
        expect(streamed).toEqual(texts);
        expect(answer.mode).toBe("generated");
        expect(answer.sentences.map(({ citations }) => citations)).toEqual([[1], [1], [2]]);
        expect(answer.citations.map(({ paperId }) => paperId)).toEqual(["edge", "fast"]);
      }
    });

    it("whose numbers are no marks", async () => {
      await expectQuotations(`1. ${edge}\n2. ${fast}`);
    });
  });

  describe("refuses", () => {
    it.each([
      "I'm sorry, but I can't help with that.",
      "I’m sorry, but I can’t help with that [1].",
      "The passages don't contain the answer.",
      "The passages do not contain the answer [1].",
      "Unfortunately, the provided passages do not contain the answer [1][2].",
      "As an AI language model, I can't say what prevents grokking without regularization [1].",
      "Based on the passages, I cannot say what prevents grokking without regularization [1].",
      "There is no information about grokking without regularization [1].",
      "None of the passages says what prevents grokking without regularization [1].",
    ])("%s", async (reply) => {
      await expectQuotations(reply);
    });
  });

  it("is verbose: the first five sentences are shown, and no more is read", async () => {
    const sentences = [
      "Grokking is delayed generalization",
      EDGE.slice(0, -1),
      ERROR.slice(0, -1),
      "Logits grow without bound along the naive loss direction",
      "Orthogonal gradients restore generalization quickly",
      "Stable softmax removes floating point overflow",
      "Weight decay bounds the logits of transformers",
      "Grokking takes long",
      "Amplifying slow gradients accelerates grokking 50 times",
      "Slow gradients are amplified",
    ];
    const reply = sentences.map((text, index) => `${text} [${index < 7 ? 1 : 2}]. `).join("");
    const { answer, texts, streamed } = await ask(createFakeChatModel(inPieces(reply, 10)));
    expect(texts).toEqual(sentences.slice(0, 5).map((text) => `${text}.`));
    expect(streamed).toEqual(texts);
    expect(answer.mode).toBe("generated");
    expect(answer.raw).not.toContain("Slow gradients are amplified");
  });
});

describe("the prompts", () => {
  it("ask for what the code accepts", async () => {
    const { answer, rewrite } = await loadPrompts(
      createPromptFiles(new URL("../../prompts", import.meta.url).pathname),
    );
    expect(answer.system.text).toMatch(/two to five plain sentences, in the language of the question/u);
    expect(rewrite.system.text).toMatch(/one line of JSON/u);
    for (const kind of QUESTION_KINDS) expect(rewrite.system.text).toMatch(new RegExp(`\\b${kind}\\b`, "u"));
  });
});
