import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError } from "./domain/errors.ts";

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `GET /healthz` with what `read` returns: 200 where all is well, 503 where not. On all addresses, since it is
 * asked from outside a container; it tells no secret. Throws `CONFIG_INVALID` for a port that is taken.
 */
export async function startHealthServer(
  port: number,
  read: () => { readonly ok: boolean } & Readonly<Record<string, unknown>>,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/healthz") {
      response.writeHead(404).end();
      return;
    }
    const health = read();
    response.writeHead(health.ok ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(health));
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new AppError("CONFIG_INVALID", `FOOTNOTE_HEALTH_PORT: port ${port} can't be used: name another one.`, {
          cause: error,
        }),
      ),
    );
    server.listen(port, resolve);
  });
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
