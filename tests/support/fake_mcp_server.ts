/**
 * A handwritten MCP server, for behaviour that is rare in a real one: over real sockets, answer by
 * answer.
 */

export interface Message {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: {
    readonly arguments?: Record<string, unknown>;
    readonly _meta?: { readonly progressToken?: string | number };
    readonly [name: string]: unknown;
  };
  readonly result?: unknown;
}

export type Handler = (request: Request, message: Message) => Response | Promise<Response>;

export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  /** The requests received, for instance `POST /mcp tools/list`. */
  readonly asked: readonly string[];
}

export function startFakeServer(handler: Handler): FakeServer {
  const asked: string[] = [];
  // Aborted with a signal: a graceful shutdown would wait for the streams that a test left open.
  const stop = new AbortController();
  const options = { port: 0, hostname: "127.0.0.1", onListen() {}, signal: stop.signal };
  const server = Deno.serve(options, async (request) => {
    const text = await request.text();
    const message: Message = text ? JSON.parse(text) : {};
    const what = message.method ?? (message.result === undefined ? undefined : "result");
    asked.push([request.method, new URL(request.url).pathname, what].filter(Boolean).join(" "));
    return await handler(request, message);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    asked,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.finished;
    },
  };
}

export const nothing = (status: number) => new Response(null, { status });

export const result = (id: Message["id"], value: unknown) => ({ jsonrpc: "2.0", id, result: value });

export const answered = (id: Message["id"], value: unknown, headers: Record<string, string> = {}) =>
  Response.json(result(id, value), { headers });

/** An event of an event stream. */
export function event(message: unknown, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}data: ${message === "" ? "" : JSON.stringify(message)}\n\n`;
}

/**
 * An event stream that stays open until `end`, or until the client disconnects: then `ended`
 * resolves.
 */
export function openStream(first = "") {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(given) {
      controller = given;
      controller.enqueue(encoder.encode(`: open\n\n${first}`));
    },
    cancel: () => resolve(),
  });
  return {
    response: new Response(body, { headers: { "content-type": "text/event-stream" } }),
    ended,
    send: (text: string) => controller.enqueue(encoder.encode(text)),
    end: () => controller.close(),
  };
}

/** An event stream that ends after `text`. */
export const stream = (text: string) =>
  new Response(text, { headers: { "content-type": "text/event-stream" } });

export const CAPABILITIES = { tools: { listChanged: true } };
const INFO = { name: "fake", version: "1" };

/** The answer to `initialize`, with a session. */
export const initialized = (id: Message["id"], protocolVersion = "2025-11-25") =>
  answered(id, { protocolVersion, capabilities: CAPABILITIES, serverInfo: INFO }, { "mcp-session-id": "s1" });

/** The answer to `server/discover`. */
export const discovered = (id: Message["id"]) =>
  answered(id, {
    supportedVersions: ["2026-07-28"],
    capabilities: CAPABILITIES,
    _meta: { "io.modelcontextprotocol/serverInfo": INFO },
    resultType: "complete",
    ttlMs: 0,
    cacheScope: "private",
  });

export const toolNamed = (name: string, annotations = {}) => ({
  name,
  description: name,
  inputSchema: { type: "object", properties: {} },
  annotations,
});

/** A result of `tools/list` or `tools/call`, valid in both eras. */
export const complete = (value: object) => ({
  ...value,
  resultType: "complete",
  ttlMs: 0,
  cacheScope: "private",
});

export const said = (text: string) => complete({ content: [{ type: "text", text }] });

/** What a conforming server of 2025 or 2026 answers; a test answers the rest itself. */
export function sane(era: "2025" | "2026", { method }: Request, message: Message): Response {
  const { id, method: called } = message;
  if (called === "server/discover") return era === "2026" ? discovered(id) : nothing(400);
  if (called === "initialize") return initialized(id);
  if (called === "tools/list") return answered(id, complete({ tools: [toolNamed("one")] }));
  if (called === "tools/call") return answered(id, said("fine"));
  if (method === "GET") return nothing(405);
  return nothing(method === "DELETE" ? 200 : 202);
}
