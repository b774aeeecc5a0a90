import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { AppError } from "../../domain/errors.ts";
import { cleanLine } from "../../util/clean-text.ts";
import { truncate } from "../../util/truncate.ts";

/** What a message may say about the service: its host, never its path, query, user or key. */
export interface ServiceName {
  readonly host: string;
  readonly model: string;
}

/** A failure of the chat endpoint as one sentence. The text of an HTTP error may quote the key, so it is not shown. */
export function toModelCallError(error: unknown, service: ServiceName): AppError {
  if (error instanceof AppError) return error;
  // The client wraps what its way of fetching throws.
  if (error instanceof APIConnectionError && error.cause instanceof AppError) return error.cause;
  const failure = (what: string, retryable: boolean, retryAfterMs?: number) =>
    new AppError("MODEL_CALL_FAILED", `The model's service at ${service.host} ${what}.`, {
      cause: error,
      retryable,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  if (error instanceof APIConnectionTimeoutError) return failure("did not answer in time", true);
  if (error instanceof APIConnectionError)
    return failure("can't be reached: check OPENAI_BASE_URL and the network", true);
  if (error instanceof APIError) {
    const status: number | undefined = error.status;
    if (status === 401 || status === 403)
      return failure(`refused the key (HTTP ${status}): check OPENAI_API_KEY`, false);
    if (status === 404) {
      return failure(`knows no model “${service.model}” (HTTP 404): check OPENAI_MODEL and OPENAI_BASE_URL`, false);
    }
    if (status === 429) {
      const waitMs = retryAfterMs(error.headers);
      const when = waitMs === undefined ? "" : `: try again in ${Math.ceil(waitMs / 1000)} s`;
      return failure(`is over its limit (HTTP 429)${when}`, true, waitMs);
    }
    if (status !== undefined) {
      const isPassing = status >= 500 || status === 408 || status === 409;
      return failure(`failed (HTTP ${status})`, isPassing, retryAfterMs(error.headers));
    }
  }
  return failure("sent something that is no chat completion", false);
}

/** Longest text of a service's own that is shown. */
const LONGEST_MESSAGE = 200;
/** More of it is not looked at. */
const MESSAGE_READ = 2_000;
/** As much of a key as gives it away. */
const KEY_PART = 8;

/** An error that came as a reply, as one sentence with the service's own words: without markup, links and keys. */
export function errorInReply(message: string | null, { host }: ServiceName, apiKey: string): AppError {
  const said = message === null ? "" : saidBy(message.slice(0, MESSAGE_READ), apiKey);
  const what = `The model's service at ${host} reported an error in its reply${said === "" ? "" : `: “${said}”`}.`;
  return new AppError("MODEL_CALL_FAILED", what, { retryable: true });
}

function saidBy(message: string, apiKey: string): string {
  const plain = cleanLine(message.replace(/<[^<>]{0,200}>/gu, " ").replace(/[<>@`*~|#[\]{}“”]/gu, "")).replace(
    / (?=[.,:;!?])/gu,
    "",
  );
  const words = plain.split(" ").filter((word) => word !== "" && !/:\/\/|^www\./iu.test(word));
  const safe = words
    .map((word) => (looksLikeKey(word, apiKey) ? "…" : word))
    .filter((word, at, all) => word !== all[at - 1] || word !== "…");
  const text = truncate(safe.join(" "), LONGEST_MESSAGE).replace(/[\s.!:;,]{1,9}$/u, "");
  return /[\p{L}\p{N}]/u.test(text) ? text : "";
}

/** Whether a word holds the key, or enough of it, or looks like one. */
function looksLikeKey(word: string, apiKey: string): boolean {
  if (/^\W{0,3}(?:sk|pk|gsk|xai|hf|key|Bearer)[-_][\w*-]{6,}/u.test(word) || word.length > 60) return true;
  if (apiKey.length < KEY_PART) return apiKey.length > 4 && word.includes(apiKey);
  for (let at = 0; at + KEY_PART <= word.length; at += 1) {
    if (apiKey.includes(word.slice(at, at + KEY_PART))) return true;
  }
  return false;
}

/** No service is believed to be away for longer. */
const LONGEST_WAIT_MS = 86_400_000;

/** The wait that `retry-after-ms` or `retry-after` asks for, up to a day; undefined where there is none. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const waitMs = readRetryAfter(headers);
  return waitMs === undefined ? undefined : Math.min(LONGEST_WAIT_MS, waitMs);
}

function readRetryAfter(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers?.get("retry-after");
  if (text === null || text === undefined) return undefined;
  const seconds = Number(text);
  const wait = !Number.isNaN(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return wait >= 0 ? wait : undefined;
}
