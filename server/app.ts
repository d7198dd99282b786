/**
 * The path of a request from the socket to an era, in reading order.
 *
 * @module
 */
import { createRequestStateCodec, type McpServer, type ServerEventBus } from "@modelcontextprotocol/server";
import { type AcceptedKey, fixedKeys, type KeyRing, type ToolAccess } from "../auth/keys.ts";
import { requireKey } from "../auth/require_key.ts";
import { readAtMost } from "../lib/bytes.ts";
import type { Counter } from "../lib/counter.ts";
import type { Audit } from "./audit.ts";
import { createCalls } from "./calls.ts";
import { createCors } from "./cors.ts";
import type { Answer, Endpoint, Observer, Peer } from "./endpoint.ts";
import { createHttpSse2024 } from "./eras/http_sse_2024.ts";
import { createStateless2026 } from "./eras/stateless_2026.ts";
import { createStreamable2025 } from "./eras/streamable_2025.ts";
import { createFastLane } from "./fast_lane/fast_lane.ts";
import { findIn } from "./find_resource.ts";
import { hostGuard, isLoopbackOrigin, originGuard, shutdownGuard, targetGuard } from "./guards.ts";
import { INTERNAL_ERROR, rpcError } from "./json_rpc.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { createMcpEndpoint } from "./mcp_endpoint.ts";
import { createMcpServer, serverInfo } from "./mcp_server.ts";
import type { McpServerOptions, ToolState } from "./mcp_server_options.ts";
import { createMinuteTicker } from "./minute_ticker.ts";
import { createPages, noSuchPage } from "./pages.ts";
import { pathOf } from "./path.ts";
import { createJsonReader } from "./read_json.ts";
import { type RecordOptions, startRecord, unobserved } from "./record.ts";
import { MODERN_REVISIONS, REVISIONS } from "./revisions.ts";
import { receiveFromReplicas } from "./replicas/receive.ts";
import type { Replicas } from "./replicas/replicas.ts";
import { createSessions } from "./sessions.ts";
import { createMessagesEndpoint, createSseEndpoint, noSessions } from "./sse_endpoints.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { serveLimits, type ServeLimitValues } from "../cli/serve_limits.ts";
import type { Metrics } from "./metrics.ts";
import { addOperationPages } from "./operation.ts";
import { addWireView } from "./traffic/page.ts";

type Features = Pick<
  McpServerOptions,
  "version" | "tools" | "resources" | "prompts" | "now" | "timeZone" | "sleep"
>;

/** The options of an app. */
export interface AppOptions extends Features {
  /** The accepted keys; if there are none, and no `keyRing`, the server is open to everyone. */
  readonly keys: readonly AcceptedKey[];
  /** Keys that may change, in the place of `keys`. */
  readonly keyRing?: KeyRing;
  /** Receives the calls that are over, and how many requests had no accepted key. */
  readonly audit?: Audit;
  /** Web origins whose pages may call, besides loopback origins. */
  readonly allowOrigins: readonly string[];
  /** Names accepted in `Host`; see {@linkcode hostGuard}. */
  readonly allowHosts: readonly string[];
  /** The key that signs the state a client carries between two rounds of a call; at least 32 bytes. */
  readonly stateKey: Uint8Array;
  /** Makes a session id; it must be unguessable. */
  readonly randomId: () => string;
  /** Limits on what clients can make the server hold; {@linkcode LIMITS} by default. */
  readonly limits?: Limits;
  /** The limits by the names of `--limit`, for those who run the server; the defaults, if absent. */
  readonly limitValues?: ServeLimitValues;
  /** Counts requests and calls, for `GET /metrics`. */
  readonly metrics?: Metrics;
  /** Turns the observer of a request into one that also logs it. */
  readonly requestLog?: (observer: Observer) => Observer;
  /** Makes the server of a session, or of a request of 2026; by default one with our features. */
  readonly newServer?: (access?: ToolAccess) => McpServer;
  /** Whether the eras with sessions are served, as they are unless this is `false`. */
  readonly sessionEras?: boolean;
  /** Counts the calls in flight by key; one of this app's own by default. */
  readonly callCounter?: Counter<string>;
  /** The other replicas, if there may be some. */
  readonly replicas?: Replicas;
  /** The source of the changes that `subscriptions/listen` sends; the full minutes by default. */
  readonly events?: ServerEventBus;
  /** Whether plain requests of 2026 take the short way, as they do unless this is `false`. */
  readonly fastLane?: boolean;
  /** The record of the traffic; without it nothing is recorded. */
  readonly record?: RecordOptions;
  /** Called with bugs, and with requests that the SDK refused. */
  readonly onProblem?: (error: unknown) => void;
}

/** A server without its socket. */
export interface App {
  /** Answers a request; never rejects. */
  fetch(request: Request, peer: Peer): Promise<Response>;
  /** The paths that it answers, besides a 404; `*` stands for anything. */
  readonly routes: readonly string[];
  /** From now on the health page asks balancers to send no more requests, which are still answered. */
  drain(): void;
  /** Resolves once no tool call is in flight. */
  idle(): Promise<void>;
  /** Ends the sessions and the streams of a key. */
  endClient(keyId: string): void;
  /** Ends every session and every stream. */
  close(): Promise<void>;
}

/** Creates an app. Its timers run until it is closed. */
export function createApp(options: AppOptions): App {
  const {
    audit,
    keyRing = fixedKeys(options.keys),
    allowOrigins,
    allowHosts,
    limits = LIMITS,
    version,
    onProblem = () => {},
  } = options;
  let isClosing = false;
  let isDraining = false;
  const state = { isDraining: () => isDraining, replicas: options.replicas };
  const isAllowedOrigin = (origin: string) => isLoopbackOrigin(origin) || allowOrigins.includes(origin);
  const guards = [
    shutdownGuard(() => isClosing),
    hostGuard(allowHosts),
    targetGuard,
    originGuard(isAllowedOrigin),
  ];
  const cors = createCors(isAllowedOrigin);
  const record = options.record && startRecord(options.record, limits, onProblem);
  const { endpoints, open, idle, endClient, close } = createEndpoints(options, limits, onProblem);
  const pages = createPages(version, options.sessionEras ?? true, state, (app) => {
    const { metrics, limitValues = serveLimits([]) } = options;
    addOperationPages(app, { keys: keyRing, version, limits: limitValues, state, open, metrics });
    if (!options.record || !record?.traffic) return;
    addWireView(app, { traffic: record.traffic, viewKeys: options.record.viewKeys, keys: keyRing, version });
  });

  const answered = async (request: Request, peer: Peer, observer: Observer): Promise<Response> => {
    const { head } = observer;
    for (const guard of guards) {
      const refusal = guard(head, peer);
      if (refusal) return observer.onAnswer(refusal);
    }
    if (head.method === "OPTIONS") return observer.onAnswer(cors.preflight(head));
    const answer = await routed(request, peer, observer).catch(internalError);
    const response = cors.share(head, answer);
    if (answer instanceof Response) return observer.onAnswer(response);
    const observed = observer.onAnswer(response, answer);
    answer.next?.();
    return observed;
  };

  const routed = async (request: Request, peer: Peer, observer: Observer): Promise<Answer> => {
    const endpoint = endpoints.get(pathOf(observer.head));
    const page = endpoint ? undefined : await pages.answer(request, peer);
    if (page) return page;
    const principal = requireKey(observer.head, keyRing);
    if (principal instanceof Response) {
      audit?.refused(principal.status);
      return principal;
    }
    observer.onPrincipal(principal);
    return unstored(endpoint ? await endpoint(request, principal, observer) : noSuchPage());
  };

  const internalError = (error: unknown): Response => {
    onProblem(error);
    return rpcError(500, INTERNAL_ERROR, "Internal error");
  };

  return {
    fetch(request, peer) {
      let observer = record?.observe(request) ?? unobserved(request);
      observer = options.metrics?.watch(observer, peer) ?? observer;
      const answer = answered(request, peer, options.requestLog?.(observer) ?? observer);
      return request.url.startsWith("https:") ? afterBody(request, answer) : answer;
    },
    drain: () => void (isDraining = true),
    routes: [...endpoints.keys(), ...pages.paths],
    idle,
    endClient,
    async close() {
      isClosing = true;
      record?.traffic?.close();
      await close();
    },
  };
}

/** Bytes of an unread body that are read before its refusal, and milliseconds to wait for them. */
const SKIPPED = { bytes: 64 * 1024, ms: 1_000 };

/**
 * Over HTTP/2 the runtime resets the stream of a request whose body nobody reads, and clients lose the answer
 * (RFC 9113 §8.1). A short body is read for nothing, so that a refusal arrives.
 */
async function afterBody(request: Request, answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  if (request.body && !request.bodyUsed) {
    await readAtMost(request.body, SKIPPED.bytes, AbortSignal.timeout(SKIPPED.ms)).catch(() => {});
  }
  return response;
}

/** Nothing that a key opens may stay in a cache, unless its answer says otherwise. */
function unstored(answer: Answer): Answer {
  if (answer instanceof Response && !answer.headers.has("cache-control")) {
    answer.headers.set("Cache-Control", "no-store");
  }
  return answer;
}

/** What requires a key: the three eras, by path. */
function createEndpoints(options: AppOptions, limits: Limits, onProblem: (error: unknown) => void) {
  const { now, sleep, tools, resources, randomId, events, audit, replicas, sessionEras = true } = options;
  const revisions = sessionEras ? REVISIONS : MODERN_REVISIONS;
  const calls = createCalls(limits.callsPerKey, options.callCounter);
  const ticker = createMinuteTicker(now, sleep, onProblem);
  const findResource = findIn(resources, now);
  const stateCodec = createRequestStateCodec<ToolState>({
    key: replicas?.stateKey ?? options.stateKey,
    bind: ({ http }) => http?.authInfo?.clientId ?? "",
  });
  const newServer = options.newServer ??
    ((access) =>
      createMcpServer({ ...options, calls, ticker, findResource, stateCodec, onBug: onProblem }, access));
  const fastLane = options.newServer || options.fastLane === false ? undefined : createFastLane({
    tools,
    resources,
    now,
    timeZone: options.timeZone,
    serverInfo: serverInfo(options.version),
    calls,
    audit,
    onBug: onProblem,
  });
  const sessions = createSessions(limits, now);
  if (replicas) receiveFromReplicas(replicas, sessions, onProblem);
  const ofSessions = { fastLane, sessions, limits, newServer, randomId, audit, replicas };
  const httpSse2024 = createHttpSse2024(ofSessions);
  const streamable2025 = createStreamable2025(ofSessions);
  const subscriptions = createSubscriptions(ticker, findResource);
  const stateless2026 = createStateless2026({
    fastLane,
    limits,
    newServer,
    audit,
    revisions,
    subscriptions,
    events,
    onProblem,
  });
  const expiry = setInterval(() => sessions.expire(), limits.sweepMs);
  const reader = createJsonReader(limits);
  const endpoints: ReadonlyMap<string, Endpoint> = new Map([
    ["/mcp", createMcpEndpoint({ reader, revisions, streamable2025, stateless2026 })],
    ["/sse", sessionEras ? createSseEndpoint(httpSse2024) : noSessions],
    ["/messages", sessionEras ? createMessagesEndpoint(httpSse2024, reader) : noSessions],
  ]);
  return {
    endpoints,
    open: () => ({ sessions: sessions.size, calls: calls.running }),
    idle: calls.idle,
    endClient(keyId: string) {
      sessions.endOf(keyId);
      stateless2026.endStreams?.(keyId);
    },
    async close() {
      clearInterval(expiry);
      reader.close();
      await Promise.all([sessions.closeAll(), stateless2026.close?.()]);
      replicas?.close();
    },
  };
}
