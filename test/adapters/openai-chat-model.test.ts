import { delay, HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createOpenAIChatModel, type OpenAIChatModelOptions } from "../../src/adapters/openai/openai-chat-model.ts";

const KEY = "sk-very-secret-key-1234567890";
const ENDPOINT = "http://models.test/v1/chat/completions";
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const chunk = (content: string | null, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", choices: [{ index: 0, delta: content === null ? {} : { content }, finish_reason: finish }] })}\n\n`;
const sse = (...events: string[]) =>
  new HttpResponse(events.join(""), { headers: { "content-type": "text/event-stream" } });
const good = () => sse(chunk("Soft"), chunk("max [1]."), chunk(null, "stop"), "data: [DONE]\n\n");

function modelWith(options: Partial<OpenAIChatModelOptions> = {}) {
  return createOpenAIChatModel({
    apiKey: KEY,
    baseUrl: "http://models.test/v1",
    model: "test-model",
    silenceMs: 2_000,
    deadlineMs: 5_000,
    maxConcurrent: 2,
    requestsPerMinute: null,
    tokensPerMinute: null,
    ...options,
  });
}

async function replyOf(options: Partial<OpenAIChatModelOptions> = {}, signal?: AbortSignal): Promise<string> {
  let text = "";
  const messages = [{ role: "user", content: "Why?" }] as const;
  for await (const delta of modelWith(options).stream(messages, signal === undefined ? {} : { signal })) text += delta;
  return text;
}

/** Runs against one handler and returns the error, after checking that no secret is in it. */
async function failureOf(options: Partial<OpenAIChatModelOptions> = {}) {
  const error: unknown = await replyOf(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "AppError", code: "MODEL_CALL_FAILED" });
  const message = error instanceof Error ? error.message : "";
  expect(message).not.toContain(KEY);
  expect(message.split("\n")).toHaveLength(1);
  return { error, message };
}

describe("createOpenAIChatModel", () => {
  it("streams the reply of the Chat Completions API", async () => {
    let body: unknown;
    let authorization: string | null = null;
    server.use(
      http.post(ENDPOINT, async ({ request }) => {
        body = await request.json();
        authorization = request.headers.get("authorization");
        return good();
      }),
    );
    expect(await replyOf()).toBe("Softmax [1].");
    expect(body).toEqual({ model: "test-model", messages: [{ role: "user", content: "Why?" }], stream: true });
    expect(authorization).toBe(`Bearer ${KEY}`);
  });

  it("sends a temperature only when one is set", async () => {
    const bodies: unknown[] = [];
    server.use(
      http.post(ENDPOINT, async ({ request }) => {
        bodies.push(await request.json());
        return good();
      }),
    );
    await replyOf({ temperature: 0 });
    expect(bodies).toMatchObject([{ temperature: 0 }]);
  });

  it.each([
    [401, "refused the key (HTTP 401): check OPENAI_API_KEY"],
    [403, "refused the key (HTTP 403)"],
    [404, "knows no model “test-model” (HTTP 404)"],
    [400, "failed (HTTP 400)"],
  ])("says what HTTP %i means, once, without the vendor's words", async (status, text) => {
    let calls = 0;
    server.use(
      http.post(ENDPOINT, () => {
        calls += 1;
        return HttpResponse.json({ error: { message: `Incorrect API key provided: ${KEY}` } }, { status });
      }),
    );
    expect((await failureOf()).message).toContain(text);
    expect(calls).toBe(1);
  });

  it("tries again after a 429 that asks for a short wait, and gives up on a long one at once", async () => {
    const statuses = [429, 429, 200];
    server.use(
      http.post(ENDPOINT, () => {
        const status = statuses.shift();
        return status === 200
          ? good()
          : HttpResponse.json({}, { status: status ?? 500, headers: { "retry-after-ms": "5" } });
      }),
    );
    expect(await replyOf()).toBe("Softmax [1].");

    let calls = 0;
    server.use(
      http.post(ENDPOINT, () => {
        calls += 1;
        return HttpResponse.json({}, { status: 429, headers: { "retry-after": "3600" } });
      }),
    );
    const { error, message } = await failureOf();
    expect(message).toContain("is over its limit (HTTP 429): try again in 3600 s");
    expect(error).toMatchObject({ retryable: true, retryAfterMs: 3_600_000 });
    expect(calls).toBe(1);
  });

  it("gives up after three server errors", async () => {
    let calls = 0;
    server.use(
      http.post(ENDPOINT, () => {
        calls += 1;
        return new HttpResponse("<html>Bad gateway</html>", { status: 502, headers: { "retry-after-ms": "1" } });
      }),
    );
    expect((await failureOf()).message).toContain("failed (HTTP 502)");
    expect(calls).toBe(3);
  });

  it("believes no service that wants a pause without end", async () => {
    server.use(
      http.post(ENDPOINT, () => HttpResponse.json({}, { status: 429, headers: { "retry-after": "9".repeat(400) } })),
    );
    const { error, message } = await failureOf();
    expect(message).toContain("try again in 86400 s");
    expect(error).toMatchObject({ retryAfterMs: 86_400_000 });
  });

  it.each([307, 308])("follows a redirect (%i) within its host, and sends the question again there", async (status) => {
    const moved = new URL("/moved", ENDPOINT).href;
    const asked: string[] = [];
    server.use(
      http.post(ENDPOINT, () => new HttpResponse(null, { status, headers: { location: "/moved" } })),
      http.post(moved, async ({ request }) => {
        asked.push(await request.text());
        return good();
      }),
    );
    expect(await replyOf()).toBe("Softmax [1].");
    expect(asked).toEqual([expect.stringContaining('"messages"')]);
  });

  it.each([
    ["another host", 307, "http://evil.test/v1", "redirects to evil.test, which is not asked: check OPENAI_BASE_URL"],
    ["another host, as a page", 302, "//evil.test/", "redirects to evil.test, which is not asked"],
    ["itself", 308, ENDPOINT, "redirects (HTTP 308) to where nothing can be asked"],
    ["a page to be read", 303, "/login", "redirects (HTTP 303) to where nothing can be asked"],
  ])("takes no answer from elsewhere: %s", async (_name, status, location, text) => {
    let calls = 0;
    server.use(
      http.post(ENDPOINT, () => {
        calls += 1;
        return new HttpResponse(null, { status, headers: { location } });
      }),
    );
    expect((await failureOf()).message).toContain(text);
    expect(calls).toBeLessThanOrEqual(6);
  });

  it("says when the service can't be reached", async () => {
    server.use(http.post(ENDPOINT, () => HttpResponse.error()));
    expect((await failureOf()).message).toContain("can't be reached: check OPENAI_BASE_URL");
  });

  it.each([
    ["HTML", () => new HttpResponse("<html>Hello</html>", { headers: { "content-type": "text/html" } })],
    ["the end of a stream alone", () => sse("data: [DONE]\n\n")],
    ["half a document", () => new HttpResponse('{"choices": [{"message": {"content": "Soft')],
    ["nothing", () => sse()],
    ["events of another kind", () => sse('data: {"hello":"world"}\n\n')],
  ])("recognises %s as no chat completion", async (_what, respond) => {
    server.use(http.post(ENDPOINT, respond));
    expect((await failureOf()).message).toContain("sent something that is no chat completion");
  });

  // An error event and broken JSON in the stream are tried with a real server in test/cli: the library waits there for
  // the body to be cancelled, which msw's copy of it never is.

  describe("reads", () => {
    const choice = (fields: object) => ({ index: 0, finish_reason: null, ...fields });
    const event = (...choices: object[]) => `data: ${JSON.stringify({ object: "chat.completion.chunk", choices })}\n\n`;
    const said = (content: unknown, fields: object = {}) => event(choice({ delta: { content }, ...fields }));
    const DONE = "data: [DONE]\n\n";
    const thinking = { type: "thinking", thinking: [{ type: "text", text: "Hm." }] };
    const whole = {
      object: "chat.completion",
      choices: [{ message: { content: "Softmax [1]." }, finish_reason: "stop" }],
    };
    const body = (text: string, type = "text/event-stream") =>
      new HttpResponse(text, { headers: { "content-type": type } });

    it.each<[string, string, string?]>([
      [
        "parts",
        said([{ type: "text", text: "Soft" }, thinking]) +
          said({ type: "text", text: "max" }) +
          said([" ", "[1]."]) +
          DONE,
      ],
      [
        "fields of thinking",
        event(choice({ delta: { reasoning_content: "Hm.", reasoning: "Hm.", content: null } })) +
          said("Softmax [1].") +
          DONE,
      ],
      [
        "a marked thought",
        said([
          { thought: true, text: "Hm." },
          { type: "output_text", text: { value: "Softmax [1]." } },
        ]) + DONE,
      ],
      [
        "empty reasons",
        said("Soft", { finish_reason: "" }) +
          said("max [1].", { finish_reason: "null" }) +
          event(choice({ delta: {}, finish_reason: "stop" })),
      ],
      ["a word that names no end", said("Soft", { finish_reason: "in_progress" }) + said("max [1].") + DONE],
      [
        "missing reasons",
        `${said("Soft", { finish_reason: undefined })}${said("max [1].", { finish_reason: undefined })}${DONE}`,
      ],
      ["usage before the end", `${said("Softmax [1].")}data: {"choices":[],"usage":{"total_tokens":3}}\n\n${DONE}`],
      [
        "pings and empty choices",
        `: hello\n\nevent: ping\ndata: {"type":"ping"}\n\n${event()}data:\n\ndata: ping\n\n${said("Softmax [1].")}: x\n\n\n\n${DONE}`,
      ],
      [
        "no space, no empty line, CRLF",
        `data:${said("Soft").slice(6).trim()}\r\ndata:${said("max [1].").slice(6).trim()}\r\ndata:[DONE]\r\n`,
      ],
      ["data on several lines", `data: {"choices":\ndata: [{"delta":{"content":"Softmax [1]."}}]}\n\n${DONE}`],
      [
        "two choices",
        event(choice({ index: 1, delta: { content: "Other." } }), choice({ delta: { content: "Softmax [1]." } })) +
          event(choice({ index: 1, delta: { content: "More." } })) +
          DONE,
      ],
      [
        "an error that is none",
        `data: ${JSON.stringify({ error: null, choices: [choice({ delta: { content: "Softmax [1]." } })] })}\n\n${DONE}`,
      ],
      [
        "a whole message at the end",
        said("Softmax [1].") +
          event(choice({ delta: {}, message: { content: "Softmax [1]." }, finish_reason: "stop" })),
      ],
      ["a whole document", JSON.stringify(whole), "application/json"],
      ["a whole document, indented", `\n \n${JSON.stringify(whole, null, 2)}\n`, "text/plain"],
      ["a whole document as a stream", JSON.stringify(whole), "text/event-stream"],
      [
        "a whole document in an event",
        `data: ${JSON.stringify({ ...whole, choices: [{ message: { content: "Softmax [1]." } }] })}\n\n`,
      ],
      ["a byte order mark", `\uFEFF${JSON.stringify(whole)}`, "application/json"],
      [
        "JSON lines",
        [said("Soft"), said("max [1]."), event(choice({ delta: {}, finish_reason: "STOP" }))]
          .map((each) => each.slice(6).trim())
          .join("\n"),
        "application/x-ndjson",
      ],
      ["text of completions", `${event({ text: "Softmax [1]." })}${DONE}`],
    ])("%s", async (_what, text, type) => {
      server.use(http.post(ENDPOINT, () => body(text, type)));
      expect(await replyOf()).toBe("Softmax [1].");
    });

    it("a reply that was cut, and says so", async () => {
      for (const reason of ["length", "max_tokens", "content_filter"]) {
        server.use(http.post(ENDPOINT, () => body(said("Soft", { finish_reason: reason }))));
        let cuts = 0;
        let text = "";
        for await (const piece of modelWith().stream([{ role: "user", content: "Why?" }], { onCut: () => (cuts += 1) }))
          text += piece;
        expect({ text, cuts }).toEqual({ text: "Soft", cuts: 1 });
      }
    });

    it.each<[string, string, string | null]>([
      ["an object", '{"error":{"message":"Model is busy.","code":503}}', "Model is busy"],
      ["a text", '{"error":"model is busy"}', "model is busy"],
      ["an event", 'event: error\ndata: {"message":"Model is busy"}\n\n', "Model is busy"],
      ["an event of text", "event: error\ndata: Model is busy\n\n", "Model is busy"],
      ["after some text", `${said("Soft")}data: {"error":{"message":"Model is busy"}}\n\n`, "Model is busy"],
      [
        "beside choices",
        `data: ${JSON.stringify({ error: { message: "Busy" }, choices: [choice({ delta: { content: "" }, finish_reason: "error" })] })}\n\n`,
        "Busy",
      ],
      ["vLLM's", '{"object":"error","message":"Too long","type":"BadRequestError","code":400}', "Too long"],
      ["of a framework", '{"detail":"Not Found"}', "Not Found"],
      ["a list", '{"success":false,"errors":[{"code":7,"message":"No such model"}]}', "No such model"],
      ["JSON in a text", `{"error":{"message":${JSON.stringify('{"error":{"message":"Busy"}}')}}}`, "Busy"],
      [
        "with markup, a link and a key",
        `{"error":{"message":"<b>Busy</b>\\n\\u202Esee https://x.test/?key=${KEY} @everyone ${KEY}"}}`,
        "Busy see everyone …",
      ],
      ["without words", '{"error":{"code":500}}', null],
      ["a reason alone", said("Soft", { finish_reason: "error" }), null],
    ])("an error in a reply as one: %s", async (_what, text, message) => {
      server.use(http.post(ENDPOINT, () => body(text)));
      const words = message === null ? "" : `: “${message}”`;
      expect((await failureOf()).message).toBe(
        `The model's service at models.test reported an error in its reply${words}.`,
      );
    });

    it("signs of life without text as such, up to the deadline", async () => {
      const living = (until: number) => {
        let at = 0;
        return new ReadableStream<Uint8Array>({
          async pull(controller) {
            await delay(30);
            at += 1;
            controller.enqueue(new TextEncoder().encode(at < until ? ": x\n" : `\n${said("Softmax [1].")}${DONE}`));
            if (at >= until) controller.close();
          },
        });
      };
      const stream = (until: number) =>
        new HttpResponse(living(until), { headers: { "content-type": "text/event-stream" } });
      server.use(http.post(ENDPOINT, () => stream(8)));
      expect(await replyOf({ silenceMs: 120 })).toBe("Softmax [1].");
      server.use(http.post(ENDPOINT, () => stream(500)));
      expect((await failureOf({ silenceMs: 120, deadlineMs: 300 })).message).toContain("had not finished after 0.3 s");
    });
  });

  it("reports half a stream", async () => {
    server.use(http.post(ENDPOINT, () => sse(chunk("Softmax coll"))));
    expect((await failureOf()).message).toContain("broke off in the middle of the answer");
  });

  it("reports a body that is lost as such, whatever came of it", async () => {
    for (const begun of [chunk("Softmax coll"), ": x\n\n"]) {
      const lost = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(begun));
        },
        pull: (controller) => controller.error(new TypeError("terminated")),
      });
      server.use(http.post(ENDPOINT, () => new HttpResponse(lost)));
      expect((await failureOf()).message).toContain("broke off in the middle of the answer");
    }
  });

  it.each(["data: [done]\n\n", 'data: "[DONE]"\n\n', "data: DONE"])("takes %j for an end", async (end) => {
    server.use(http.post(ENDPOINT, () => sse(chunk("Softmax [1]."), end)));
    expect(await replyOf()).toBe("Softmax [1].");
  });

  it("ends with the first reply when two are sent", async () => {
    server.use(
      http.post(ENDPOINT, () => sse(chunk("One [1]."), chunk(null, "stop"), chunk("Two [2]."), chunk(null, "stop"))),
    );
    expect(await replyOf()).toBe("One [1].");
  });

  it("gives up on silence, before the first piece and between two", async () => {
    server.use(
      http.post(ENDPOINT, async () => {
        await delay("infinite");
        return good();
      }),
    );
    expect((await failureOf({ silenceMs: 60 })).message).toContain("sent nothing for 0.06 s");
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(chunk("Soft"))),
    });
    server.use(
      http.post(ENDPOINT, () => new HttpResponse(stalled, { headers: { "content-type": "text/event-stream" } })),
    );
    expect((await failureOf({ silenceMs: 60 })).message).toContain("sent nothing for 0.06 s");
  });

  it("gives up on an endless reply", async () => {
    const endless = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await delay(1);
        controller.enqueue(new TextEncoder().encode(chunk("word ".repeat(500))));
      },
    });
    server.use(
      http.post(ENDPOINT, () => new HttpResponse(endless, { headers: { "content-type": "text/event-stream" } })),
    );
    expect((await failureOf()).message).toContain("sent a reply without end");
  });

  it("gives up on a reply that trickles past the deadline", async () => {
    const trickle = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await delay(20);
        controller.enqueue(new TextEncoder().encode(chunk("w ")));
      },
    });
    server.use(
      http.post(ENDPOINT, () => new HttpResponse(trickle, { headers: { "content-type": "text/event-stream" } })),
    );
    expect((await failureOf({ deadlineMs: 120 })).message).toContain("had not finished after 0.12 s");
  });

  it("lets the caller's abort through as it is", async () => {
    server.use(
      http.post(ENDPOINT, async () => {
        await delay("infinite");
        return good();
      }),
    );
    const stop = new AbortController();
    const reason = new Error("the asker left");
    setTimeout(() => stop.abort(reason), 20);
    await expect(replyOf({}, stop.signal)).rejects.toBe(reason);
  });

  it("keeps to the requests and tokens of a minute, and frees a caller who gives up waiting", async () => {
    for (const limit of [{ requestsPerMinute: 1 }, { tokensPerMinute: 500 }]) {
      let calls = 0;
      server.use(
        http.post("http://models.test/v1/chat/completions", () => {
          calls += 1;
          return good();
        }),
      );
      const model = modelWith(limit);
      const messages = [{ role: "user", content: "Why?" }] as const;
      const read = async (signal?: AbortSignal) => {
        for await (const _delta of model.stream(messages, signal === undefined ? {} : { signal }));
      };
      await read();
      await expect(read(AbortSignal.timeout(100))).rejects.toThrow(expect.objectContaining({ name: "TimeoutError" }));
      expect(calls).toBe(1);
    }
  });
});
