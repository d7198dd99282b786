/**
 * HTTP+SSE, the transport of MCP 2024-11-05 (`basic/transports`, HTTP with SSE), on web streams.
 *
 * `GET /sse` opens a stream. The server creates the session id and sends where to POST in the
 * first event, `endpoint`. Each POST is answered with 202, and its JSON-RPC answer arrives as a
 * `message` on the stream.
 *
 * @module
 */
import { type JSONRPCMessage, parseJSONRPCMessage, type Transport } from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { authInfo } from "../auth_info.ts";
import { EVENT_STREAM_HEADERS, openEventStream } from "../event_stream.ts";
import { readPlainCall } from "../fast_lane/plain_request.ts";
import { answerableId, INVALID_REQUEST, rpcError } from "../json_rpc.ts";
import type { JsonBody } from "../read_json.ts";
import { ENDED, ID_IN_FLIGHT, type Requests, watchRequests } from "../requests.ts";
import { relay, relayable } from "../replicas/relay.ts";
import { unlessAway } from "../replicas/replicas.ts";
import { sessionNotFound } from "../sessions.ts";
import type { Era, SessionEraOptions } from "./era.ts";

const ERA = "2024";
const ACCEPTED = "Accepted";
const ACCEPTED_HEADERS = new Headers({
  "Content-Type": "text/plain;charset=UTF-8",
  "Cache-Control": "no-store",
});

/** Creates the era: a GET opens a session, a POST sends it a message. */
export function createHttpSse2024(options: SessionEraOptions): Era {
  return {
    handle: (request, body, principal) =>
      body ? post(request, body, principal, options) : open(request, principal, options),
    quick(head, body, principal) {
      const id = /\?session_id=([\w-]+)$/.exec(head.url)?.[1];
      return id === undefined ? undefined : options.sessions.find(id, principal, ERA)?.quick(head, body);
    },
  };
}

async function open(
  request: Request,
  principal: Principal,
  options: SessionEraOptions,
): Promise<Response> {
  const { fastLane, sessions, limits, newServer, randomId, audit, replicas } = options;
  const refused = sessions.refusal(principal);
  if (refused) return refused;
  // With replicas, the id says which of them has the stream.
  const id = replicas ? `${replicas.id}-${randomId()}` : randomId();
  const server = newServer(principal.access);
  const stream = openEventStream(limits, () => void transport.close());
  let isClosed = false;
  const transport: Transport = {
    sessionId: id,
    start: () => Promise.resolve(),
    send(message) {
      stream.send("message", JSON.stringify(message));
      return Promise.resolve();
    },
    close() {
      if (isClosed) return Promise.resolve();
      isClosed = true;
      sessions.remove(id);
      stream.close();
      transport.onclose?.();
      return Promise.resolve();
    },
  };
  let requests: Requests | undefined;
  const connected = server.connect(transport).then(() => requests = watchRequests(transport, audit));
  // At once: between the check of the bounds and this, no other request is served.
  sessions.add(id, principal, {
    era: ERA,
    hasOpenStream: () => !isClosed,
    async close() {
      await (await connected).answerAll(ENDED);
      await transport.close();
    },
    quick(_head, body) {
      const call = fastLane && readPlainCall(body.value);
      if (!call || !requests || requests.isTaken(call.id)) return undefined;
      const json = fastLane.answerCall(call, principal);
      if (json === undefined) return undefined;
      const next = () => void stream.send("message", json);
      return { body, status: 202, headers: ACCEPTED_HEADERS, text: ACCEPTED, next };
    },
    handle: async (request, body) => receive(transport, await connected, request, body, principal),
  });
  await connected;
  stream.send("endpoint", `${messagesReference(request.url)}?session_id=${id}`);
  return new Response(stream.body, { headers: EVENT_STREAM_HEADERS });
}

/**
 * Where to POST, relative to the URL of the stream: clients resolve it (RFC 3986 §5), and a proxy may have
 * removed a prefix from the path that the server sees.
 */
function messagesReference(streamUrl: string): string {
  return new URL(streamUrl).pathname.endsWith("/") ? "../messages/" : "messages/";
}

function post(
  request: Request,
  body: JsonBody,
  principal: Principal,
  { sessions, replicas, limits }: SessionEraOptions,
): Response | Promise<Response> {
  const echoed = answerableId(request, body.value);
  const id = new URL(request.url).searchParams.get("session_id");
  if (id === null) {
    return rpcError(400, INVALID_REQUEST, "The query parameter session_id is missing.", echoed);
  }
  const session = sessions.find(id, principal, ERA);
  if (session) return session.handle(request, body);
  const owner = replicas && /^(\w+)-/.exec(id)?.[1];
  if (owner === undefined || owner === replicas!.id) return sessionNotFound(echoed);
  return relay(replicas!, owner, relayable(request, body, id, ERA, principal.keyId), limits)
    .then((answer) => answer ?? sessionNotFound(echoed))
    .catch(unlessAway(echoed));
}

function receive(
  transport: Transport,
  requests: Requests,
  request: Request,
  body: JsonBody | undefined,
  principal: Principal,
): Response {
  let message: JSONRPCMessage;
  try {
    message = parseJSONRPCMessage(body?.value);
  } catch {
    const echoed = answerableId(request, body?.value);
    return rpcError(400, INVALID_REQUEST, "The body is not one JSON-RPC 2.0 message.", echoed);
  }
  if (!requests.take(message)) {
    // On the stream, the client would take the error for the answer to the first request.
    return rpcError(400, INVALID_REQUEST, ID_IN_FLIGHT, answerableId(request, message));
  }
  transport.onmessage?.(message, { request, authInfo: authInfo(principal) });
  return new Response(ACCEPTED, { status: 202, headers: ACCEPTED_HEADERS });
}
