/**
 * Connects to any MCP server over HTTP: tries the newest era first, then the older ones.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import type { EraChoice } from "../../cli/settings.ts";
import { httpFinding, REDIRECTS } from "../../findings/http.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { abortAfter } from "../../lib/time.ts";
import { maxBytes } from "../limits/max_bytes.ts";
import { sameOriginOnly } from "../limits/same_origin.ts";
import { attempt } from "./attempt.ts";
import type { Weight } from "./classify_answer.ts";
import type { Connection, Era } from "./connection.ts";
import type { HandshakeOptions } from "./handshake.ts";

/** Where and how to connect. */
export interface ConnectOptions extends HandshakeOptions {
  /** A base URL, or one that ends in `/mcp` or `/sse`, or any other path, which is used as it is. */
  readonly server: URL;
  /** The only era to try, or `auto` for all of them. */
  readonly era: EraChoice;
  /** Makes the requests. */
  readonly fetch: Fetch;
  /** Whether the requests have an `Authorization` header; without one, a refusal means another thing. */
  readonly isKeySent: boolean;
}

/**
 * Connects in the first era that the server speaks.
 *
 * @param endpoints which eras to try at which URLs, in order; by default what the URL suggests
 * @throws a {@linkcode UserError} when the server speaks none of these eras, does not answer, or refuses us
 */
export async function connect(
  options: ConnectOptions,
  endpoints: readonly (readonly [Era, URL])[] = endpointsOf(options.server, options.era),
): Promise<Connection> {
  const fetch = refusingRedirects(sameOriginOnly(maxBytes(options.fetch, options.onExceeded)));
  let refusal: { readonly error: UserError; readonly weight: Weight } | undefined;

  for (const [era, url] of endpoints) {
    // A server that has not answered in time is silent, which says nothing about its era.
    using limit = abortAfter(options.handshakeTimeoutMs, () => silent(era, url, options), options.signal);
    const outcome = await attempt(era, url, fetch, { ...options, signal: limit.signal });
    if (outcome.kind === "connected") return outcome.connection;
    if (outcome.kind === "failure") throw outcome.error;
    // The answer to our own probe counts least, and of two that say as much the first: later endpoints may
    // not exist.
    if (!refusal || outcome.weight > refusal.weight) refusal = outcome;
  }
  const { error } = refusal!;
  if (options.era === "auto" || !["not_an_mcp_server", "unsupported_era"].includes(error.code)) throw error;
  const url = endpoints[0]![1];
  throw new UserError("unsupported_era", { ...error.data, url: url.href, era: options.era }, {
    cause: error,
  });
}

/**
 * Rejects where a request other than those of the handshake, which are explained by themselves, is redirected to where
 * it is not sent.
 */
function refusingRedirects(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (init?.method !== "POST" || !REDIRECTS.includes(response.status)) return response;
    if (/"method":"(initialize|server\/discover)"/.test(String(init.body))) return response;
    await response.body?.cancel();
    const { status, headers } = response;
    const url = new URL(input instanceof Request ? input.url : input);
    throw httpFinding({ status, headers, body: "" }, { url, isKeySent: false })!;
  };
}

/** The request that an era begins with. */
const FIRST_REQUEST = { "2026": "server/discover", "2025": "initialize", "2024": "GET" } as const;

function silent(era: Era, url: URL, { handshakeTimeoutMs }: ConnectOptions): UserError {
  const seconds = String(Math.round(handshakeTimeoutMs / 100) / 10);
  return new UserError("mcp_timeout", { url: url.href, seconds, method: FIRST_REQUEST[era] });
}

/**
 * Which eras to try at which URLs, in order. Pure.
 *
 * @param server as in {@linkcode ConnectOptions}
 */
export function endpointsOf(server: URL, era: EraChoice): [Era, URL][] {
  const path = server.pathname.replace(/\/$/, "");
  const [, base, end] = path.match(/^(.*?)\/(mcp|sse)$/) ?? [];
  const at = (pathname: string) => Object.assign(new URL(server), { pathname });
  const isBase = path === "";
  const streamable = end === "sse" ? at(`${base}/mcp`) : isBase ? at("/mcp") : server;
  const sse = end === "mcp" && era === "2024" ? at(`${base}/sse`) : isBase ? at("/sse") : server;
  const all: [Era, URL][] = [["2026", streamable], ["2025", streamable], ["2024", sse]];
  if (era !== "auto") return all.filter(([each]) => each === era);
  return end === "sse" ? [["2024", sse]] : all;
}
