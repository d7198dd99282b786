/** Connects to any MCP server over HTTP: the newest era first, then down. */
import {
  Client,
  type Implementation,
  type PriorDiscovery,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from "@modelcontextprotocol/client";
import type { Fetch } from "../auth/with_key.ts";
import { UserError } from "../cli/errors.ts";
import { errorText } from "../cli/error_text.ts";
import type { EraChoice } from "../cli/settings.ts";
import { oneLine } from "../cli/terminal.ts";
import {
  httpFailure,
  MODERN_REVISION,
  networkSetback,
  notMcp,
  probe,
  readText,
  type Setback,
} from "./probe.ts";
import { sameOriginOnly } from "./same_origin.ts";

export type Era = Exclude<EraChoice, "auto">;

export interface Connection {
  readonly client: Client;
  readonly era: Era;
  /** The revision agreed on, for instance `2025-11-25`. */
  readonly revision: string;
  /** Where the server was found. */
  readonly url: URL;
  /** Ends the session, where there is one, and the connection. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** A base URL, or one that ends in `/mcp` or `/sse`, or any other path, used as given. */
  readonly server: URL;
  readonly era: EraChoice;
  readonly fetch: Fetch;
  readonly clientInfo: Implementation;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Milliseconds for the handshake. */
  readonly handshakeMs: number;
}

/** Throws a {@linkcode UserError} where no era of ours is spoken there. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const endpoints = endpointsOf(options.server, options.era);
  const fetch = sameOriginOnly(options.fetch);
  let refusal: UserError | undefined;

  for (const [era, url] of endpoints) {
    const attempt = { ...options, url };
    if (era === "2026") {
      const verdict = await probe(fetch, url, options.clientInfo, options.signal);
      if (verdict.kind === "modern") {
        const transport = new StreamableHTTPClientTransport(url, { fetch });
        return await open(era, transport, { kind: "modern", discover: verdict.discover }, attempt);
      }
      if (verdict.kind === "failure") throw verdict.error;
      // An odd answer says most about what is there; an older server's says only that it is older.
      if (verdict.kind === "odd") refusal = verdict.error;
      continue;
    }
    const observed = observe(fetch, url);
    try {
      const transport = era === "2025"
        ? new StreamableHTTPClientTransport(url, { fetch: observed.fetch })
        : new SSEClientTransport(url, { fetch: observed.fetch });
      return await open(era, transport, { kind: "legacy" }, attempt);
    } catch (error) {
      const setback = await observed.setback(error);
      observed.abort();
      options.signal.throwIfAborted();
      if (setback.kind === "failure") throw setback.error;
      refusal ??= setback.error;
    }
  }
  const url = endpoints[0]![1];
  refusal ??= notMcp(url, "it does not know server/discover");
  if (options.era === "auto" || refusal.code === "mcp_silent") throw refusal;
  const data = { url: url.href, era: options.era, detail: refusal.data.detail ?? "" };
  throw new UserError("era_not_spoken", data, { cause: refusal });
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

interface Attempt extends ConnectOptions {
  readonly url: URL;
}

async function open(
  era: Era,
  transport: Transport,
  prior: PriorDiscovery,
  attempt: Attempt,
): Promise<Connection> {
  const { clientInfo, signal, handshakeMs, url } = attempt;
  const client = new Client(clientInfo, { versionNegotiation: { mode: "legacy" } });
  try {
    await abortable(() => client.connect(transport, { prior, signal, timeout: handshakeMs }), signal);
  } catch (error) {
    // An EventSource that has failed would go on trying.
    await transport.close().catch(() => {});
    throw error;
  }
  return {
    client,
    era,
    url,
    revision: client.getNegotiatedProtocolVersion() ?? MODERN_REVISION,
    async close() {
      if (transport instanceof StreamableHTTPClientTransport && era === "2025") {
        await transport.terminateSession().catch(() => {});
      }
      await client.close();
    },
  };
}

interface Observed {
  readonly fetch: Fetch;
  /** What an attempt that failed with `error` says of the server. */
  setback(error: unknown): Promise<Setback>;
  /** Lets go of what the transports leave open. */
  abort(): void;
}

/** What went wrong on the wire: the transports tell it in many ways, the wire in one. */
function observe(fetch: Fetch, url: URL): Observed {
  const controller = new AbortController();
  let failed: { status: number; headers: Headers; body: Promise<string> } | undefined;
  let thrown: unknown;
  return {
    fetch: async (input, init) => {
      try {
        const signals = [controller.signal, ...(init?.signal ? [init.signal] : [])];
        const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
        if (!response.ok) {
          const { status, headers } = response;
          failed = { status, headers, body: readText(response.clone()).catch(() => "") };
        }
        return response;
      } catch (error) {
        thrown = error;
        throw error;
      }
    },
    abort: () => controller.abort(),
    async setback(error) {
      if (error instanceof UserError) return { kind: "failure", error };
      if (failed) {
        const { status, headers, body } = failed;
        const failure = httpFailure(status, headers, await body, url);
        return failure
          ? { kind: "failure", error: failure }
          : { kind: "odd", error: notMcp(url, `HTTP ${status}`) };
      }
      if (thrown !== undefined) return networkSetback(thrown, url);
      return {
        kind: "odd",
        error: notMcp(url, oneLine(errorText(error))),
      };
    },
  };
}

/** What `start` promises, given up when `signal` is aborted: not every transport takes a signal. */
function abortable<T>(start: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([start(), aborted]).finally(() => signal.removeEventListener("abort", onAbort));
}
