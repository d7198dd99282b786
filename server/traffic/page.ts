/**
 * The wire view: the page that shows the server's traffic, and who may see it.
 *
 * @module
 */
import type { Hono } from "hono";
import { type AcceptedKey, fixedKeys, type KeyRing } from "../../auth/keys.ts";
import { requireFullKey } from "../../auth/require_key.ts";
import { explanationsIn } from "../../trace/explain/explanation.ts";
import { LIVE_POLICY, PAGE_FILES, renderLivePage } from "../../trace/page/render_page.ts";
import type { Peer } from "../endpoint.ts";
import { EVENT_STREAM_HEADERS } from "../event_stream.ts";
import { isLoopbackAddress } from "../../lib/loopback.ts";
import { isLoopbackOrigin } from "../guards.ts";
import { type PagesEnv, wrongMethod } from "../pages.ts";
import { pathOf } from "../path.ts";
import type { TrafficBuffer } from "./buffer.ts";

/** The options of the view. */
export interface WireViewOptions {
  /** The record that it shows. */
  readonly traffic: TrafficBuffer;
  /** The keys that open the view; without any, only loopback clients may see it. */
  readonly viewKeys: readonly AcceptedKey[];
  /** The server's own keys: those that may do everything open a view without keys of its own. */
  readonly keys: KeyRing;
  /** This program's version. */
  readonly version: string;
}

/** Whether a request is for the view, or for one of its files. */
export function isOfWireView(request: Request): boolean {
  const path = pathOf(request);
  return path.startsWith("/wire/") || (path === "/" && isBrowser(request.headers));
}

function isBrowser(headers: Headers): boolean {
  return headers.get("accept")?.includes("text/html") ?? false;
}

/** Adds the page at `/` for browsers, its files, and the record as a stream. */
export function addWireView(app: Hono<PagesEnv>, options: WireViewOptions): void {
  app.get(
    "/",
    async (c, next) => isBrowser(c.req.raw.headers) ? livePage(c.req.raw, options) : await next(),
  );
  for (const [path, { type, text }] of Object.entries(PAGE_FILES)) {
    app.get(path, () => new Response(text, { headers: { "Content-Type": type, ...PAGE_HEADERS } }));
    app.all(path, () => wrongMethod("GET, HEAD"));
  }
  app.all("/wire/events", ({ req: { raw }, env: { peer } }) => {
    const refused = viewRefusal(raw, peer, options);
    if (refused) return refused;
    // HEAD would open a stream that the client never reads.
    if (raw.method !== "GET") return wrongMethod("GET");
    return new Response(options.traffic.watch(), { headers: EVENT_STREAM_HEADERS });
  });
}

const PAGE_HEADERS = {
  "Cache-Control": "no-cache",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

function livePage(request: Request, { viewKeys, keys, version }: WireViewOptions): Response {
  const { origin, searchParams } = new URL(request.url);
  const language = pageLanguage(searchParams.get("lang"), request.headers.get("accept-language"));
  const html = renderLivePage({
    explanations: explanationsIn(language),
    language,
    origin,
    needsKey: viewKeys.length > 0 || !keys.isOpen,
    hasOwnKey: viewKeys.length > 0,
    version,
  });
  return new Response(html, {
    headers: {
      ...PAGE_HEADERS,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Language": language,
      "Content-Security-Policy": LIVE_POLICY,
      "Vary": "Accept, Accept-Language",
    },
  });
}

/**
 * The requested language, or else the first that the browser prefers and the page supports (RFC
 * 9110 §12.5.4).
 */
function pageLanguage(asked: string | null, accepted: string | null): "en" | "fr" {
  if (asked === "en" || asked === "fr") return asked;
  const preferred = (accepted ?? "").split(",").map((range) => {
    const [name = "", quality] = range.split(";q=");
    return { name: name.trim().toLowerCase(), quality: Number(quality ?? 1) };
  }).filter(({ name, quality }) => /^(en|fr)\b/.test(name) && quality > 0);
  const best = preferred.toSorted((a, b) => b.quality - a.quality)[0];
  return best?.name.startsWith("fr") ? "fr" : "en";
}

/**
 * Why a request may not see the record. A view with separate keys requires one of them. A view
 * without is for loopback clients only, and requires one of the server's keys if there are any.
 */
function viewRefusal(
  request: Request,
  peer: Peer,
  { viewKeys, keys }: WireViewOptions,
): Response | undefined {
  if (viewKeys.length === 0 && !isLocal(request, peer)) {
    const message = "The wire view is for this machine alone; serve --wire-key opens it to others.";
    return Response.json({ error: "local_only", message }, {
      status: 403,
      headers: { "Cache-Control": "no-store" },
    });
  }
  const why = "The wire view shows every client's requests; this key has limited rights.";
  return requireFullKey(request, viewKeys.length > 0 ? fixedKeys(viewKeys) : keys, why);
}

/** A request from another machine, or through a local proxy, which would hide the client's address. */
function isLocal({ headers, url }: Request, { remoteAddr }: Peer): boolean {
  const address = remoteAddr?.hostname;
  const isForwarded = ["forwarded", "x-forwarded-for", "via"].some((name) => headers.has(name));
  return address !== undefined && isLoopbackAddress(address) && !isForwarded &&
    isLoopbackOrigin(new URL(url).origin);
}
