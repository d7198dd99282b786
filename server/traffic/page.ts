/** The wire view: the page that shows the server's traffic, and who may see it. */
import type { Context, Hono } from "hono";
import type { AcceptedKey } from "../../auth/keys.ts";
import { requireKey } from "../../auth/require_key.ts";
import { explanationsIn } from "../../trace/explain/explanation.ts";
import type { TraceSink } from "../../trace/exchange.ts";
import { LIVE_POLICY, PAGE_FILES, renderLivePage } from "../../trace/page/render_page.ts";
import { createRecorder } from "../../trace/record/recorder.ts";
import type { Redactor } from "../../trace/record/redact.ts";
import type { AppEnv } from "../app_env.ts";
import { EVENT_STREAM_HEADERS } from "../event_stream.ts";
import { isLoopbackAddress, isLoopbackOrigin } from "../guards.ts";
import type { Limits } from "../limits.ts";
import { recordRequests } from "../record_requests.ts";
import { createTrafficBuffer, type TrafficBuffer } from "./buffer.ts";

export interface RecordOptions {
  /** Exchanges that are kept for the wire view; 0: there is no view. */
  readonly size: number;
  /** The keys that open the view; without any it is for this machine alone. */
  readonly viewKeys: readonly AcceptedKey[];
  readonly redactor: Redactor;
  /** Told of what happens, besides the view. */
  readonly sink?: TraceSink;
}

/** Records all requests from here on; the view, where there is to be one. */
export function addRecord(
  app: Hono<AppEnv>,
  { size, redactor, sink }: RecordOptions,
  limits: Limits,
  onProblem: (error: unknown) => void,
): TrafficBuffer | undefined {
  const wire = size === 0 ? undefined : createTrafficBuffer(size, limits, (count) => {
    onProblem(`A watcher of the wire view did not read and was cut off (${count} so far).`);
  });
  const recorder = createRecorder({
    sink: (event, exchange) => {
      wire?.take(event, exchange);
      sink?.(event, exchange);
    },
    redactor,
    now: () => performance.now(),
    timeOrigin: performance.timeOrigin,
    manyClients: true,
  });
  app.use(recordRequests(recorder, isRecorded));
  return wire;
}

/** Neither the view itself nor what asks every few seconds whether the server lives. */
function isRecorded({ url, headers }: Request): boolean {
  const { pathname } = new URL(url);
  return pathname !== "/healthz" && !pathname.startsWith("/wire/") &&
    !(pathname === "/" && isBrowser(headers));
}

function isBrowser(headers: Headers): boolean {
  return headers.get("accept")?.includes("text/html") ?? false;
}

/** The page at `/` for browsers, its files, and the record as a stream. */
export function addWireView(
  app: Hono<AppEnv>,
  wire: TrafficBuffer,
  { viewKeys }: RecordOptions,
  keys: readonly AcceptedKey[],
  version: string,
): void {
  app.get(
    "/",
    async (c, next) => isBrowser(c.req.raw.headers) ? livePage(c, viewKeys, keys, version) : await next(),
  );
  for (const [path, { type, text }] of Object.entries(PAGE_FILES)) {
    app.get(path, () => new Response(text, { headers: { "Content-Type": type, ...PAGE_HEADERS } }));
  }
  app.get("/wire/events", (c) => {
    const refused = viewRefusal(c, viewKeys, keys);
    return refused ?? new Response(wire.watch(), { headers: EVENT_STREAM_HEADERS });
  });
}

const PAGE_HEADERS = {
  "Cache-Control": "no-cache",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

function livePage(
  { req }: Context<AppEnv>,
  viewKeys: readonly AcceptedKey[],
  keys: readonly AcceptedKey[],
  version: string,
): Response {
  const language = pageLanguage(req.query("lang"), req.header("accept-language"));
  const { origin } = new URL(req.url);
  const html = renderLivePage({
    explanations: explanationsIn(language),
    language,
    origin,
    needsKey: viewKeys.length + keys.length > 0,
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

/** The language asked for, or else the first that the browser prefers and the page has (RFC 9110 §12.5.4). */
function pageLanguage(asked: string | undefined, accepted = ""): "en" | "fr" {
  if (asked === "en" || asked === "fr") return asked;
  const preferred = accepted.split(",").map((range) => {
    const [name = "", quality] = range.split(";q=");
    return { name: name.trim().toLowerCase(), quality: Number(quality ?? 1) };
  }).filter(({ name, quality }) => /^(en|fr)\b/.test(name) && quality > 0);
  const best = preferred.toSorted((a, b) => b.quality - a.quality)[0];
  return best?.name.startsWith("fr") ? "fr" : "en";
}

/**
 * Who may not see the record. With keys for it, everybody who has none of them; without, everybody who is
 * not on this machine, and whoever has none of the server's keys.
 */
function viewRefusal(
  c: Context<AppEnv>,
  viewKeys: readonly AcceptedKey[],
  keys: readonly AcceptedKey[],
): Response | undefined {
  if (viewKeys.length === 0 && !isLocal(c)) {
    const message = "The wire view is for this machine alone; serve --wire-key opens it to others.";
    return Response.json({ error: "local_only", message }, {
      status: 403,
      headers: { "Cache-Control": "no-store" },
    });
  }
  const principal = requireKey(c.req.raw, viewKeys.length > 0 ? viewKeys : keys);
  return principal instanceof Response ? principal : undefined;
}

/** Neither from another machine nor through a proxy on this one, which would hide where it comes from. */
function isLocal({ env: { address }, req }: Context<AppEnv>): boolean {
  const isForwarded = ["forwarded", "x-forwarded-for", "via"].some((name) => req.header(name) !== undefined);
  return address !== undefined && isLoopbackAddress(address) && !isForwarded &&
    isLoopbackOrigin(new URL(req.url).origin);
}
