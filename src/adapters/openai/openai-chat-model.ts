import Bottleneck from "bottleneck";
import OpenAI from "openai";
import { AppError } from "../../domain/errors.ts";
import type { ChatMessage, ChatModel, ChatOptions } from "../../ports/chat-model.ts";
import { estimateTokens } from "../../util/estimate-tokens.ts";
import { followRedirect } from "../../util/follow-redirect.ts";
import { errorInReply, toModelCallError } from "./openai-error.ts";
import { type BodyEvent, createBodyReader } from "./read-body.ts";
import { createCompletionReader, messageIn } from "./read-completion.ts";

export interface OpenAIChatModelOptions {
  readonly apiKey: string;
  /** Any server that speaks the Chat Completions API, for example `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Sent only when set: some models refuse it. */
  readonly temperature?: number;
  /** Longest silence, before the first piece and between two, in milliseconds. */
  readonly silenceMs: number;
  /** Longest reply, in milliseconds. */
  readonly deadlineMs: number;
  /** Requests under way at once. */
  readonly maxConcurrent: number;
  /** Null: no limit of ours. */
  readonly requestsPerMinute: number | null;
  /** Of prompt and reply together, estimated; null: no limit of ours. */
  readonly tokensPerMinute: number | null;
}

/** A reply longer than this, with all that is thought aloud in its text, has no end. */
const LONGEST_REPLY = 1_000_000;
/** The last event of a stream. */
const LAST_EVENT = /^\s{0,8}"?\[?DONE\]?"?\s{0,8}$/iu;
const MINUTE_MS = 60_000;
/** What a reply is reckoned at before it is there. */
const REPLY_TOKENS = 400;
const MAX_RETRIES = 2;
const FIRST_RETRY_MS = 500;
/** A service that wants a longer pause than this is given up: nobody waits a minute for a chat reply. */
const LONGEST_RETRY_MS = 8_000;
const MOST_REDIRECTS = 5;
/** Redirects that keep the method and what is sent. */
const KEEPS_METHOD = new Set([307, 308]);

/** A chat model behind the Chat Completions API, streamed. */
export function createOpenAIChatModel(options: OpenAIChatModelOptions): ChatModel {
  const service = { host: new URL(options.baseUrl).host, model: options.model };
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    // The client would wait for as long as `retry-after` says; the limiter below waits within bounds.
    maxRetries: 0,
    timeout: options.silenceMs,
    logLevel: "off",
    fetch: (input, init) => fetchWithin(input, init, service.host),
  });
  const limiter = new Bottleneck({ maxConcurrent: options.maxConcurrent, ...perMinute(options.requestsPerMinute) });
  const tokenLimiter = new Bottleneck(perMinute(options.tokensPerMinute));
  limiter.on("failed", (error: unknown, job) => retryDelay(error, job.retryCount));

  async function request(
    messages: readonly ChatMessage[],
    signal: AbortSignal,
    watch: SilenceWatch,
  ): Promise<Response> {
    const estimated = estimateTokens(...messages.map(({ content }) => content)) + REPLY_TOKENS;
    // A request larger than a whole minute's share would wait for ever.
    const weight = Math.min(estimated, options.tokensPerMinute ?? estimated);
    const scheduled = tokenLimiter.schedule({ weight }, () => limiter.schedule(call));
    const response = await orAbort(scheduled, signal);
    if (response === null) throw signal.reason;
    return response;

    async function call(): Promise<Response | null> {
      // An abort is a result here: thrown, it would be tried again.
      if (signal.aborted) return null;
      watch.listen();
      try {
        return await client.chat.completions
          .create(
            {
              model: options.model,
              messages: messages.map(({ role, content }) => ({ role, content })),
              stream: true,
              ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
            },
            { signal },
          )
          .asResponse();
      } catch (error) {
        if (signal.aborted) return null;
        // The pause before the next try is ours, not the service's silence.
        watch.pause();
        throw toModelCallError(error, service);
      }
    }
  }

  async function* reply(
    messages: readonly ChatMessage[],
    { signal: caller, onCut }: ChatOptions,
  ): AsyncGenerator<string> {
    const watch = watchSilence(options.silenceMs, options.deadlineMs, service.host);
    const signal = caller === undefined ? watch.signal : AbortSignal.any([caller, watch.signal]);
    const failure = (what: string, retryable = true, cause?: unknown) =>
      new AppError("MODEL_CALL_FAILED", `The model's service at ${service.host} ${what}.`, { retryable, cause });
    const brokenOff = (cause?: unknown) => failure("broke off in the middle of the answer", true, cause);
    const withoutEnd = () => failure("sent a reply without end", false);
    try {
      const response = await request(messages, signal, watch);
      const completion = createCompletionReader();
      let length = 0;
      let isReply = false;
      for await (const event of eventsOf(response, signal, () => watch.listen())) {
        if (event.kind === "overlong") throw withoutEnd();
        if (event.kind === "text") {
          if (LAST_EVENT.test(event.text) && isReply) return;
          if (event.name === "error") throw errorInReply(messageIn(event.text), service, options.apiKey);
          // Half a document may be half a sentence; other words are signs of life.
          if (isUnnamed(event.name) && /^\s{0,8}(?:\{|\[\{)/u.test(event.text)) break;
          continue;
        }
        const part = completion.read(event.value, event.name);
        if (part.kind === "error") throw errorInReply(part.message, service, options.apiKey);
        if (part.kind === "other") continue;
        isReply = true;
        length += part.text.length;
        if (length > LONGEST_REPLY) throw withoutEnd();
        if (part.end === "cut") onCut?.();
        if (part.text !== "") yield part.text;
        // Whatever follows the end of the reply is not part of it.
        if (part.end !== null) return;
      }
      throw isReply ? brokenOff() : failure("sent something that is no chat completion");
    } catch (error) {
      caller?.throwIfAborted();
      if (watch.signal.aborted) throw watch.signal.reason;
      if (error instanceof BodyBrokenOff) throw brokenOff(error.cause);
      throw toModelCallError(error, service);
    } finally {
      watch.stop();
    }
  }

  return {
    name: options.model,
    stream: (messages, chatOptions = {}) => reply(messages, chatOptions),
  };
}

/** An answer of the host that is configured: questions, passages and the key go nowhere else. */
async function fetchWithin(
  input: string | URL | Request,
  init: RequestInit | undefined,
  host: string,
): Promise<Response> {
  let address = input instanceof Request ? input.url : String(input);
  for (let redirects = 0; ; redirects += 1) {
    // Looked up at each call, so that tests can stand in for the network after the client was made.
    const response = await globalThis.fetch(address, { ...init, redirect: "manual" });
    const redirect = followRedirect(address, response.status, response.headers.get("location"));
    if (redirect.kind === "none") return response;
    await response.body?.cancel();
    const refuse = (what: string) => new AppError("MODEL_CALL_FAILED", `The model's service at ${host} ${what}.`);
    if (redirect.kind === "elsewhere") {
      throw refuse(`redirects to ${redirect.to}, which is not asked: check OPENAI_BASE_URL`);
    }
    if (!KEEPS_METHOD.has(response.status) || redirects >= MOST_REDIRECTS) {
      throw refuse(`redirects (HTTP ${response.status}) to where nothing can be asked: check OPENAI_BASE_URL`);
    }
    address = redirect.url;
  }
}

/** What a response holds, as it arrives. Each byte, also of what carries no text, is a sign of life. */
async function* eventsOf(response: Response, signal: AbortSignal, onLife: () => void): AsyncGenerator<BodyEvent> {
  const bytes = response.body?.getReader();
  if (bytes === undefined) return;
  const decoder = new TextDecoder();
  const body = createBodyReader();
  try {
    for (;;) {
      const { done, value } = await orAbort(readFrom(bytes), signal);
      if (done) break;
      onLife();
      yield* body.push(decoder.decode(value, { stream: true }));
    }
    yield* body.push(decoder.decode());
    yield* body.end();
  } finally {
    // Closes the connection; a service that goes on sending is not waited for.
    bytes.cancel().catch(() => {});
  }
}

/** The connection was lost while a response came, or its body is not what its headers say. */
class BodyBrokenOff extends Error {}

async function readFrom(bytes: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await bytes.read();
  } catch (cause) {
    throw new BodyBrokenOff("the body can't be read to its end", { cause });
  }
}

function isUnnamed(event: string | null): boolean {
  return event === null || event === "" || event === "message";
}

/** Bottleneck's settings for so many units in each minute. */
function perMinute(amount: number | null): Bottleneck.ConstructorOptions {
  if (amount === null) return {};
  return { reservoir: amount, reservoirRefreshAmount: amount, reservoirRefreshInterval: MINUTE_MS };
}

/** The promise's result, or the signal's reason as soon as it is aborted, whatever the promise does. */
async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

interface SilenceWatch {
  /** Aborted with an `AppError` when the service is given up. */
  readonly signal: AbortSignal;
  /** The service is asked, or was heard: its silence counts from now. */
  listen(): void;
  /** Nobody waits for the service for the time being. */
  pause(): void;
  stop(): void;
}

/** Gives up when nothing was heard for `silenceMs`, or when `deadlineMs` are over. */
function watchSilence(silenceMs: number, deadlineMs: number, host: string): SilenceWatch {
  const controller = new AbortController();
  const giveUp = (what: string) =>
    controller.abort(new AppError("MODEL_CALL_FAILED", `The model's service at ${host} ${what}.`, { retryable: true }));
  const deadline = setTimeout(() => giveUp(`had not finished after ${deadlineMs / 1000} s`), deadlineMs);
  let silence: NodeJS.Timeout | undefined;
  const pause = () => clearTimeout(silence);
  return {
    signal: controller.signal,
    listen() {
      pause();
      silence = setTimeout(() => giveUp(`sent nothing for ${silenceMs / 1000} s`), silenceMs);
    },
    pause,
    stop() {
      pause();
      clearTimeout(deadline);
    },
  };
}

/** Milliseconds until the next try, or undefined to give up. */
function retryDelay(error: unknown, retryCount: number): number | undefined {
  if (!(error instanceof AppError) || !error.retryable || retryCount >= MAX_RETRIES) return undefined;
  const waitMs = error.retryAfterMs ?? FIRST_RETRY_MS * 2 ** retryCount;
  return waitMs <= LONGEST_RETRY_MS ? waitMs : undefined;
}
