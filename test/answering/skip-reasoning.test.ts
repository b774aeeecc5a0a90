import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReasoningFilter } from "../../src/answering/skip-reasoning.ts";

/** What is left of a reply that comes in pieces of so many characters. */
function left(reply: string, size = reply.length): string {
  const filter = createReasoningFilter();
  let text = "";
  const take = (parts: ReturnType<typeof filter.push>) => {
    for (const part of parts) text = part.kind === "restart" ? "" : text + part.text;
  };
  for (let at = 0; at < reply.length; at += size) take(filter.push(reply.slice(at, at + size)));
  take(filter.end());
  return text.trim();
}

const THOUGHT = "So, [1] says “x < y”.\n\nI write <b>it</b> in 2 [a] steps: {ok}.";

describe("createReasoningFilter", () => {
  it.each([
    `<think>${THOUGHT}</think>Gulls sleep.`,
    `  <THINK>\n${THOUGHT}\n</THINK>\n\nGulls sleep.`,
    `<think time='9' kind="deep">${THOUGHT}</think >Gulls sleep.`,
    `<thinking>${THOUGHT}</think>\nGulls sleep.`,
    `<antThinking>${THOUGHT}</antThinking>Gulls sleep.`,
    `<Thought>${THOUGHT}</Thought>Gulls sleep.`,
    `<reflection>${THOUGHT}</reflection>\n<output>Gulls sleep.</output>`,
    `[THINK]${THOUGHT}[/THINK]Gulls sleep.`,
    `[reasoning]${THOUGHT}[/reasoning]\nGulls sleep.`,
    `◁think▷${THOUGHT}◁/think▷Gulls sleep.`,
    `<|think|>${THOUGHT}<|/think|>Gulls sleep.`,
    `<seed:think>${THOUGHT}<seed:cot_budget_reflect>none</seed:cot_budget_reflect></seed:think>Gulls sleep.`,
    `<|START_THINKING|>${THOUGHT}<|END_THINKING|><|START_RESPONSE|>Gulls sleep.<|END_RESPONSE|>`,
    `<|begin_of_thought|>${THOUGHT}<|end_of_thought|>\n\n<|begin_of_solution|>Gulls sleep.<|end_of_solution|>`,
    `<unused94>thought\n${THOUGHT}<unused95>Gulls sleep.`,
    `<|channel>thought\n${THOUGHT}<channel|>Gulls sleep.`,
    `<|channel|>analysis<|message|>${THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>Gulls sleep.<|return|>`,
    `<|start|>assistant<|channel|>analysis<|message|>${THOUGHT}<|end|><|channel|>commentary to=functions.x<|message|>{}<|call|><|channel|>final <|constrain|>text<|message|>Gulls sleep.`,
    `<|channel|>final<|message|>Gulls sleep.`,
    `analysis${THOUGHT}assistantfinalGulls sleep.`,
    `<ant-thinking>${THOUGHT}</ant-thinking>Gulls sleep.`,
    `<think_fast>${THOUGHT}</think_fast>Gulls sleep.`,
    `<think_never_used_51bce0c785ca2f68081bfa7d91973934>${THOUGHT}</think_never_used_51bce0c785ca2f68081bfa7d91973934>Gulls sleep.`,
    `<reasoning_content>${THOUGHT}</reasoning_content>Gulls sleep.`,
    `<|think_start|>${THOUGHT}<|think_end|>Gulls sleep.`,
    `<start_of_thinking>${THOUGHT}<end_of_thinking>Gulls sleep.`,
    `<思考>${THOUGHT}</思考>Gulls sleep.`,
    `＜think＞${THOUGHT}＜/think＞Gulls sleep.`,
    `‹think›${THOUGHT}‹/think›Gulls sleep.`,
    `&lt;think&gt;${THOUGHT}&lt;/think&gt;Gulls sleep.`,
    `Here is my thought process:\n${THOUGHT}\nHere is my response:\nGulls sleep.`,
    `Thinking...\n${THOUGHT}\n...done thinking.\n\nGulls sleep.`,
    `${THOUGHT}</think>Gulls sleep.`,
    `${THOUGHT} and so on </think>\n\nGulls sleep.`,
    `${THOUGHT} and so on[/THINK] Gulls sleep.`,
    `<think>${THOUGHT}<think>more</think> and more</think>Gulls sleep.`,
    `<think></think>Gulls sleep.`,
    `<think/>Gulls sleep.`,
    `Sure.<think>${THOUGHT}</think>\n<think>${THOUGHT}</think></think>Gulls sleep.`,
    `Gulls sleep.<think>${THOUGHT}`,
    `Gulls sleep.</s><|im_end|>`,
  ])("leaves the answer of %j", (reply) => {
    for (const size of [1, 2, 3, 5, 11, reply.length]) expect(left(reply, size)).toMatch(/^(?:\.\n*)?Gulls sleep\.$/u);
  });

  it.each([
    "The <think> token delays the answer [2]. The </think> token ends it.",
    "Models write “<think>” and `</think>` around it.",
    "If x < y and y > 3, then [think again] holds [1].",
    "A thinking model has a channel | and an analysis <b>.",
    '["supported", "partly"]',
  ])("keeps %j", (reply) => {
    for (const size of [1, 4, reply.length]) expect(left(reply, size)).toBe(reply);
  });

  it("leaves nothing of what is only thought", () => {
    for (const reply of ["<think>a", "<|channel|>analysis<|message|>a", "[THINK]a\n", "a</think>"])
      expect(left(reply, 1)).toBe("");
  });

  it("gives the same for the same text in any pieces", () => {
    const token = fc.constantFrom(
      "<think>",
      "</think>",
      "[THINK]",
      "<",
      "|",
      "channel",
      ">",
      "final",
      "a ",
      "\n",
      ". ",
      "[1]",
      "<answer>",
      "assistant",
      "</",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), (tokens, size) => {
        const reply = tokens.join("");
        // What can't be told yet is held back, so that pieces do not matter.
        expect(left(reply, size)).toBe(left(reply, 1));
      }),
      { numRuns: 500 },
    );
  });
});
