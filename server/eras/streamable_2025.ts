/**
 * Streamable HTTP with sessions: MCP 2025-03-26, 2025-06-18 and 2025-11-25 (`basic/transports`).
 *
 * The SDK's transport serves one session; what is here gives each request to its session.
 */
import {
  isInitializeRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { authInfo } from "../auth_info.ts";
import { boundedStream } from "../bounded_stream.ts";
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
    if (!isInitializeRequest(body)) {
      return rpcError(400, REFUSED, "The Mcp-Session-Id header is missing.", answerableId(request, body));
    }
    const refused = sessions.refusal(principal);
    if (refused) return refused;
    return await (await openSession(sessions, principal, limits, newServer(), randomId)).handle(
      request,
      body,
    );
  };
}

async function openSession(
  sessions: Sessions,
  principal: Principal,
  limits: Limits,
  server: McpServer,
  randomId: () => string,
): Promise<StreamableHandle> {
  let openStreams = 0;
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: randomId,
    onsessioninitialized: (id) => sessions.add(id, principal, handle),
    keepAliveMs: limits.keepAliveMs,
    eventStore: createEventStore(limits.keptEvents),
  });
  const handle: StreamableHandle = {
    era: "2025",
    hasOpenStream: () => openStreams > 0,
    close: () => server.close(),
    async handle(request, body) {
      const refused = Array.isArray(body) ? batchProblem(body, revisionOf(server), limits.batch) : undefined;
      if (refused) return rpcError(400, INVALID_REQUEST, refused, { id: null });
      const response = await transport.handleRequest(request, {
        parsedBody: body,
        authInfo: authInfo(principal),
      });
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
      if (!isStream || !response.body) return response;
      openStreams++;
      return new Response(boundedStream(response.body, limits.queuedBytes, () => openStreams--), response);
    },
  };
  transport.onclose = () => transport.sessionId && sessions.remove(transport.sessionId);
  await server.connect(transport);
  return handle;
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
