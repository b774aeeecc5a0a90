import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { AppError } from "../../domain/errors.ts";

/** What a message may say about the service: its host, never its path, query, user or key. */
export interface ServiceName {
  readonly host: string;
  readonly model: string;
}

/** A failure of the chat endpoint as one sentence. The vendor's own text may quote the key, so it is never shown. */
export function toModelCallError(error: unknown, service: ServiceName): AppError {
  if (error instanceof AppError) return error;
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
    if (status === undefined) return failure("reported an error in its reply", true);
    return failure(
      `failed (HTTP ${status})`,
      status >= 500 || status === 408 || status === 409,
      retryAfterMs(error.headers),
    );
  }
  return failure("sent something that is no chat completion", false);
}

/** The wait that `retry-after-ms` or `retry-after` asks for; undefined where there is none. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers?.get("retry-after");
  if (text === null || text === undefined) return undefined;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(wait) && wait >= 0 ? wait : undefined;
}
