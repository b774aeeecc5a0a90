import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { type ChatServer, chatEvent, chatReply, startChatServer } from "../support/chat-server.ts";
import { runCli } from "../support/run-cli.ts";

/**
 * A language model that writes whatever it likes. What is shown must be supported by the abstracts, or be quotations.
 * The passages come in the order of retrieval; their titles are read from the request, as an attacker could.
 */
const dataDir = inject("seedsDataDir");
const QUESTION = "How much can amplifying slow gradients accelerate grokking?";
const TRUE_SENTENCE = "Amplifying the slow-varying components of gradients accelerates grokking more than 50 times";
let server: ChatServer | undefined;
afterEach(() => server?.close());

const answerSchema = z.looseObject({
  status: z.enum(["answered", "partial", "not_in_corpus"]),
  mode: z.enum(["generated", "extractive"]),
  text: z.string(),
  warning: z.string().optional(),
  sentences: z.array(
    z.object({
      text: z.string(),
      citations: z.array(z.number()).min(1),
      support: z.literal("supported"),
      evidence: z.array(z.object({ n: z.number(), quote: z.string().min(1) })).min(1),
    }),
  ),
  citations: z.array(z.object({ n: z.number(), title: z.string(), quote: z.string().min(1) })),
});

const messagesSchema = z.object({ messages: z.array(z.object({ content: z.string() })) });

/** Number of the passage with a title in the prompt, and the number of passages. */
function passageOf(body: string, title: string): { mark: number; passages: number } {
  const prompt = messagesSchema.parse(JSON.parse(body)).messages[1]?.content ?? "";
  const marks = [...prompt.matchAll(/^\[(\d+)\] (.*)$/gmu)];
  const found = marks.find(([, , text]) => text?.startsWith(title));
  return { mark: Number(found?.[1] ?? 0), passages: marks.length };
}

async function askWith(respond: (response: ServerResponse, right: number, wrong: number) => void) {
  server = await startChatServer((response) => {
    const { mark, passages } = passageOf(server?.requests.at(-1) ?? "", "Grokfast");
    respond(response, mark, passages);
  });
  const env = {
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_MODEL: "hostile",
    OPENAI_SECOND_OPINION: "0",
    OPENAI_SILENCE_SECONDS: "2",
    OPENAI_DEADLINE_SECONDS: "6",
  };
  const { code, stdout, stderr } = await runCli(["ask", QUESTION, "--json", "--data-dir", dataDir], { env });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return answerSchema.parse(JSON.parse(stdout));
}

const reply =
  (write: (right: number, wrong: number) => string) => (response: ServerResponse, right: number, wrong: number) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(chatReply(write(right, wrong)));
  };

describe("a hostile chat endpoint", () => {
  it("is shown when it writes what a passage says, with the receipt", async () => {
    const answer = await askWith(reply((right) => `${TRUE_SENTENCE} [${right}].`));
    expect(answer).toMatchObject({ mode: "generated", status: "answered" });
    expect(answer.sentences.map(({ text }) => text)).toEqual([`${TRUE_SENTENCE}.`]);
    expect(answer.citations[0]?.title).toMatch(/^Grokfast/u);
    expect(answer.citations[0]?.quote).toContain("more than ×50");
  });

  it.each<[string, (right: number, wrong: number) => string]>([
    ["marks out of range", () => `${TRUE_SENTENCE} [99]. And more [0].`],
    ["marks inside words", (right) => `Amplify[${right}]ing gra[${right}]dients cures the common cold.`],
    ["no marks at all", () => `${TRUE_SENTENCE}. It is well known.`],
    [
      "a quotation that is nearly right",
      (right) =>
        `The authors “accelerate the grokking phenomenon more than ×500 with only one line of code” [${right}].`,
    ],
    ["a true sentence with the wrong mark", (_right, wrong) => `${TRUE_SENTENCE} [${wrong}].`],
    ["a number with one digit changed", (right) => `${TRUE_SENTENCE.replace("50", "60")} [${right}].`],
    [
      "a negation that was added",
      (right) => `Amplifying the slow-varying components of gradients does not accelerate grokking [${right}].`,
    ],
    [
      "a direction turned round",
      (right) => `Amplifying slow-varying components slows the grokking phenomenon down [${right}].`,
    ],
    [
      "50 marks on one made-up sentence",
      (right) =>
        `Grokking was discovered in 1850 by Gauss ${Array.from({ length: 50 }, (_, i) => `[${i + right}]`).join("")}.`,
    ],
    [
      "markdown links",
      (right) => `[Amplifying the slow gradients accelerates grokking](https://evil.example/x) [${right}].`,
    ],
    [
      "mentions",
      (right) => `Amplifying slow gradients accelerates grokking, @everyone <@123456789012345678> [${right}].`,
    ],
    ["JSON", (right) => `{"answer": "grokking is solved", "citations": [${right}]}`],
    ["nothing", () => ""],
    ["white space", () => " \n\n "],
    ["a refusal in its own words", () => "I'm sorry, but I can't help with that."],
    [
      "another language",
      (right) => `Das Verstärken langsamer Gradienten beschleunigt alles um das Fünfzigfache [${right}].`,
    ],
    [
      "its own knowledge",
      (right) => `The capital of France is Paris [${right}]. Water boils at 100 degrees [${right}].`,
    ],
    ["an answer from the question", (right) => `Yes, much, as you say [${right}].`],
    ["markup around a mark", (right) => `<b>grokking</b> is fast <a href="x">[${right}]</a>.`],
  ])("is replaced by quotations when it writes %s", async (_what, write) => {
    const answer = await askWith(reply(write));
    expect(answer.mode).toBe("extractive");
    expect(answer.warning).toMatch(/quotations follow instead/iu);
    expect(answer.sentences.length).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/evil|@everyone|1850|500|NOT_IN/u);
  });

  it("keeps the supported sentences among others, once each, with five marks at most", async () => {
    const answer = await askWith(
      reply((right) => {
        const marks = Array.from({ length: 50 }, (_, index) => `[${index + 1}]`).join("");
        const good = `${TRUE_SENTENCE} [${right}]${marks}.`;
        return `${good} Trust me. ${good} ${good}`;
      }),
    );
    expect(answer).toMatchObject({ mode: "generated", sentences: [{ text: `${TRUE_SENTENCE}.` }] });
    expect(answer.sentences[0]?.citations.length).toBeLessThanOrEqual(5);
  });

  it("is believed when it says that the passages hold no answer", async () => {
    expect(await askWith(reply(() => "NOT_IN_PASSAGES"))).toMatchObject({ status: "not_in_corpus", sentences: [] });
  });

  it.each<[string, (response: ServerResponse, right: number) => void]>([
    [
      "half a stream",
      (response, right) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.end(chatEvent(`${TRUE_SENTENCE} [${right}]. And then`));
      },
    ],
    [
      "an endless stream",
      (response, right) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        const timer = setInterval(() => response.write(chatEvent(`Grokking grokking [${right}] `)), 2);
        response.on("close", () => clearInterval(timer));
      },
    ],
  ])("is given up on %s", async (_what, respond) => {
    const answer = await askWith(respond);
    expect(answer.mode).toBe("extractive");
    expect(answer.warning).toMatch(/quotations follow instead/iu);
  });

  it("may send two replies in one stream", async () => {
    const answer = await askWith(reply((right) => `${TRUE_SENTENCE} [${right}].\n\n${TRUE_SENTENCE} [${right}].`));
    expect(answer.sentences).toHaveLength(1);
  });
});
