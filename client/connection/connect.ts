/** Connects to any MCP server over HTTP: the newest era first, then down. */
import type { Fetch } from "../../lib/fetch.ts";
import { UserError } from "../../cli/errors.ts";
import type { EraChoice } from "../../cli/settings.ts";
import { maxBytes } from "../limits/max_bytes.ts";
import { observeAttempt } from "./attempt.ts";
import { type Connection, type Era, handshake, type HandshakeOptions } from "./handshake.ts";
import { notMcp } from "./classify_answer.ts";
import { probe } from "./probe.ts";
import { sameOriginOnly } from "../limits/same_origin.ts";

export interface ConnectOptions extends HandshakeOptions {
  /** A base URL, or one that ends in `/mcp` or `/sse`, or any other path, used as given. */
  readonly server: URL;
  readonly era: EraChoice;
  readonly fetch: Fetch;
}

/**
 * Throws a {@linkcode UserError} where no era of ours is spoken there.
 *
 * @param endpoints which eras to try where, in order, where that is known better
 */
export async function connect(
  options: ConnectOptions,
  endpoints: readonly (readonly [Era, URL])[] = endpointsOf(options.server, options.era),
): Promise<Connection> {
  const fetch = sameOriginOnly(maxBytes(options.fetch, options.onExceeded));
  let refusal: UserError | undefined;

  for (const [era, url] of endpoints) {
    using deadline = startHandshakeTimeout(url, options);
    const attempt = { ...options, signal: deadline.signal };
    if (era === "2026") {
      const verdict = await probe(fetch, url, options.clientInfo, attempt.signal);
      if (verdict.kind === "modern") return await handshake(era, url, fetch, verdict, attempt);
      if (verdict.kind === "failure") throw verdict.error;
      // An odd answer says most about what is there; an older server's says only that it is older.
      if (verdict.kind === "odd") refusal = verdict.error;
      continue;
    }
    const attempted = observeAttempt(fetch, url);
    try {
      return await handshake(era, url, attempted.fetch, { kind: "legacy" }, attempt);
    } catch (error) {
      const failure = await attempted.failure(error);
      attempted.abort();
      attempt.signal.throwIfAborted();
      if (failure.kind === "failure") throw failure.error;
      refusal ??= failure.error;
    }
  }
  const url = endpoints[0]![1];
  refusal ??= notMcp(url, { reason: "no_discover" });
  if (options.era === "auto" || refusal.code === "mcp_silent") throw refusal;
  const data = { ...refusal.data, url: url.href, era: options.era };
  throw new UserError("unsupported_era", data, { cause: refusal });
}

/** A server that has not answered by then is silent, which says nothing about its era. */
function startHandshakeTimeout(
  url: URL,
  { signal, handshakeTimeoutMs }: ConnectOptions,
): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new UserError("mcp_silent", { url: url.href })),
    handshakeTimeoutMs,
  );
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/** Which era to try where, in order. */
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
