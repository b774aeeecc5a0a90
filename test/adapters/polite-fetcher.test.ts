import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createPoliteFetcher } from "../../src/adapters/http/polite-fetcher.ts";
import { PageRefused } from "../../src/domain/errors.ts";
import type { CachedPage } from "../../src/ports/page-fetcher.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";

const PAGE = "http://papers.test/list";
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** A fetcher whose pauses pass at once, and are remembered. */
function createFetcher() {
  const pages = new Map<string, CachedPage>();
  const slept: number[] = [];
  const clock = createFakeClock();
  const fetcher = createPoliteFetcher(
    {
      cache: {
        getPage: async (url) => pages.get(url) ?? null,
        savePage: async (page) => void pages.set(page.url, page),
      },
      clock,
      logger: createFakeLogger(),
      sleep: async (ms) => {
        slept.push(ms);
        clock.advance(ms);
      },
      random: () => 0,
    },
    { userAgent: "footnote (me@example.org)", minTimeMs: () => 0 },
  );
  return {
    get: (signal?: AbortSignal, fresh = false, url = PAGE) =>
      fetcher.fetchText(url, "application/json", signal ? { signal, fresh } : { fresh }),
    slept,
  };
}

/** Answers one request after another with these; the last one stays. */
function answerWith(...answers: (() => Response)[]): Request[] {
  const requests: Request[] = [];
  server.use(
    http.get(PAGE, ({ request }) => {
      requests.push(request);
      return answers[Math.min(requests.length, answers.length) - 1]?.();
    }),
  );
  return requests;
}

const json = (headers: Record<string, string> = {}) =>
  new HttpResponse("[]", { headers: { "content-type": "application/json", ...headers } });
const status = (code: number, headers: Record<string, string> = {}) =>
  new HttpResponse("no", { status: code, headers });

describe("a polite fetcher", () => {
  it("says who asks, and for what", async () => {
    const requests = answerWith(() => json());
    await expect(createFetcher().get()).resolves.toBe("[]");
    expect(requests[0]?.headers.get("user-agent")).toBe("footnote (me@example.org)");
    expect(requests[0]?.headers.get("accept")).toBe("application/json");
  });

  it("asks for a page that it knows only whether it changed", async () => {
    const requests = answerWith(
      () => json({ etag: '"1"', "last-modified": "Wed, 11 Mar 2026 00:00:00 GMT" }),
      () => new HttpResponse(null, { status: 304 }),
    );
    const { get } = createFetcher();
    await get();
    await expect(get()).resolves.toBe("[]");
    expect(requests[1]?.headers.get("if-none-match")).toBe('"1"');
    expect(requests[1]?.headers.get("if-modified-since")).toBe("Wed, 11 Mar 2026 00:00:00 GMT");
  });

  it.each<[string, () => Response, number]>([
    ["Retry-After in seconds", () => status(429, { "retry-after": "7" }), 7_000],
    ["Retry-After as a date", () => status(503, { "retry-after": "Sun, 22 Nov 2026 00:00:09 GMT" }), 9_000],
    ["a spent RateLimit", () => status(429, { ratelimit: '"api";r=0;t=11' }), 11_000],
    ["a spent X-RateLimit", () => status(429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "5" }), 5_000],
    ["nothing at all", () => status(500), 500],
    ["Retry-After of nothing", () => status(503, { "retry-after": "0" }), 500],
    ["Retry-After that is none", () => status(503, { "retry-after": "-5" }), 500],
    ["Retry-After in parts of seconds", () => status(503, { "retry-after": "1.5" }), 500],
    ["Retry-After in the past", () => status(503, { "retry-after": "Sat, 21 Nov 2026 00:00:00 GMT" }), 500],
    ["a web page", () => new HttpResponse("<!DOCTYPE html>", { headers: { "content-type": "text/html" } }), 500],
    ["a connection that breaks", () => HttpResponse.error(), 500],
  ])("waits and tries again after %s", async (_name, refusal, waitMs) => {
    answerWith(refusal, () => json());
    const { get, slept } = createFetcher();
    await expect(get()).resolves.toBe("[]");
    expect(slept[0]).toBe(waitMs);
  });

  it("holds the next request back where a good answer spent the budget", async () => {
    answerWith(() => json({ ratelimit: '"api";r=0;t=20' }));
    const { get, slept } = createFetcher();
    await get();
    await get();
    expect(slept).toEqual([20_000]);
  });

  it.each<[string, () => Response, RegExp, number]>([
    [
      "refuses for ever",
      () => status(429, { "retry-after": "9".repeat(400) }),
      /429 and asks to wait a day or longer/u,
      1,
    ],
    [
      "refuses until the year 9999",
      () => status(503, { "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" }),
      /a day or longer/u,
      1,
    ],
    ["asks for no pause", () => status(429, { "retry-after": "0" }), /429, 4 times/u, 4],
    ["refuses for hours", () => status(429, { "retry-after": "7200" }), /429 and asks to wait 120 minutes/u, 1],
    ["fails again and again", () => status(503), /503, 4 times/u, 4],
    ["has no such page", () => status(404), /404: there is no such page/u, 1],
  ])("gives up on a service that %s", async (_name, refusal, message, tries) => {
    const requests = answerWith(refusal);
    await expect(createFetcher().get()).rejects.toMatchObject({
      code: "SERVICE_FAILED",
      message: expect.stringMatching(message),
    });
    expect(requests).toHaveLength(tries);
  });

  it.each<[string, () => Response, boolean, number]>([
    ["400", () => status(400), true, 1],
    ["403", () => status(403), true, 1],
    ["404", () => status(404), true, 1],
    ["410", () => status(410), true, 1],
    ["422", () => status(422), true, 1],
    ["500 each time", () => status(500), true, 4],
    ["a web page each time", () => new HttpResponse("<!DOCTYPE html>"), true, 4],
    ["401", () => status(401), false, 1],
    ["429 for long", () => status(429, { "retry-after": "7200" }), false, 1],
    ["503 each time", () => status(503), false, 4],
    ["no connection", () => HttpResponse.error(), false, 4],
  ])("tells a page that is refused from a service that fails: %s", async (_name, answer, isOfPage, tries) => {
    const requests = answerWith(answer);
    const error = await createFetcher()
      .get()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "SERVICE_FAILED" });
    expect(error instanceof PageRefused).toBe(isOfPage);
    expect(requests).toHaveLength(tries);
  });

  it("reads a page in the encoding that it says", async () => {
    answerWith(
      () =>
        new HttpResponse(Buffer.from('["Größe"]', "latin1"), { headers: { "content-type": "a/b; charset=latin1" } }),
    );
    expect(await createFetcher().get()).toBe('["Größe"]');
  });

  it("leaves a service alone that asked for a long pause", async () => {
    const requests = answerWith(() => status(429, { "retry-after": "7200" }));
    const { get, slept } = createFetcher();
    await expect(get()).rejects.toMatchObject({ code: "SERVICE_FAILED" });
    await expect(get()).rejects.toMatchObject({ message: expect.stringContaining("asks to wait 120 minutes") });
    expect(requests).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  it("asks anew for a page whose last answer was not good", async () => {
    const requests = answerWith(() => json({ etag: '"1"' }));
    const { get } = createFetcher();
    await get();
    await get(undefined, true);
    expect(requests[1]?.headers.get("if-none-match")).toBeNull();
    expect(requests[1]?.headers.get("cache-control")).toBe("no-cache");
  });

  it.each<[string, number, string]>([
    ["a path", 301, "/moved"],
    ["the whole address", 302, "http://papers.test/moved"],
    ["its port named", 303, "http://papers.test:80/moved"],
    ["a relative path", 307, "moved?page=1#part"],
    ["no scheme", 308, "//papers.test/moved"],
    ["https in place of http", 301, "https://papers.test/moved"],
  ])("follows a redirect within its host, given with %s", async (_name, code, location) => {
    answerWith(() => new HttpResponse(null, { status: code, headers: { location } }));
    server.use(http.get(/^https?:\/\/papers\.test\/moved/u, () => json()));
    const { get, slept } = createFetcher();
    await expect(get()).resolves.toBe("[]");
    expect(slept).toEqual([0]);
  });

  it.each<[string, string, string]>([
    ["another host", "http://evil.test/list", "evil.test"],
    ["a host with the same beginning", "http://papers.test.evil.test/list", "papers.test.evil.test"],
    ["a part of its host", "http://test/list", "test"],
    ["another host behind a user", "http://papers.test@evil.test/list", "evil.test"],
    ["another host behind a reversed slash", "http:\\\\evil.test\\list", "evil.test"],
    ["another host without a scheme", "//evil.test/list", "evil.test"],
    ["another port", "http://papers.test:8080/list", "papers.test:8080"],
    ["the machine itself", "http://127.0.0.1:8080/list", "127.0.0.1:8080"],
    ["a file", "file:///etc/passwd", "another address"],
    ["data", "data:application/json,[]", "another address"],
    ["a host without end", `http://${"x.".repeat(100)}test/`, "another address"],
    ["no address at all", "http://[", "something that is no address"],
  ])("takes no answer from elsewhere: %s", async (_name, location, named) => {
    const requests = answerWith(() => new HttpResponse(null, { status: 302, headers: { location } }));
    const error = await createFetcher()
      .get()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "SERVICE_FAILED",
      message: `papers.test redirects to ${named}, which is not asked: if the service has moved there, change its address in the settings.`,
    });
    expect(requests).toHaveLength(1);
  });

  it("never goes from https to http", async () => {
    server.use(http.get("https://papers.test/list", () => HttpResponse.redirect("http://papers.test/list", 301)));
    const fetching = createFetcher().get(undefined, false, "https://papers.test/list");
    await expect(fetching).rejects.toThrow("redirects to http://papers.test, which is not asked");
  });

  it.each<[string, (request: Request) => string]>([
    ["to itself", () => PAGE],
    ["back and forth", ({ url }) => (url === PAGE ? "/other" : PAGE)],
    ["to a new page each time", ({ url }) => `${url}x`],
  ])("ends a redirect %s", async (_name, next) => {
    let requests = 0;
    server.use(
      http.get(/^http:\/\/papers\.test\//u, ({ request }) => {
        requests += 1;
        return new HttpResponse(null, { status: 302, headers: { location: next(request) } });
      }),
    );
    await expect(createFetcher().get()).rejects.toThrow("papers.test did not give a page: it redirects in circles.");
    expect(requests).toBeLessThanOrEqual(6);
  });

  it("stops when it is told to", async () => {
    answerWith(() => status(503));
    const controller = new AbortController();
    controller.abort();
    await expect(createFetcher().get(controller.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});
