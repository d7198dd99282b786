/** The way of a request, from the socket to an era, read from top to bottom. */
import { createRequestStateCodec, type McpServer, type ServerEventBus } from "@modelcontextprotocol/server";
import { Hono } from "hono";
import { cors } from "hono/cors";
import type { AcceptedKey } from "../auth/keys.ts";
import { requireKey } from "../auth/require_key.ts";
import { accepts } from "../lib/media_type.ts";
import type { AppEnv } from "./app_env.ts";
import { createCalls } from "./calls.ts";
import { classify } from "./classify.ts";
import { createHttpSse } from "./eras/http_sse_2024.ts";
import { createStateless2026 } from "./eras/stateless_2026.ts";
import { createStreamable2025 } from "./eras/streamable_2025.ts";
import { hostGuard, isLoopbackOrigin, originGuard } from "./guards.ts";
import { answerableId, INTERNAL_ERROR, REFUSED, rpcError } from "./json_rpc.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { createMcpServer, type McpServerOptions, type ToolState } from "./mcp_server.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { createMinuteTicker } from "./minute_ticker.ts";
import { findIn } from "./register_resource.ts";
import { healthPage, noRegistration, noSuchPage, serverPage, wrongMethod } from "./pages.ts";
import { readJson } from "./read_json.ts";
import { type LogEntry, logTo } from "./request_log.ts";
import { createSessions } from "./sessions.ts";
import { addRecord, addWireView, type RecordOptions } from "./traffic/page.ts";

type Features = Pick<
  McpServerOptions,
  "version" | "tools" | "resources" | "prompts" | "now" | "timeZone" | "sleep"
>;

export interface AppOptions extends Features {
  /** None at all is open mode. */
  readonly keys: readonly AcceptedKey[];
  readonly allowOrigins: readonly string[];
  readonly allowHosts: readonly string[];
  /** Seals what the client carries between two rounds of a call; at least 32 bytes. */
  readonly stateKey: Uint8Array;
  /** Session ids; they must be unguessable. */
  readonly randomId: () => string;
  readonly limits?: Limits;
  /** Makes the server of a session, or of a request of 2026, in place of the one with our features. */
  readonly newServer?: () => McpServer;
  /** Where the changes come from that streams of `subscriptions/listen` are told of; else the minutes. */
  readonly events?: ServerEventBus;
  /** The record of the traffic; without it nothing is recorded. */
  readonly record?: RecordOptions;
  /** Told of every request when it has been answered. */
  readonly log?: (entry: LogEntry) => void;
  /** Told of bugs and of requests that the SDK refused. */
  readonly onProblem?: (error: unknown) => void;
}

export interface App {
  fetch(request: Request, peer: { readonly address?: string }): Promise<Response>;
  /** Resolves once no tool call is in flight. */
  idle(): Promise<void>;
  /** Ends every session and every stream. */
  close(): Promise<void>;
}

export function createApp(options: AppOptions): App {
  const { keys, allowOrigins, allowHosts, randomId, limits = LIMITS, onProblem = () => {} } = options;
  const calls = createCalls(limits.callsPerKey);
  const ticker = createMinuteTicker(options.now, options.sleep, onProblem);
  const findResource = findIn(options.resources, options.now);
  const stateCodec = createRequestStateCodec<ToolState>({
    key: options.stateKey,
    bind: ({ http }) => http?.authInfo?.clientId ?? "",
  });
  const newServer = options.newServer ??
    (() => createMcpServer({ ...options, calls, ticker, findResource, stateCodec, onBug: onProblem }));
  const sessions = createSessions(limits, () => options.now().epochMilliseconds);
  const httpSse = createHttpSse(sessions, limits, newServer, randomId);
  const streamable = createStreamable2025(sessions, limits, newServer, randomId);
  const stateless = createStateless2026(
    limits,
    newServer,
    createSubscriptions(ticker, findResource),
    onProblem,
    options.events,
  );
  const expiry = setInterval(() => sessions.expire(), limits.sweepMs);
  let isClosing = false;
  const isAllowedOrigin = (origin: string) => isLoopbackOrigin(origin) || allowOrigins.includes(origin);

  // `/mcp/` and `/messages` are `/mcp` and `/messages/`, without a redirect that would lose the body.
  const app = new Hono<AppEnv>({ strict: false });
  const wire = options.record && addRecord(app, options.record, limits, onProblem);
  if (options.log) app.use(logTo(options.log));
  app.use(async (_, next) => {
    if (!isClosing) return await next();
    return rpcError(503, REFUSED, "The server is shutting down.", { headers: { Connection: "close" } });
  });
  app.use(hostGuard(allowHosts, (c) => c.env.address), originGuard(isAllowedOrigin));
  app.use(cors({
    origin: (origin) => isAllowedOrigin(origin) ? origin : null,
    allowMethods: ["GET", "POST", "DELETE"],
    allowHeaders: CORS_ALLOWED_HEADERS,
    exposeHeaders: ["Mcp-Session-Id", "WWW-Authenticate", "Retry-After"],
  }));

  if (wire) addWireView(app, wire, options.record!, keys, options.version);
  app.get("/healthz", healthPage);
  app.get("/", () => serverPage(options.version));
  app.all("/.well-known/*", noSuchPage);
  app.post("/register", noRegistration);

  app.use(async (c, next) => {
    const principal = requireKey(c.req.raw, keys);
    if (principal instanceof Response) return principal;
    c.set("principal", principal);
    await next();
    if (!c.res.headers.has("cache-control")) c.res.headers.set("Cache-Control", "no-store");
  });

  app.get("/sse", (c) => {
    // HEAD would open a session whose stream nobody reads.
    if (c.req.raw.method !== "GET") return wrongMethod("GET");
    c.set("era", "2024");
    if (!accepts(c.req.raw.headers.get("accept"), "text/event-stream")) {
      return rpcError(406, REFUSED, "The Accept header must allow text/event-stream.");
    }
    return httpSse.open(c.get("principal"));
  });
  app.all("/sse", () => wrongMethod("GET"));

  app.post("/messages", async (c) => {
    c.set("era", "2024");
    const body = await readJson(c.req.raw, limits, c.get("onBody"));
    if (body instanceof Response) return body;
    c.set("body", body.value);
    return httpSse.post(c.req.raw, body.value, c.get("principal"));
  });
  app.all("/messages", () => wrongMethod("POST"));

  app.on(["GET", "POST", "DELETE"], "/mcp", async (c) => {
    const { raw } = c.req;
    if (raw.method === "HEAD") return wrongMethod(MCP_METHODS);
    const accept = raw.headers.get("accept");
    const needed = raw.method === "POST" ? ["application/json", "text/event-stream"] : ["text/event-stream"];
    let body: unknown;
    if (raw.method === "POST") {
      const read = await readJson(raw, limits, c.get("onBody"));
      if (read instanceof Response) return read;
      body = read.value;
      c.set("body", body);
    }
    if (raw.method !== "DELETE" && !needed.every((type) => accepts(accept, type))) {
      const message = `The Accept header must allow ${needed.join(" and ")}.`;
      return rpcError(406, REFUSED, message, answerableId(raw, body));
    }
    const era = classify(raw, body);
    if (era instanceof Response) return era;
    c.set("era", era);
    // Wildcards are spelled out: the SDK looks for the two names.
    const headers = new Headers(raw.headers);
    headers.set("accept", needed.join(", "));
    const request = new Request(raw.url, { method: raw.method, headers, signal: raw.signal });
    return era === "2026"
      ? stateless.handle(request, body, c.get("principal"))
      : streamable(request, body, c.get("principal"));
  });
  app.all("/mcp", () => wrongMethod(MCP_METHODS));

  app.notFound(noSuchPage);
  app.onError((error) => {
    onProblem(error);
    return rpcError(500, INTERNAL_ERROR, "Internal error");
  });

  return {
    fetch: (request, peer) => Promise.resolve(app.fetch(request, peer)),
    idle: calls.idle,
    async close() {
      isClosing = true;
      clearInterval(expiry);
      wire?.close();
      await Promise.all([sessions.closeAll(), stateless.close()]);
    },
  };
}

const MCP_METHODS = "GET, POST, DELETE";

const CORS_ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "Accept",
  "Mcp-Session-Id",
  "MCP-Protocol-Version",
  "Mcp-Method",
  "Mcp-Name",
  "Last-Event-ID",
];
