import Bottleneck from "bottleneck";
import { AppError, isAbortError, PageRefused } from "../../domain/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Logger } from "../../ports/logger.ts";
import type { FetchOptions, PageCache, PageFetcher } from "../../ports/page-fetcher.ts";
import { decodePage } from "../../util/decode-text.ts";
import { followRedirect } from "../../util/follow-redirect.ts";

export interface PoliteFetcherDeps {
  readonly cache: PageCache;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

export interface PoliteFetcherOptions {
  /** Who asks, and how to reach them. */
  readonly userAgent: string;
  /** Least time between two requests to one host. */
  readonly minTimeMs: (host: string) => number;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A service that asks for a longer pause is left alone until the next run. */
const LONGEST_WAIT_MS = 60_000;
/** No service is left alone for longer than a day, whatever it asks for. */
const LONGEST_PAUSE_ASKED_MS = 86_400_000;
const MOST_REDIRECTS = 5;
const DEADLINE_MS = 30_000;
const MOST_BYTES = 20 * 1024 * 1024;
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Statuses that say something of the service or of who asks, not of the page. */
const OF_THE_SERVICE = new Set([401, 407, 408, 425, 429, 502, 503, 504]);

interface FailureDetails {
  readonly waitMs?: number | null;
  /** The failure may be that of this page alone. */
  readonly ofPage?: boolean;
  readonly cause?: unknown;
}

/** A failure that may pass. */
class PassingFailure extends Error {
  readonly waitMs: number | null;
  readonly ofPage: boolean;
  constructor(message: string, { waitMs = null, ofPage = false, cause }: FailureDetails) {
    super(message, { cause });
    this.waitMs = waitMs;
    this.ofPage = ofPage;
  }
}

/**
 * Fetches over HTTP with manners: one request at a time and host, with a least time between them; conditional where the
 * page is known; again after a pause that grows and varies, or as long as `Retry-After` or `RateLimit` say.
 */
export function createPoliteFetcher(deps: PoliteFetcherDeps, options: PoliteFetcherOptions): PageFetcher {
  const limiters = new Map<string, Bottleneck>();
  /** When a host may be asked again, in milliseconds of the monotonic clock. */
  const notBefore = new Map<string, number>();

  const limiterOf = (host: string): Bottleneck => {
    const known = limiters.get(host);
    if (known !== undefined) return known;
    const made = new Bottleneck({ maxConcurrent: 1, minTime: options.minTimeMs(host) });
    limiters.set(host, made);
    return made;
  };

  /** An answer of the host that is asked; redirects within it are followed, one to elsewhere is an error. */
  async function fetchWithin(url: string, init: RequestInit & { readonly signal: AbortSignal }): Promise<Response> {
    const { host } = new URL(url);
    const asked = new Set([url]);
    for (let address = url; ; ) {
      const response = await fetch(address, { ...init, redirect: "manual" });
      const redirect = followRedirect(address, response.status, response.headers.get("location"));
      if (redirect.kind === "none") return response;
      await response.body?.cancel();
      if (redirect.kind === "elsewhere") throw redirectsElsewhere(host, redirect.to);
      address = redirect.url;
      if (asked.has(address) || asked.size > MOST_REDIRECTS) throw pageRefused(host, "it redirects in circles");
      asked.add(address);
      await deps.sleep(options.minTimeMs(host), init.signal);
    }
  }

  async function request(url: string, accept: string, { signal, readable = [], fresh = false }: FetchOptions) {
    const { host } = new URL(url);
    const known = fresh ? null : await deps.cache.getPage(url);
    const waitMs = (notBefore.get(host) ?? 0) - deps.clock.elapsedMs();
    if (waitMs > LONGEST_WAIT_MS) throw serviceFailed(host, asksToWait("it", waitMs));
    if (waitMs > 0) await deps.sleep(waitMs, signal);
    signal?.throwIfAborted();
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    let response: Response | undefined;
    let body: string;
    try {
      response = await fetchWithin(url, {
        headers: {
          accept,
          "user-agent": options.userAgent,
          ...(fresh ? { "cache-control": "no-cache" } : {}),
          ...(known?.etag == null ? {} : { "if-none-match": known.etag }),
          ...(known?.lastModified == null ? {} : { "if-modified-since": known.lastModified }),
        },
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      });
      body = await readBounded(response);
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (signal?.aborted === true && isAbortError(error)) throw error;
      throw new PassingFailure(deadline.aborted ? "it did not answer in time" : "it can't be reached, or broke off", {
        ofPage: response !== undefined && !deadline.aborted,
        cause: error,
      });
    }
    const pauseMs = pauseAskedFor(response, deps.clock.now());
    if (pauseMs !== null) notBefore.set(host, deps.clock.elapsedMs() + pauseMs);
    if (response.status === 304 && known !== null) return known.body;
    if (!response.ok && !readable.includes(response.status)) {
      const what = `it answered ${response.status}`;
      const ofPage = !OF_THE_SERVICE.has(response.status);
      if (RETRIED.has(response.status)) throw new PassingFailure(what, { waitMs: pauseMs, ofPage });
      if (!ofPage) throw serviceFailed(host, what);
      throw pageRefused(host, `${what}${response.status === 404 ? ": there is no such page" : ""}`);
    }
    const type = response.headers.get("content-type")?.split(";")[0]?.trim() ?? "";
    if (/html/iu.test(type) || /^\s*<!doctype html/iu.test(body)) {
      throw new PassingFailure(`it answered with a web page instead of ${accept}`, { waitMs: pauseMs, ofPage: true });
    }
    const [etag, lastModified] = [response.headers.get("etag"), response.headers.get("last-modified")];
    if (response.ok && (etag !== null || lastModified !== null)) {
      await deps.cache.savePage({ url, etag, lastModified, body }, deps.clock.now());
    }
    return body;
  }

  return {
    async fetchText(url, accept, fetchOptions) {
      const { signal } = fetchOptions;
      const { host } = new URL(url);
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await limiterOf(host).schedule(() => request(url, accept, fetchOptions));
        } catch (error) {
          if (!(error instanceof PassingFailure)) throw error;
          // A service that asks for no pause at all gets one all the same.
          const waitMs = Math.max(error.waitMs ?? 0, growingPause(attempt, deps.random()));
          if (waitMs > LONGEST_WAIT_MS) {
            throw serviceFailed(host, asksToWait(`${error.message} and`, waitMs), error.cause);
          }
          if (attempt >= ATTEMPTS) {
            const what = `${error.message}, ${ATTEMPTS} times`;
            throw error.ofPage ? pageRefused(host, what, error.cause) : serviceFailed(host, what, error.cause);
          }
          deps.logger.info({ host, attempt, waitMs, problem: error.message }, "a page could not be fetched; waiting");
          await deps.sleep(waitMs, signal);
          signal?.throwIfAborted();
        }
      }
    },
  };
}

function serviceFailed(host: string, what: string, cause?: unknown): AppError {
  return new AppError("SERVICE_FAILED", `${host} can't be used: ${what}. The next run goes on from here.`, {
    retryable: true,
    cause,
  });
}

function pageRefused(host: string, what: string, cause?: unknown): PageRefused {
  return new PageRefused(what, `${host} did not give a page: ${what}. The next run asks for it again.`, { cause });
}

function asksToWait(who: string, waitMs: number): string {
  if (waitMs >= LONGEST_PAUSE_ASKED_MS) return `${who} asks to wait a day or longer`;
  return `${who} asks to wait ${Math.ceil(waitMs / 60_000)} minutes`;
}

function redirectsElsewhere(host: string, to: string): AppError {
  const what = `${host} redirects to ${to}, which is not asked: if the service has moved there, change its address in the settings.`;
  return new AppError("SERVICE_FAILED", what);
}

/** Twice as long each time, and anything from half of that to all of it, so that many don't come back at once. */
function growingPause(attempt: number, random: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + random / 2);
}

/** How long the service asks to wait, up to a day. Null where it asks for nothing that can be read. */
function pauseAskedFor(response: Response, now: Date): number | null {
  const pauseMs = readPause(response, now);
  return pauseMs === null ? null : Math.min(LONGEST_PAUSE_ASKED_MS, pauseMs);
}

/**
 * `Retry-After` in seconds or as a date (RFC 9110), or a spent budget in `RateLimit` (`"api";r=0;t=55`) or
 * `X-RateLimit-Remaining` and `-Reset`.
 */
function readPause({ headers }: Response, now: Date): number | null {
  const after = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/u.test(after)) return Number(after) * 1000;
  // A date has a weekday or a month; other things, such as “-5”, are read as dates of some kind too.
  const at = /[a-z]{3}/iu.test(after) ? Date.parse(after) : Number.NaN;
  if (!Number.isNaN(at)) return Math.max(0, at - now.getTime());
  const budget = /;\s*r=0\b.*?;\s*t=(\d+)/u.exec(headers.get("ratelimit") ?? "");
  if (budget !== null) return Number(budget[1]) * 1000;
  const reset = headers.get("x-ratelimit-reset");
  if (headers.get("x-ratelimit-remaining") === "0" && reset !== null && /^\d+$/u.test(reset)) {
    const seconds = Number(reset);
    // A point in time, or a number of seconds.
    return seconds > 1_000_000_000 ? Math.max(0, seconds * 1000 - now.getTime()) : seconds * 1000;
  }
  return null;
}

async function readBounded(response: Response): Promise<string> {
  const blocks: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      throw pageRefused(new URL(response.url).host, `it has more than ${MOST_BYTES / 1024 / 1024} MB`);
    }
    blocks.push(value);
  }
  return decodePage(Buffer.concat(blocks), response.headers.get("content-type"));
}
