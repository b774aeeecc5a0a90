import { beforeAll, describe, expect, it } from "vitest";
import { createPromptFiles } from "../../src/adapters/files/prompt-files.ts";
import { type AskRequest, answerQuestion } from "../../src/answering/answer-question.ts";
import { loadPrompts, type Prompts } from "../../src/answering/load-prompts.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { ChatMessage, ChatModel } from "../../src/ports/chat-model.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";
import { createSmallCorpus, type SmallCorpus } from "../support/small-corpus.ts";

const papers = [
  {
    _id: "edge",
    title: "Grokking at the Edge of Numerical Stability",
    text: "Grokking is delayed generalization. Softmax collapse prevents grokking without regularization.",
  },
  {
    _id: "fast",
    title: "Grokfast: Accelerated Grokking",
    text: "Grokking takes long. We accelerate grokking 50 times by amplifying slow gradients.",
  },
];
const GOOD = "Softmax collapse prevents grokking without regularization [1].";

type Task = "answer" | "rewrite" | "judge" | "translate";
type Script = Partial<Record<Task, readonly (string | Error)[]>>;

describe("further calls of the language model", () => {
  let prompts: Prompts;
  let small: SmallCorpus;
  beforeAll(async () => {
    prompts = await loadPrompts(createPromptFiles(new URL("../../prompts", import.meta.url).pathname));
    small = await createSmallCorpus(papers);
  });

  /** Replies by task, in order; the last one is repeated. */
  function createScriptedModel(script: Script): ChatModel & { readonly calls: Task[] } {
    const calls: Task[] = [];
    const taskOf = (messages: readonly ChatMessage[]): Task => {
      const tasks: readonly Task[] = ["answer", "rewrite", "judge", "translate"];
      return tasks.find((task) => prompts[task].system.text === messages[0]?.content) ?? "answer";
    };
    return {
      name: "scripted",
      calls,
      async *stream(messages) {
        const task = taskOf(messages);
        const replies = script[task] ?? [];
        const reply = replies[Math.min(calls.filter((called) => called === task).length, replies.length - 1)] ?? "";
        calls.push(task);
        if (reply instanceof Error) throw reply;
        yield reply;
      },
    };
  }

  async function ask(script: Script, request: Partial<AskRequest> = {}, judge = true) {
    const model = createScriptedModel(script);
    let tokens = 0;
    const answer = await answerQuestion(
      { ...small, chatModel: model, judge, prompts, clock: createFakeClock(), logger: createFakeLogger() },
      { question: "What prevents grokking without regularization?", ...request },
      {
        onEvent: (event) => {
          if (event.type === "tokens-used") tokens += event.tokens;
        },
      },
    );
    return { answer, calls: model.calls, tokens };
  }

  const failed = new AppError("MODEL_CALL_FAILED", "The service failed.");

  it.each<[string, string | Error, string]>([
    ["agrees", '["supported"]', "generated"],
    ["agrees, with words around it", 'Here you are:\n```json\n["supported"]\n```', "generated"],
    ["objects", '["not supported"]', "extractive"],
    ["half objects", '["partly"]', "extractive"],
    ["says something else", '["yes"]', "generated"],
    ["counts wrong", '["supported", "supported"]', "generated"],
    ["is no JSON", "supported", "generated"],
    ["fails", failed, "generated"],
  ])("a second opinion that %s", async (_what, opinion, mode) => {
    const { answer, calls, tokens } = await ask({ answer: [GOOD], judge: [opinion] });
    expect(answer.mode).toBe(mode);
    expect(calls[1]).toBe("judge");
    expect(tokens).toBeGreaterThan(0);
  });

  it("asks for a second opinion again when the first has another shape, and once only", async () => {
    expect((await ask({ answer: [GOOD], judge: ["?", '["not supported"]'] })).calls).toEqual([
      "answer",
      "judge",
      "judge",
    ]);
    expect((await ask({ answer: [GOOD], judge: ["?"] })).calls).toEqual(["answer", "judge", "judge"]);
    expect((await ask({ answer: [GOOD] }, {}, false)).calls).toEqual(["answer"]);
  });

  it("can't make an unsupported sentence a supported one", async () => {
    const { answer } = await ask({ answer: ["Grokking was found in 1850 [1]."], judge: ['["supported"]'] });
    expect(answer.mode).toBe("extractive");
  });

  it("has a follow-up rewritten, and asks by rule when that fails or talks of something else", async () => {
    const followUp = { question: "What prevents it?", after: [{ question: "What is grokking?" }] };
    const good = await ask({ rewrite: ["What prevents grokking?"], answer: [GOOD] }, followUp, false);
    expect(good.answer.understoodAs).toBe("What prevents grokking?");
    for (const good of [
      '<think>\n{"question": "Which one?"}\n</think>\n{"question": "What prevents grokking?", "kind": "why"}',
      "Here is the rewritten question:\n\n**What prevents grokking?**\n\nIt stands alone.",
      "Rewritten question: “What prevents grokking?”",
      "1. What prevents grokking?\n2. What is grokking?",
      'I looked at {earlier} and [1].\n```json\n{"question": "What prevents grokking?", "kind": "nonsense",}\n```',
    ]) {
      expect((await ask({ rewrite: [good], answer: [GOOD] }, followUp, false)).answer.understoodAs).toBe(
        "What prevents grokking?",
      );
    }
    for (const bad of [
      failed,
      "",
      '{"question": "What prevents',
      "<think>What prevents grokking?",
      "Which pizza tastes best in Naples?",
      "x".repeat(900),
      "Was verhindert Grokking?",
    ]) {
      const { answer, calls } = await ask({ rewrite: [bad], answer: [GOOD] }, followUp, false);
      expect(answer.understoodAs).toBe("What prevents grokking?");
      expect(calls).toEqual(["rewrite", "answer"]);
    }
    expect((await ask({ answer: [GOOD] }, {}, false)).calls).toEqual(["answer"]);
  });

  describe("for a question in another language", () => {
    const german = { question: "Was verhindert Grokking ohne Regularisierung?" };
    const rewrite = ["What prevents grokking without regularization?"];
    const translation = "Softmax-Kollaps verhindert Grokking ohne Regularisierung.";

    it("translate it, and the checked sentences back; quotes stay English", async () => {
      const { answer, calls } = await ask(
        { rewrite, answer: [GOOD], judge: ['["supported"]'], translate: [JSON.stringify([translation])] },
        german,
      );
      expect(calls).toEqual(["rewrite", "answer", "judge", "translate"]);
      expect(answer).toMatchObject({ language: "de", status: "answered", understoodAs: rewrite[0] });
      expect(answer.sentences).toMatchObject([
        { text: translation, evidence: [{ quote: "Softmax collapse prevents grokking without regularization." }] },
      ]);
    });

    it.each([
      "What prevents grokking? Join discord.gg/abc",
      "What prevents grokking at evil dot com?",
      "What prevents\u202E grokking?",
      "What prevents grokking, Elon Musk?",
      "What prevents GPT-9 from grokking?",
      "What prevents grokking? @everyone",
      "What prevents grokking since 2019?",
      "What prevents grokking at 192.0.2.1/x?",
      `What prevents grokking ${"and so on ".repeat(60)}?`,
      "Was verhindert Grokking?",
    ])("is read by rule when the rewriting is %j", async (bad) => {
      const { answer } = await ask({ rewrite: [bad], answer: [GOOD] }, german, false);
      expect(answer.understoodAs).toBeUndefined();
      expect(answer.searchedTerms).toMatch(/Grokking/u);
    });

    it("keep the English sentence alone whose translation is not faithful", async () => {
      const two = `${GOOD} Grokking is delayed generalization [1].`;
      const translate = [
        JSON.stringify([`${translation} Siehe discord.gg/x`, "Grokking ist eine verzögerte Generalisierung."]),
      ];
      const { answer } = await ask({ rewrite, answer: [two], translate }, german, false);
      expect(answer.sentences.map(({ text }) => text)).toEqual([
        "Softmax collapse prevents grokking without regularization.",
        "Grokking ist eine verzögerte Generalisierung.",
      ]);
    });

    it.each<[string, string | Error]>([
      ["fails", failed],
      ["adds an invite", JSON.stringify([`${translation} Mehr auf discord.gg/x`])],
      ["spells an address out", JSON.stringify([`${translation} Mehr auf beispiel punkt com`])],
      ["adds a name", JSON.stringify([`${translation} Das sagt Elon Musk`])],
      ["adds a model", JSON.stringify([`${translation} Das sagt DeepFake`])],
      ["turns the writing round", JSON.stringify([`\u202E${translation}`])],
      ["is in another script", JSON.stringify(["Коллапс предотвращает это."])],
      ["is only thought", `<think>${JSON.stringify([translation])}`],
      ["has another number of sentences", "[]"],
      ["adds a link", JSON.stringify([`${translation} https://evil.example`])],
      ["adds a number", JSON.stringify([`${translation} 17`])],
      ["stays English", JSON.stringify(["Softmax collapse prevents grokking."])],
    ])("show the English sentence when the translation %s", async (_what, translate) => {
      const { answer } = await ask({ rewrite, answer: [GOOD], translate: [translate] }, german, false);
      expect(answer.sentences.map(({ text }) => text)).toEqual([
        "Softmax collapse prevents grokking without regularization.",
      ]);
    });

    it("say in that language what can't be done without a model, and show what its names find", async () => {
      const deps = {
        ...small,
        chatModel: null,
        judge: false,
        prompts,
        clock: createFakeClock(),
        logger: createFakeLogger(),
      };
      const found = await answerQuestion(deps, { question: "Was ist Grokking?" });
      expect(found).toMatchObject({ status: "partial", language: "de", mode: "extractive" });
      expect(found.searchedTerms).toBe("Grokking");
      const nothing = await answerQuestion(deps, { question: "Wie backt man ein gutes Brot?" });
      expect(nothing).toMatchObject({ status: "not_in_corpus", language: "de" });
      expect(nothing.searchedTerms).toBeUndefined();
    });
  });
});
