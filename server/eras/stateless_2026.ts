/**
 * Streamable HTTP without sessions: MCP 2026-07-28 (`basic/transports/streamable-http`).
 *
 * Every request carries its revision, its client and its capabilities, and is served by itself.
 */
import { createMcpHandler, type McpServer, type ServerEventBus } from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { authInfo } from "../auth_info.ts";
import { boundedStream } from "../bounded_stream.ts";
import type { Limits } from "../limits.ts";
import type { Minutes } from "../minutes.ts";

export interface Stateless2026 {
  handle(request: Request, body: unknown, principal: Principal): Promise<Response>;
  close(): Promise<void>;
}

export function createStateless2026(
  limits: Limits,
  newServer: () => McpServer,
  minutes: Minutes,
  onRefused: (error: unknown) => void,
  events = minuteBus(minutes),
): Stateless2026 {
  const handler = createMcpHandler(newServer, {
    legacy: "reject",
    keepAliveMs: limits.keepAliveMs,
    onerror: onRefused,
    bus: events,
  });
  return {
    async handle(request, body, principal) {
      const response = await handler.fetch(request, { parsedBody: body, authInfo: authInfo(principal) });
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
      if (!isStream || !response.body) return response;
      return new Response(boundedStream(response.body, limits.queuedBytes, () => {}), response);
    },
    close: handler.close,
  };
}

/** What `subscriptions/listen` listens to: the minutes, and nothing else changes here. */
function minuteBus(minutes: Minutes): ServerEventBus {
  return {
    publish() {},
    subscribe: (listener) =>
      minutes.each((uris) => {
        for (const uri of uris) listener({ kind: "resource_updated", uri });
      }),
  };
}
