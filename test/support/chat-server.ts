import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ChatServer {
  readonly baseUrl: string;
  /** Request bodies so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** A server on loopback that stands in for a chat endpoint; each request gets the given treatment. */
export async function startChatServer(
  respond: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<ChatServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data: Buffer) => {
      body += data.toString();
    });
    request.on("end", () => {
      requests.push(body);
      respond(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One event of a streamed chat completion. */
export function chatEvent(content: string | null, finish: string | null = null): string {
  const choice = { index: 0, delta: content === null ? {} : { content }, finish_reason: finish };
  return `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", choices: [choice] })}\n\n`;
}

/** A whole streamed reply, cut into pieces of a few characters. */
export function chatReply(text: string): string {
  const pieces = text.match(/[\s\S]{1,7}/gu) ?? [];
  return [...pieces.map((piece) => chatEvent(piece)), chatEvent(null, "stop"), "data: [DONE]\n\n"].join("");
}
