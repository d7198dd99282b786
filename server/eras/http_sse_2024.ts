/**
 * HTTP+SSE, the transport of MCP 2024-11-05 (`basic/transports`, HTTP with SSE), on web streams.
 *
 * `GET /sse` opens a stream. The server creates the session id and sends the path to POST to in the
 * first event, `endpoint`. Each POST is answered with 202, and its JSON-RPC answer arrives as a
 * `message` on the stream.
 *
 * @module
 */
import { type JSONRPCMessage, parseJSONRPCMessage, type Transport } from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { authInfo } from "../auth_info.ts";
import { EVENT_STREAM_HEADERS, openEventStream } from "../event_stream.ts";
import { answerableId, INVALID_REQUEST, rpcError } from "../json_rpc.ts";
import type { JsonBody } from "../read_json.ts";
import { sessionNotFound } from "../sessions.ts";
import type { Era, SessionEraOptions } from "./era.ts";

const ERA = "2024";
const MESSAGES_PATH = "/messages/";

/** Creates the era: a GET opens a session, a POST sends it a message. */
export function createHttpSse2024(options: SessionEraOptions): Era {
  return {
    handle: (request, body, principal) =>
      body ? post(request, body, principal, options) : open(principal, options),
  };
}

async function open(principal: Principal, options: SessionEraOptions): Promise<Response> {
  const { sessions, limits, newServer, randomId } = options;
  const refused = sessions.refusal(principal);
  if (refused) return refused;
  const id = randomId();
  const server = newServer();
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
  sessions.add(id, principal, {
    era: ERA,
    hasOpenStream: () => !isClosed,
    close: () => transport.close(),
    handle: (request, body) => receive(transport, request, body, principal),
  });
  await server.connect(transport);
  stream.send("endpoint", `${MESSAGES_PATH}?session_id=${id}`);
  return new Response(stream.body, { headers: EVENT_STREAM_HEADERS });
}

function post(
  request: Request,
  body: JsonBody,
  principal: Principal,
  { sessions }: SessionEraOptions,
): Response | Promise<Response> {
  const echoed = answerableId(request, body.value);
  const id = new URL(request.url).searchParams.get("session_id");
  if (id === null) {
    return rpcError(400, INVALID_REQUEST, "The query parameter session_id is missing.", echoed);
  }
  return sessions.find(id, principal, ERA)?.handle(request, body) ?? sessionNotFound(echoed);
}

function receive(
  transport: Transport,
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
  transport.onmessage?.(message, { request, authInfo: authInfo(principal) });
  return new Response("Accepted", { status: 202, headers: { "Cache-Control": "no-store" } });
}
