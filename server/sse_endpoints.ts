/**
 * `/sse` and `/messages/`: the two endpoints of HTTP+SSE (MCP 2024-11-05 `basic/transports`).
 *
 * @module
 */
import { accepts } from "../lib/media_type.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Era } from "./eras/era.ts";
import { withExactIds } from "./exact_ids.ts";
import { REFUSED, rpcError } from "./json_rpc.ts";
import { wrongMethod } from "./pages.ts";
import type { JsonReader } from "./read_json.ts";

/**
 * Creates `/sse`, where a client opens its stream. `HEAD` would open one that the client never
 * reads.
 */
export function createSseEndpoint(httpSse2024: Era): Endpoint {
  return (request, principal) => {
    if (request.method !== "GET") return wrongMethod("GET");
    if (!accepts(request.headers.get("accept"), "text/event-stream")) {
      return rpcError(406, REFUSED, "The Accept header must allow text/event-stream.");
    }
    return httpSse2024.handle(request, undefined, principal);
  };
}

/** Answers in the place of both, if the eras with sessions are not served. */
export function noSessions(): Response {
  const message = "This server runs with --workers and serves only MCP 2026-07-28, at /mcp.";
  return Response.json({ error: "not_found", message }, { status: 404 });
}

/** Makes `/messages/`, where a client posts its messages. */
export function createMessagesEndpoint(httpSse2024: Era, reader: JsonReader): Endpoint {
  return async (request, principal, observer) => {
    if (request.method !== "POST") return wrongMethod("POST");
    const body = await reader.read(request, observer.head);
    const quick = body.refusal ? undefined : httpSse2024.quick(observer.head, body, principal);
    if (quick) return quick;
    // Before the answer to a call is on the stream: in the record, the call comes first.
    observer.onBody(body);
    if (body.refusal) return body.refusal;
    return withExactIds(body, (exact) => httpSse2024.handle(request, exact, principal));
  };
}
