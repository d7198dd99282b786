/**
 * Streamable HTTP without sessions: MCP 2026-07-28 (`basic/transports/streamable-http`).
 *
 * Every request carries its revision, its client and its capabilities, and is served by itself.
 */
import { createMcpHandler, type McpServer } from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { authInfo } from "../auth_info.ts";
import { boundedStream } from "../bounded_stream.ts";
import { isEventStream } from "../../lib/media_type.ts";
import { EVENT_STREAM_HEADERS, openEventStream } from "../event_stream.ts";
import { methodOf } from "../json_rpc.ts";
import type { Limits } from "../limits.ts";
import { REVISIONS } from "../revisions.ts";
import type { Subscriptions } from "../subscriptions.ts";

export interface Stateless2026 {
  handle(request: Request, body: unknown, principal: Principal): Promise<Response>;
  close(): Promise<void>;
}

export function createStateless2026(
  limits: Limits,
  newServer: () => McpServer,
  subscriptions: Subscriptions,
  onRefused: (error: unknown) => void,
  events = subscriptions.bus,
): Stateless2026 {
  const handler = createMcpHandler(newServer, {
    legacy: "reject",
    keepAliveMs: limits.keepAliveMs,
    onerror: onRefused,
    bus: events,
  });
  return {
    async handle(request, body, principal) {
      const departure = new AbortController();
      const unwatch = subscriptions.watch(body);
      const signal = AbortSignal.any([request.signal, departure.signal]);
      const answer = handler.fetch(new Request(request, { signal }), {
        parsedBody: body,
        authInfo: authInfo(principal),
      });
      const early = await withinMs(answer, limits.silentMs);
      if (!early) return streamLater(answer, limits, () => (unwatch(), departure.abort()), onRefused);
      if (isEventStream(early.headers) && early.body) {
        return new Response(boundedStream(early.body, limits.queuedBytes, unwatch), early);
      }
      unwatch();
      return early.ok && methodOf(body) === "server/discover" ? await withAllRevisions(early) : early;
    },
    close: handler.close,
  };
}

/**
 * Streams an answer that has not come yet.
 *
 * The runtime tells of a client that has left only once a response has begun, and a client that leaves
 * cancels its call (2026-07-28 `basic/patterns/cancellation`: MUST). So no call stays silent for long.
 */
function streamLater(
  answer: Promise<Response>,
  limits: Limits,
  onLeave: () => void,
  onFailure: (error: unknown) => void,
): Response {
  const stream = openEventStream(limits, onLeave);
  stream.comment("working");
  const pass = async () => {
    const response = await answer;
    if (!isEventStream(response.headers)) return void stream.send("message", await response.text());
    for await (const chunk of response.body ?? []) if (!stream.pass(chunk)) break;
  };
  pass().catch(onFailure).finally(stream.close);
  return new Response(stream.body, { headers: EVENT_STREAM_HEADERS });
}

/** The SDK tells of the revisions of its own handler; this server speaks the older ones beside it. */
async function withAllRevisions(response: Response): Promise<Response> {
  const message = await response.json();
  if (message.result) message.result.supportedVersions = REVISIONS;
  return Response.json(message, { status: response.status });
}

/** The answer if it comes in time. */
async function withinMs(answer: Promise<Response>, ms: number): Promise<Response | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
