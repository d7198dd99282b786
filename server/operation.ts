/**
 * The pages for those who run the server: its state and its numbers. Each needs a key without limited rights.
 *
 * @module
 */
import type { Hono } from "hono";
import type { KeyRing } from "../auth/keys.ts";
import { requireFullKey } from "../auth/require_key.ts";
import type { ServeLimitValues } from "../cli/serve_limits.ts";
import type { Metrics } from "./metrics.ts";
import { healthOf, type PagesEnv, type ServerState, wrongMethod } from "./pages.ts";

/** What the pages show. */
export interface OperationOptions {
  readonly keys: KeyRing;
  readonly version: string;
  /** Every limit with its value. */
  readonly limits: ServeLimitValues;
  /** What the health page says. */
  readonly state: ServerState;
  /** What is open at the moment. */
  readonly open: () => { readonly sessions: number; readonly calls: number };
  /** Without it, there is no `/metrics`. */
  readonly metrics?: Metrics | undefined;
}

const NO_STORE = { "Cache-Control": "no-store" };

/** Adds `GET /healthz?verbose`, and `GET /metrics` if there are metrics. */
export function addOperationPages(app: Hono<PagesEnv>, options: OperationOptions): void {
  const { keys, version, limits, open, state, metrics } = options;
  const startedAt = performance.now();
  app.get("/healthz", async ({ req: { raw } }, next) => {
    if (!raw.url.includes("?") || !new URL(raw.url).searchParams.has("verbose")) return await next();
    const uptime_seconds = Math.floor((performance.now() - startedAt) / 1000);
    return requireFullKey(raw, keys, WHY) ??
      Response.json({ ...healthOf(state), version, uptime_seconds, open: open(), limits }, {
        headers: NO_STORE,
      });
  });
  if (!metrics) return;
  app.all("/metrics", async ({ req: { raw } }) => {
    const refusal = requireFullKey(raw, keys, WHY);
    if (refusal) return refusal;
    if (raw.method !== "GET" && raw.method !== "HEAD") return wrongMethod("GET, HEAD");
    const headers = { "Content-Type": metrics.contentType, ...NO_STORE };
    return new Response(raw.method === "HEAD" ? null : await metrics.text(open()), { headers });
  });
}

const WHY = "This page is about every client; this key has limited rights.";
