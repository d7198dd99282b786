/**
 * Streamable HTTP with sessions: MCP 2025-03-26, 2025-06-18 and 2025-11-25 (`basic/transports`).
 *
 * The SDK's transport serves one session; this file passes each request to its session.
 *
 * @module
 */
import {
  isJSONRPCRequest,
  type McpServer,
  parseJSONRPCMessage,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import { authInfo } from "../auth_info.ts";
import { boundedAnswer } from "../bounded_stream.ts";
import { createEventStore } from "../event_store.ts";
import { EVENT_STREAM_HEADERS } from "../event_stream.ts";
import type { Head } from "../../lib/head.ts";
import { readPlainCall } from "../fast_lane/plain_request.ts";
import {
  answerableId,
  INVALID_PARAMS,
  INVALID_REQUEST,
  methodOf,
  REFUSED,
  rpcError,
  type RpcErrorOptions,
} from "../json_rpc.ts";
import { paramsProblem } from "../params_problem.ts";
import { cancelledId, ENDED, ID_IN_FLIGHT, type Requests, watchRequests } from "../requests.ts";
import { LEGACY_REVISIONS } from "../revisions.ts";
import { type SessionHandle, sessionNotFound } from "../sessions.ts";
import type { Era, SessionEraOptions } from "./era.ts";

const ERA = "2025";

/** How long a client waits before it resumes a stream. */
const RETRY_MS = 1_000;

/** Creates the era: `initialize` opens a session, every other request belongs to one. */
export function createStreamable2025(options: SessionEraOptions): Era {
  const { sessions } = options;
  return {
    async handle(request, body, principal) {
      const id = request.headers.get("mcp-session-id");
      if (id !== null) {
        const session = sessions.find(id, principal, ERA);
        return session?.handle(request, body) ?? sessionNotFound(answerableId(request, body?.value));
      }
      const refused = openingProblem(body?.value, answerableId(request, body?.value)) ??
        sessions.refusal(principal);
      if (refused) return refused;
      const session = openSession(principal, options);
      let response: Response | undefined;
      try {
        return response = await session.handle(request, body);
      } finally {
        // The client never learns the id of a session whose handshake failed.
        if (!response?.ok) await session.close();
      }
    },
    quick(head, body, principal) {
      const id = head.headers.get("mcp-session-id");
      return id === null ? undefined : sessions.find(id, principal, ERA)?.quick(head, body);
    },
  };
}

/** Why a request without a session does not open one. */
function openingProblem(message: unknown, echoed: RpcErrorOptions): Response | undefined {
  if (methodOf(message) !== "initialize") {
    return rpcError(400, REFUSED, "The Mcp-Session-Id header is missing.", echoed);
  }
  if (!isJSONRPCRequest(message)) {
    return rpcError(400, INVALID_REQUEST, "initialize is not a JSON-RPC 2.0 request with an id.", echoed);
  }
  const problem = paramsProblem(message);
  // The answer to a request, not to its HTTP: clients show its message.
  return problem === undefined ? undefined : rpcError(200, INVALID_PARAMS, problem, echoed);
}

function openSession(principal: Principal, options: SessionEraOptions): SessionHandle {
  const { fastLane, sessions, limits, newServer, randomId, audit } = options;
  const server = newServer(principal.access);
  const id = randomId();
  const events = createEventStore(limits.keptEvents);
  const headers = new Headers({ ...EVENT_STREAM_HEADERS, "Mcp-Session-Id": id });
  let openStreams = 0;
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: () => id,
    keepAliveMs: limits.keepAliveMs,
    eventStore: events,
    retryInterval: RETRY_MS,
  });
  transport.onclose = () => sessions.remove(id);
  let requests: Requests | undefined;
  const connected = server.connect(transport).then(() => requests = watchRequests(transport, audit));
  const handle: SessionHandle = {
    era: ERA,
    hasOpenStream: () => openStreams > 0,
    async close() {
      await (await connected).answerAll(ENDED);
      await server.close();
    },
    quick(head, body) {
      const call = fastLane && readPlainCall(body.value);
      if (!call || !requests || requests.isTaken(call.id) || !isSpoken(head)) return undefined;
      const json = fastLane.answerCall(call, principal);
      if (json === undefined) return undefined;
      const stream = randomId();
      // From this revision on the first event is empty, so that a stream can be resumed before its first message.
      const isPrimed = head.headers.get("mcp-protocol-version") === "2025-11-25";
      const first = isPrimed ? `id: ${events.keep(stream, "{}")}\nretry: ${RETRY_MS}\ndata: \n\n` : "";
      const text = `${first}event: message\nid: ${events.keep(stream, json)}\ndata: ${json}\n\n`;
      return { body, status: 200, headers, text };
    },
    async handle(request, body) {
      const requests = await connected;
      const value = body?.value;
      const refused = Array.isArray(value)
        ? batchProblem(value, revisionOf(server), limits.batch)
        : undefined;
      if (refused) return rpcError(400, INVALID_REQUEST, refused, { id: null });
      if (!requests.take(value)) {
        return rpcError(400, INVALID_REQUEST, ID_IN_FLIGHT, answerableId(request, value));
      }
      const response = await transport.handleRequest(withSpelledAccept(request), {
        parsedBody: value,
        authInfo: authInfo(principal),
      });
      if (!response.ok) requests.giveBack(value);
      endCancelled(transport, value);
      return boundedAnswer(response, limits.queuedBytes, () => {
        openStreams++;
        return () => openStreams--;
      });
    },
  };
  // Synchronously: no other request is served between the check of the limits and this line.
  sessions.add(id, principal, handle);
  return handle;
}

/** Whether a request names a revision with sessions, or none. */
function isSpoken({ headers }: Head): boolean {
  const revision = headers.get("mcp-protocol-version");
  return revision === null || LEGACY_REVISIONS.includes(revision);
}

/**
 * The SDK requires the exact media types in `Accept`; a wildcard, or a missing header, allows them
 * as well.
 */
function withSpelledAccept(request: Request): Request {
  const names = request.method === "POST" ? ["application/json", "text/event-stream"] : ["text/event-stream"];
  const accept = request.headers.get("accept");
  if (names.every((name) => accept?.includes(name))) return request;
  const headers = new Headers(request.headers);
  headers.set("accept", names.join(", "));
  return new Request(request.url, { method: request.method, headers, signal: request.signal });
}

/**
 * Ends the stream of a cancelled call. The SDK rightly sends no answer for it, but keeps its stream
 * open indefinitely, and a client would resume a stream closed without an answer. So this sends an
 * answer, which a client that has cancelled must ignore.
 */
function endCancelled(transport: WebStandardStreamableHTTPServerTransport, body: unknown): void {
  for (const message of Array.isArray(body) ? body : [body]) {
    const id = cancelledId(message);
    if (id === undefined) continue;
    const error = { code: REFUSED, message: "The call was cancelled." };
    // A call that is not in flight has no stream to end.
    transport.send({ jsonrpc: "2.0", id, error }).catch(() => {});
  }
}

function revisionOf({ server }: McpServer): string | undefined {
  return server.getNegotiatedProtocolVersion();
}

/** Batches exist only in 2025-03-26; 2025-06-18 removed them. */
function batchProblem(
  batch: readonly unknown[],
  revision: string | undefined,
  max: number,
): string | undefined {
  if (revision !== "2025-03-26") return "Only the revision 2025-03-26 allows batches.";
  if (batch.length === 0) return "The batch is empty.";
  if (batch.length > max) return `A batch holds at most ${max} messages.`;
  if (!batch.every(isMessage)) return "The batch holds something that is not a JSON-RPC 2.0 message.";
}

function isMessage(value: unknown): boolean {
  try {
    return parseJSONRPCMessage(value) !== undefined;
  } catch {
    return false;
  }
}
