/**
 * Streamable HTTP with sessions: MCP 2025-03-26, 2025-06-18 and 2025-11-25 (`basic/transports`).
 *
 * The SDK's transport serves one session; what is here gives each request to its session.
 */
import {
  isInitializeRequest,
  isJSONRPCNotification,
  isJSONRPCRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { authInfo } from "../auth_info.ts";
import { boundedStream } from "../bounded_stream.ts";
import { isEventStream } from "../../lib/media_type.ts";
import { createEventStore } from "../event_store.ts";
import { answerableId, INVALID_REQUEST, REFUSED, rpcError } from "../json_rpc.ts";
import type { Limits } from "../limits.ts";
import { type SessionLife, sessionNotFound, type Sessions } from "../sessions.ts";

export interface StreamableHandle extends SessionLife {
  readonly era: "2025";
  handle(request: Request, body: unknown): Promise<Response>;
}

export type Streamable2025 = (request: Request, body: unknown, principal: Principal) => Promise<Response>;

export function createStreamable2025(
  sessions: Sessions,
  limits: Limits,
  newServer: () => McpServer,
  randomId: () => string,
): Streamable2025 {
  return async (request, body, principal) => {
    const id = request.headers.get("mcp-session-id");
    if (id !== null) {
      const session = sessions.find(id, principal);
      if (session?.era !== "2025") return sessionNotFound(answerableId(request, body));
      return session.handle(request, body);
    }
    if (!isInitializeRequest(body) || !isJSONRPCRequest(body)) {
      return rpcError(400, REFUSED, "The Mcp-Session-Id header is missing.", answerableId(request, body));
    }
    const refused = sessions.refusal(principal);
    if (refused) return refused;
    const session = openSession(sessions, principal, limits, newServer(), randomId());
    let response: Response | undefined;
    try {
      return response = await session.handle(request, body);
    } finally {
      // Nobody has learnt of a session whose handshake failed.
      if (!response?.ok) await session.close();
    }
  };
}

function openSession(
  sessions: Sessions,
  principal: Principal,
  limits: Limits,
  server: McpServer,
  id: string,
): StreamableHandle {
  let openStreams = 0;
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: () => id,
    keepAliveMs: limits.keepAliveMs,
    eventStore: createEventStore(limits.keptEvents),
    retryInterval: 1_000,
  });
  transport.onclose = () => sessions.remove(id);
  const connected = server.connect(transport);
  const handle: StreamableHandle = {
    era: "2025",
    hasOpenStream: () => openStreams > 0,
    close: () => server.close(),
    async handle(request, body) {
      await connected;
      const refused = Array.isArray(body) ? batchProblem(body, revisionOf(server), limits.batch) : undefined;
      if (refused) return rpcError(400, INVALID_REQUEST, refused, { id: null });
      const response = await transport.handleRequest(request, {
        parsedBody: body,
        authInfo: authInfo(principal),
      });
      endCancelled(transport, body);
      if (!isEventStream(response.headers) || !response.body) return response;
      openStreams++;
      return new Response(boundedStream(response.body, limits.queuedBytes, () => openStreams--), response);
    },
  };
  // At once, in the turn that has counted the others.
  sessions.add(id, principal, handle);
  return handle;
}

/**
 * Ends the stream of a cancelled call. The SDK sends no answer for it, as it should not, and then keeps
 * its stream open for ever; a stream closed without an answer would be resumed. So an answer is sent,
 * which a client that has cancelled must ignore.
 */
function endCancelled(transport: WebStandardStreamableHTTPServerTransport, body: unknown): void {
  const messages = Array.isArray(body) ? body : [body];
  for (const message of messages) {
    if (!isJSONRPCNotification(message) || message.method !== "notifications/cancelled") continue;
    const id = message.params?.requestId;
    if (typeof id !== "string" && typeof id !== "number") continue;
    const error = { code: REFUSED, message: "The call was cancelled." };
    // A call that is not in flight has no stream to end.
    transport.send({ jsonrpc: "2.0", id, error }).catch(() => {});
  }
}

function revisionOf({ server }: McpServer): string | undefined {
  return server.getNegotiatedProtocolVersion();
}

/** Batches came with 2025-03-26 and went with 2025-06-18. */
function batchProblem(
  batch: readonly unknown[],
  revision: string | undefined,
  max: number,
): string | undefined {
  if (revision !== "2025-03-26") return "Batches are part of 2025-03-26 alone.";
  if (batch.length === 0) return "The batch is empty.";
  if (batch.length > max) return `A batch holds at most ${max} messages.`;
}
