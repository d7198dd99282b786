/**
 * The answers that need no key, and the answers for unknown paths.
 *
 * @module
 */
import { Hono } from "hono";
import type { Peer } from "./endpoint.ts";
import { REFUSED, rpcError } from "./json_rpc.ts";
import type { Replicas } from "./replicas/replicas.ts";
import { MODERN_REVISIONS, REVISIONS } from "./revisions.ts";

/** What a page may use besides the request. */
export interface PagesEnv {
  /** The context variables of hono. */
  Bindings: {
    /** The other end of the connection. */
    readonly peer: Peer;
    /** Set to `true` if no page is found. */
    isMissing?: boolean;
  };
}

/** The pages. */
export interface Pages {
  /** Answers a request for a page; `undefined` if no page has its path. */
  answer(request: Request, peer: Peer): Promise<Response | undefined>;
  /** The paths of all pages; `*` stands for anything. */
  readonly paths: readonly string[];
}

/** What the health page says. */
export interface ServerState {
  /** Whether the server is about to stop, and balancers should send no more requests. */
  readonly isDraining: () => boolean;
  /** The other replicas, if there may be some. */
  readonly replicas?: Pick<Replicas, "isUp"> | undefined;
}

const NO_STORE = { "Cache-Control": "no-store" };

/**
 * Creates the pages.
 *
 * @param sessionEras whether the eras with sessions are served
 * @param state what the health page says
 * @param addFirst adds pages that come before these
 */
export function createPages(
  version: string,
  sessionEras: boolean,
  state: ServerState,
  addFirst: (app: Hono<PagesEnv>) => void = () => {},
): Pages {
  const app = new Hono<PagesEnv>({ strict: false });
  addFirst(app);
  app.get("/", () => serverPage(version, sessionEras));
  app.get("/healthz", () => healthPage(state));
  for (const path of ["/", "/healthz"]) app.all(path, () => wrongMethod("GET, HEAD"));
  app.post("/register", noRegistration);
  app.all("/register", () => wrongMethod("POST"));
  app.all("/.well-known/*", noSuchPage);
  app.notFound((c) => {
    c.env.isMissing = true;
    return noSuchPage();
  });
  app.onError((error) => {
    throw error;
  });
  return {
    paths: [...new Set(app.routes.map(({ path }) => path))],
    async answer(request, peer) {
      const env: PagesEnv["Bindings"] = { peer };
      const page = await app.fetch(request, env);
      return env.isMissing ? undefined : page;
    },
  };
}

/** The words of the health page. */
export function healthOf(
  { isDraining, replicas }: ServerState,
): { readonly status: "ok" | "degraded" | "draining"; readonly redis?: "up" | "away" } {
  const redis = replicas && (replicas.isUp ? "up" : "away");
  const status = isDraining() ? "draining" : redis === "away" ? "degraded" : "ok";
  return { status, ...(redis ? { redis } : {}) };
}

/** Without Redis it is 200 as well: MCP 2026-07-28 is served all the same. */
function healthPage(state: ServerState): Response {
  const health = healthOf(state);
  return Response.json(health, { status: health.status === "draining" ? 503 : 200, headers: NO_STORE });
}

/** mcp-remote shows this text to its user after a 401 has made it try OAuth. */
function noRegistration(): Response {
  const error_description = "This server uses static API keys, not OAuth. Send: Authorization: Bearer <key>";
  return Response.json({ error: "invalid_client_metadata", error_description }, {
    status: 400,
    headers: NO_STORE,
  });
}

function serverPage(version: string, sessionEras: boolean): Response {
  const eras = sessionEras ? REVISIONS : MODERN_REVISIONS;
  const older = sessionEras ? { "2025": "/mcp", "2024-11-05": "/sse" } : {};
  const endpoints = { "2026-07-28": "/mcp", ...older, health: "/healthz" };
  return Response.json({ name: "mcpdemo", version, eras, endpoints }, { headers: NO_STORE });
}

/** The 404 for an unknown path. */
export function noSuchPage(): Response {
  const message = "Nothing is here. MCP is at /mcp, and at /sse for HTTP+SSE.";
  return Response.json({ error: "not_found", message }, { status: 404, headers: NO_STORE });
}

/**
 * The 405 for a path that does not support the request's method.
 *
 * @param allowed the value of `Allow`, for instance `GET, HEAD`
 */
export function wrongMethod(allowed: string): Response {
  return rpcError(405, REFUSED, `This path takes ${allowed}.`, { headers: { Allow: allowed } });
}
