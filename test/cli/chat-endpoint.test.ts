import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, inject, it } from "vitest";
import { type ChatServer, chatEvent, chatReply, startChatServer } from "../support/chat-server.ts";
import { runCli } from "../support/run-cli.ts";

const dataDir = inject("seedsDataDir");
const KEY = "sk-live-0123456789abcdef";
let server: ChatServer | undefined;
afterEach(() => server?.close());

async function askWith(respond: (response: ServerResponse) => void, ...args: string[]) {
  server = await startChatServer((response) => respond(response));
  const env = {
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_MODEL: "tiny",
    OPENAI_SILENCE_SECONDS: "1",
    FOOTNOTE_LOG_LEVEL: "debug",
  };
  const result = await runCli(["ask", "What explains grokking?", "--json", "--data-dir", dataDir, ...args], { env });
  expect(result.stdout + result.stderr).not.toContain(KEY);
  return { ...result, answer: result.stdout === "" ? null : JSON.parse(result.stdout) };
}

const stream = (body: string) => (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(body);
};

describe("footnote ask with a chat endpoint", () => {
  it("shows the model's cited sentences and drops the others", async () => {
    const { code, answer } = await askWith(
      stream(
        chatReply(
          "Grokking is delayed generalization after overfitting [1]. Trust me. The moon is made of cheese [4].",
        ),
      ),
    );
    expect(code).toBe(0);
    expect(answer).toMatchObject({
      mode: "generated",
      model: "tiny",
      sentences: [{ text: "Grokking is delayed generalization after overfitting.", citations: [1] }],
    });
    expect(answer.citations).toHaveLength(1);
    const [body] = server?.requests ?? [];
    expect(JSON.parse(body ?? "{}")).toMatchObject({
      model: "tiny",
      stream: true,
      messages: [{ role: "system" }, { role: "user" }],
    });
  });

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    [
      "401",
      (response) => response.writeHead(401).end(JSON.stringify({ error: { message: `Incorrect API key: ${KEY}` } })),
      /refused the key \(HTTP 401\)/u,
    ],
    [
      "429 with a long wait",
      (response) => response.writeHead(429, { "retry-after": "120" }).end(),
      /try again in 120 s/u,
    ],
    ["500", (response) => response.writeHead(500).end("oops"), /HTTP 500/u],
    [
      "HTML",
      (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
      /no chat completion/u,
    ],
    ["broken JSON in the stream", stream("data: {broken\n\n"), /no chat completion/u],
    [
      "an error in the stream",
      stream(`${chatEvent("Soft")}data: {"error":{"message":"${KEY}"}}\n\n`),
      /reported an error in its reply/u,
    ],
    ["half a stream", stream(chatEvent("Grokking is delayed [1]. And")), /broke off/u],
    [
      "a dropped connection",
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chatEvent("Grok"));
        setTimeout(() => response.destroy(), 50);
      },
      /service/u,
    ],
    [
      "an error in place of a reply",
      (response) => response.writeHead(200).end(`{"error":{"message":"Overloaded <b>now</b>:\\n key ${KEY}"}}`),
      /reported an error in its reply: “Overloaded now: key …”/u,
    ],
    ["silence", () => {}, /sent nothing for 1 s/u],
  ])("answers with quotations and a warning on %s", async (_what, respond, warning) => {
    const { code, answer } = await askWith(respond);
    expect(code).toBe(0);
    expect(answer).toMatchObject({
      status: "answered",
      mode: "extractive",
      model: null,
      warning: expect.stringMatching(warning),
    });
    expect(answer.sentences.length).toBeGreaterThan(0);
  });

  it("writes its log in lines, never as JSON", async () => {
    const reply = chatReply("Grokking is delayed generalization after overfitting [1].");
    const { answer, stderr } = await askWith(stream(reply));
    expect(answer.mode).toBe("generated");
    expect(stderr).toMatch(/^footnote: warning: the model's judgement has another shape than asked for/mu);
    expect(stderr).not.toMatch(/\{"|"level"/u);
  });

  it("exits with 69 and one sentence when a generated answer was insisted on", async () => {
    const { code, stdout, stderr } = await askWith(
      (response) => response.writeHead(503, { "retry-after": "60" }).end(),
      "--mode",
      "generated",
    );
    expect(code).toBe(69);
    expect(stdout).toBe("");
    expect(JSON.parse(stderr.trim().split("\n").at(-1) ?? "")).toEqual({
      error: {
        code: "MODEL_CALL_FAILED",
        message: expect.stringMatching(/^The model's service at 127\.0\.0\.1:\d+ failed \(HTTP 503\)\.$/u),
      },
    });
  });
});
