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
import { type SessionMessage, storeAway, unlessAway } from "../replicas/replicas.ts";
import type { StoredSession } from "../replicas/session_store.ts";
import { shareSession } from "../replicas/shared_session.ts";
import { type SessionHandle, sessionNotFound } from "../sessions.ts";
import type { JsonBody } from "../read_json.ts";
import type { Era, SessionEraOptions } from "./era.ts";

const ERA = "2025";

/** How long a client waits before it resumes a stream. */
const RETRY_MS = 1_000;

/** Creates the era: `initialize` opens a session, every other request belongs to one. */
export function createStreamable2025(options: SessionEraOptions): Era {
  const { sessions, replicas } = options;
  const inSession = async (
    id: string,
    request: Request,
    body: JsonBody | undefined,
    principal: Principal,
  ): Promise<Response> => {
    const session = sessions.find(id, principal, ERA) ?? await copyOf(id, principal, options);
    if (session instanceof Response) return session;
    return await session?.handle(request, body) ?? sessionNotFound(answerableId(request, body?.value));
  };
  const opened = async (request: Request, body: JsonBody | undefined, principal: Principal) => {
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
  };
  return {
    async handle(request, body, principal) {
      const echoed = answerableId(request, body?.value);
      if (replicas && !replicas.isUp) return storeAway(echoed);
      const id = request.headers.get("mcp-session-id");
      const answer = id === null ? opened(request, body, principal) : inSession(id, request, body, principal);
      return await answer.catch(unlessAway(echoed));
    },
    quick(head, body, principal) {
      if (replicas && !replicas.isUp) return undefined;
      const id = head.headers.get("mcp-session-id");
      return id === null ? undefined : sessions.find(id, principal, ERA)?.quick(head, body);
    },
  };
}

/** A copy of a session that another replica opened. */
async function copyOf(
  id: string,
  principal: Principal,
  options: SessionEraOptions,
): Promise<SessionHandle | Response | undefined> {
  const { sessions, replicas } = options;
  // Nothing else can be the id of one of our sessions, and it is going to be a part of a name in Redis.
  if (!/^[\w-]{1,64}$/.test(id)) return undefined;
  const stored = await replicas?.sessions.load(id);
  if (stored?.keyId !== principal.keyId) return undefined;
  // Another request may have made it meanwhile.
  return sessions.find(id, principal, ERA) ?? sessions.refusal(principal) ??
    openSession(principal, options, { id, stored });
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

function openSession(
  principal: Principal,
  options: SessionEraOptions,
  from?: { readonly id: string; readonly stored: StoredSession },
): SessionHandle {
  const { fastLane, sessions, limits, newServer, randomId, audit, replicas } = options;
  const server = newServer(principal.access);
  const id = from?.id ?? randomId();
  const own = createEventStore(limits.keptEvents);
  const shared = replicas && shareSession(id, principal, own, replicas, limits);
  const events = shared?.events ?? own;
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
  const ready = server.connect(transport).then(async () => {
    shared?.connect(transport);
    const watched = watchRequests(transport, audit);
    if (from) await shared?.restore(from.stored);
    return requests = watched;
  });
  const handle: SessionHandle = {
    era: ERA,
    hasOpenStream: () => openStreams > 0,
    async close() {
      await (await ready).answerAll(ENDED);
      await server.close();
    },
    quick(head, body) {
      const call = fastLane && readPlainCall(body.value);
      if (!call || !requests || requests.isTaken(call.id) || !isSpoken(head)) return undefined;
      const json = fastLane.answerCall(call, principal);
      if (json === undefined) return undefined;
      // From this revision on the first event is empty, so that a stream can be resumed before its first message.
      const isPrimed = head.headers.get("mcp-protocol-version") === "2025-11-25";
      const { first, id } = events.keepAnswer(randomId(), json, isPrimed);
      const priming = first === undefined ? "" : `id: ${first}\nretry: ${RETRY_MS}\ndata: \n\n`;
      const text = `${priming}event: message\nid: ${id}\ndata: ${json}\n\n`;
      return { body, status: 200, headers, text };
    },
    async handle(request, body) {
      const requests = await ready;
      const given = body?.value;
      const refused = Array.isArray(given)
        ? batchProblem(given, revisionOf(server), limits.batch)
        : undefined;
      if (refused) return rpcError(400, INVALID_REQUEST, refused, { id: null });
      const value = shared ? shared.own(given) : given;
      if (given !== undefined && value === undefined) return new Response(null, { status: 202 });
      if (!requests.take(value)) {
        return rpcError(400, INVALID_REQUEST, ID_IN_FLIGHT, answerableId(request, value));
      }
      const elsewhere = isSpoken(request) ? await shared?.answerOpening(request) : undefined;
      if (elsewhere) {
        requests.giveBack(value);
        return elsewhere;
      }
      const response = await transport.handleRequest(withSpelledAccept(request), {
        parsedBody: value,
        authInfo: authInfo(principal),
      });
      if (!response.ok) requests.giveBack(value);
      const problem = response.ok ? await shared?.afterAnswer(request, value) : undefined;
      if (problem) return problem;
      endCancelled(transport, value);
      return boundedAnswer(response, limits.queuedBytes, () => {
        openStreams++;
        const end = request.method === "GET" ? shared?.openNotifications() : undefined;
        return () => {
          openStreams--;
          end?.();
        };
      });
    },
    ...(shared ? { shared: { ...shared.handle, receive } } : {}),
  };
  function receive(message: SessionMessage) {
    if (!requests) return;
    shared!.handle.receive(message);
    if (message.kind === "client") endCancelled(transport, message.message);
  }
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
