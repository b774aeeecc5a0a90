import { createServer } from "node:http";
import { expect, it } from "vitest";
import { createPoliteFetcher } from "../../src/adapters/http/polite-fetcher.ts";
import { PageRefused } from "../../src/domain/errors.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";

// A server on loopback: a stand-in for fetch has no limit of redirects of its own.
it("a polite fetcher refuses a page that redirects in circles, and asks for it once", async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    response.writeHead(302, { location: request.url ?? "/" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    const port = typeof address === "object" ? address?.port : null;
    const slept: number[] = [];
    const fetcher = createPoliteFetcher(
      {
        cache: { getPage: async () => null, savePage: async () => {} },
        clock: createFakeClock(),
        logger: createFakeLogger(),
        sleep: async (ms) => void slept.push(ms),
        random: () => 0,
      },
      { userAgent: "footnote", minTimeMs: () => 0 },
    );
    const refusal = await fetcher.fetchText(`http://127.0.0.1:${port}/list`, "application/json", {}).catch((e) => e);
    expect(refusal).toBeInstanceOf(PageRefused);
    expect(refusal).toMatchObject({ code: "SERVICE_FAILED", what: "it redirects in circles" });
    expect(slept).toEqual([]);
    expect(asked).toBeLessThan(100);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
