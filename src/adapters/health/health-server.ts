import { createServer, type ServerResponse } from "node:http";
import { AppError } from "../../domain/errors.ts";

export interface HealthServer {
  close(): Promise<void>;
}

/** What is answered; all of it is at hand, so that nobody waits for a look. */
export interface HealthAnswers {
  /** Whether all is well, with each check by name. */
  readiness(): { readonly ok: boolean; readonly checks: Readonly<Record<string, object>> };
  /** Metrics in Prometheus' text format. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  uptimeSeconds(): number;
}

const REQUEST_MS = 5_000;
const MOST_CONNECTIONS = 100;

/**
 * Answers `GET /healthz` (200 while the process lives), `/readyz` (200 where all is well, else 503) and `/metrics`. It
 * tells no secret. Throws `CONFIG_INVALID` for a port or address that can't be used.
 */
export async function startHealthServer(host: string, port: number, answers: HealthAnswers): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const isHead = request.method === "HEAD";
    if (request.method !== "GET" && !isHead) {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    const json = (status: number, body: object) =>
      send(response, status, "application/json", isHead ? "" : `${JSON.stringify(body)}\n`);
    switch (request.url?.split("?", 1)[0]) {
      case "/healthz":
        json(200, { ok: true, uptimeSeconds: Math.round(answers.uptimeSeconds()) });
        break;
      case "/readyz": {
        const readiness = answers.readiness();
        json(readiness.ok ? 200 : 503, readiness);
        break;
      }
      case "/metrics":
        answers.metrics().then(
          ({ contentType, text }) => send(response, 200, contentType, isHead ? "" : text),
          () => json(500, { ok: false }),
        );
        break;
      default:
        json(404, { ok: false, paths: ["/healthz", "/readyz", "/metrics"] });
    }
  });
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new AppError(
          "CONFIG_INVALID",
          `FOOTNOTE_HEALTH_PORT and FOOTNOTE_HEALTH_HOST: port ${port} can't be used at ${host}: name another one.`,
          { cause: error },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  // What goes wrong with one connection later ends nothing.
  server.on("error", () => {});
  server.unref();
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { "content-type": contentType, "cache-control": "no-store" });
  response.end(body);
}
