/** A server with handwritten answers, and a client that tries to connect to it. */
import { connect, type ConnectOptions } from "../../client/connection/connect.ts";

export interface Call {
  readonly id?: unknown;
  readonly method?: string;
}
export type Handler = (request: Request, body: Call) => Response | Promise<Response>;

/** Serves `handler` with the parsed body, and notes each request: `POST /mcp initialize`. */
export function serve(handler: Handler) {
  const asked: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const text = await request.text();
    const body: Call = text ? JSON.parse(text) : {};
    asked.push([request.method, new URL(request.url).pathname, body.method].filter(Boolean).join(" "));
    return await handler(request, body);
  });
  const url = new URL(`http://127.0.0.1:${server.addr.port}/`);
  return { asked, url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

export function attempt(server: URL, overrides: Partial<ConnectOptions> = {}) {
  return connect({
    server,
    era: "auto",
    fetch,
    isKeySent: false,
    clientInfo: { name: "test", version: "1" },
    signal: new AbortController().signal,
    handshakeTimeoutMs: 10_000,
    onExceeded() {},
    wait: () => Promise.resolve(),
    ...overrides,
  });
}
