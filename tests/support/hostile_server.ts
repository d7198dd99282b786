/** A hostile MCP server in each era: it conforms, except where a test makes it hostile. */
import {
  answered,
  event,
  type FakeServer,
  type Message,
  nothing,
  result,
  sane,
  startFakeServer,
} from "./fake_mcp_server.ts";
import { createPump, type Pump } from "./pump.ts";

export const ERAS = ["2024", "2025", "2026"] as const;
export type HostileEra = typeof ERAS[number];

/** What a test answers itself; the rest is answered as by a conforming server. */
export type Attack = (message: Message, request: Request) => Reply | undefined;

export type Reply =
  | { readonly result: unknown }
  /** The text of a JSON message, piece by piece. */
  | { readonly json: Iterable<string> }
  /** The text of an event stream, piece by piece. */
  | { readonly events: Iterable<string> }
  /** An endless body without data. */
  | "silence"
  | Response;

export interface HostileServer extends FakeServer {
  /** Bytes of streamed answers that were read. */
  readonly sent: number;
}

export function startHostile(era: HostileEra, attack: Attack): HostileServer {
  let sent = 0;
  const count = (bytes: number) => void (sent += bytes);
  const over = Promise.withResolvers<void>();
  let listened: Pump | undefined;
  const answer = era === "2024" ? answerOnStream : answerDirectly;
  const server = startFakeServer(async (request, message) => {
    const reply = attack(message, request);
    if (reply === "silence") {
      await over.promise;
      return nothing(503);
    }
    return reply instanceof Response ? reply : await answer(request, message, reply);
  });

  function answerDirectly(request: Request, message: Message, reply: Piecewise | undefined): Response {
    if (!reply) return sane(era === "2026" ? "2026" : "2025", request, message);
    if ("result" in reply) return answered(message.id, reply.result);
    const isEvents = "events" in reply;
    const pump = createPump(count);
    pump.push(isEvents ? reply.events : reply.json);
    pump.end();
    const type = isEvents ? "text/event-stream" : "application/json";
    return new Response(pump.body, { headers: { "content-type": type } });
  }

  /** HTTP+SSE: the answer to a POST is sent on the stream that GET has opened. */
  async function answerOnStream(
    request: Request,
    message: Message,
    reply: Piecewise | undefined,
  ): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method === "GET" && pathname === "/sse") {
      listened = createPump(count);
      listened.push(["event: endpoint\ndata: /messages\n\n"]);
      if (reply) listened.push(eventsOf(message, reply));
      return new Response(listened.body, { headers: { "content-type": "text/event-stream" } });
    }
    if (pathname !== "/messages") return nothing(404);
    if (reply) listened!.push(eventsOf(message, reply));
    else if (message.id !== undefined && message.method) {
      listened!.push([event(await sane("2025", request, message).json())]);
    }
    return nothing(202);
  }

  return {
    url: server.url,
    asked: server.asked,
    get sent() {
      return sent;
    },
    async [Symbol.asyncDispose]() {
      over.resolve();
      listened?.end();
      await server[Symbol.asyncDispose]();
    },
  };
}

type Piecewise = Exclude<Reply, Response | "silence">;

function* eventsOf(message: Message, reply: Piecewise): Iterable<string> {
  if ("events" in reply) return yield* reply.events;
  if ("result" in reply) return yield event(result(message.id, reply.result));
  yield "data: ";
  yield* reply.json;
  yield "\n\n";
}

/** The pieces of a `tools/call` result with a text of the given number of bytes. */
export function* hugeResult(id: Message["id"], bytes: number): Iterable<string> {
  const piece = "x".repeat(64 * 1024);
  yield `{"jsonrpc":"2.0","id":${
    JSON.stringify(id)
  },"result":{"resultType":"complete","content":[{"type":"text","text":"`;
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  yield `"}]}}`;
}

export function* endlessly(piece: (count: number) => string): Iterable<string> {
  for (let count = 0;; count++) yield piece(count);
}

/** A server that must never receive a request. */
export interface Canary extends AsyncDisposable {
  readonly origin: string;
  /** The requests that reached it, for instance `POST /mcp`. */
  readonly heard: readonly string[];
}

export function startCanary(): Canary {
  const heard: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, ({ method, url }) => {
    heard.push(`${method} ${new URL(url).pathname}`);
    return new Response("tweet");
  });
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    heard,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
