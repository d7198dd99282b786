/**
 * HTTP+SSE, the transport of MCP 2024-11-05 (`basic/transports`, HTTP with SSE), on web streams.
 *
 * `GET /sse` opens a stream; the server makes the session id and tells, in the first event, `endpoint`,
 * where to POST. Each POST is answered 202, and its JSON-RPC answer comes as a `message` on the stream.
 */
import {
  type JSONRPCMessage,
  type McpServer,
  parseJSONRPCMessage,
  type Transport,
} from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { authInfo } from "../auth_info.ts";
import { EVENT_STREAM_HEADERS, openEventStream } from "../event_stream.ts";
import { answerableId, INVALID_REQUEST, rpcError } from "../json_rpc.ts";
import type { Limits } from "../limits.ts";
import { type SessionLife, sessionNotFound, type Sessions } from "../sessions.ts";

const MESSAGES_PATH = "/messages/";

export interface HttpSseHandle extends SessionLife {
  readonly era: "2024";
  receive(message: JSONRPCMessage, request: Request): void;
}

export interface HttpSse {
  /** `GET /sse` */
  open(principal: Principal): Promise<Response>;
  /** `POST /messages/?session_id=…` */
  post(request: Request, body: unknown, principal: Principal): Response;
}

export function createHttpSse(
  sessions: Sessions,
  limits: Limits,
  newServer: () => McpServer,
  randomId: () => string,
): HttpSse {
  return {
    async open(principal) {
      const refused = sessions.refusal(principal);
      if (refused) return refused;
      const id = randomId();
      const server = newServer();
      const stream = openEventStream(limits, () => void transport.close());
      let closed = false;
      const transport: Transport = {
        sessionId: id,
        start: () => Promise.resolve(),
        send(message) {
          stream.send("message", JSON.stringify(message));
          return Promise.resolve();
        },
        close() {
          if (closed) return Promise.resolve();
          closed = true;
          sessions.remove(id);
          stream.close();
          transport.onclose?.();
          return Promise.resolve();
        },
      };
      const handle: HttpSseHandle = {
        era: "2024",
        hasOpenStream: () => !closed,
        close: () => transport.close(),
        receive: (message, request) =>
          transport.onmessage?.(message, { request, authInfo: authInfo(principal) }),
      };
      sessions.add(id, principal, handle);
      await server.connect(transport);
      stream.send("endpoint", `${MESSAGES_PATH}?session_id=${id}`);
      return new Response(stream.body, { headers: EVENT_STREAM_HEADERS });
    },

    post(request, body, principal) {
      const id = new URL(request.url).searchParams.get("session_id");
      if (id === null) {
        return rpcError(400, INVALID_REQUEST, "The query parameter session_id is missing.", { id: null });
      }
      const session = sessions.find(id, principal);
      if (session?.era !== "2024") return sessionNotFound(answerableId(request, body));
      let message: JSONRPCMessage;
      try {
        message = parseJSONRPCMessage(body);
      } catch {
        const echoed = answerableId(request, body);
        return rpcError(400, INVALID_REQUEST, "The body is not one JSON-RPC 2.0 message.", echoed);
      }
      session.receive(message, request);
      return new Response("Accepted", { status: 202, headers: { "Cache-Control": "no-store" } });
    },
  };
}
