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
import { answerableId, REFUSED, rpcError } from "../json_rpc.ts";
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
  });
  const handle: StreamableHandle = {
    era: "2025",
    hasOpenStream: () => openStreams > 0,
    close: () => server.close(),
    async handle(request, body) {
      const response = await transport.handleRequest(request, body === undefined ? {} : { parsedBody: body });
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
      if (!isStream || !response.body) return response;
      openStreams++;
      return new Response(onEnd(response.body, () => openStreams--), response);
    },
  };
  transport.onclose = () => transport.sessionId && sessions.remove(transport.sessionId);
  await server.connect(transport);
  return handle;
}

/** The same stream, which tells once when it is over, whoever ended it. */
function onEnd(body: ReadableStream<Uint8Array>, told: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value);
      told();
      controller.close();
    },
    cancel(reason) {
      told();
      return reader.cancel(reason);
    },
  });
}
