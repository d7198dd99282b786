/**
 * One attempt to connect: the only place where the requests of an attempt are made and observed.
 *
 * The SDK's transports report a failure in many ways, HTTP in one: what an attempt says about the server is
 * read from the HTTP answers.
 *
 * @module
 */
import { errorText } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { type ConnectFailure, httpFailure, notMcp, unreachableFailure } from "./classify_answer.ts";
import type { Connection, Era } from "./connection.ts";
import { handshake, type HandshakeOptions } from "./handshake.ts";
import { probe, readAnswer } from "./probe.ts";

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: "connected"; readonly connection: Connection }
  /** The server is not of the newest era: try the older ones. */
  | { readonly kind: "older" }
  | ConnectFailure;

/**
 * Tries one era at one endpoint. Never rejects because of the server.
 *
 * @throws the reason of `options.signal` once it is aborted during a handshake
 */
export async function attempt(era: Era, url: URL, fetch: Fetch, options: HandshakeOptions): Promise<Outcome> {
  const observed = observe(fetch, url);
  if (era === "2026") {
    const verdict = await probe(observed.fetch, url, options.clientInfo, options.signal);
    if (verdict.kind !== "modern") {
      observed.abort();
      return verdict;
    }
    return { kind: "connected", connection: await handshake(era, url, fetch, verdict, options) };
  }
  try {
    const connection = await handshake(era, url, observed.fetch, { kind: "legacy" }, options);
    return { kind: "connected", connection };
  } catch (error) {
    const failure = await observed.failure(error);
    observed.abort();
    options.signal.throwIfAborted();
    return failure;
  }
}

interface Observed {
  readonly fetch: Fetch;
  /** What an attempt that failed with `error` says about the server. */
  failure(error: unknown): Promise<ConnectFailure>;
  /** Aborts the requests that the transports leave open. */
  abort(): void;
}

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
          failed = { status, headers, body: readAnswer(response.clone()).catch(() => "") };
        }
        return response;
      } catch (error) {
        thrown = error;
        throw error;
      }
    },
    abort: () => controller.abort(),
    async failure(error) {
      if (error instanceof UserError) return { kind: "failure", error };
      if (failed) {
        const { status, headers, body } = failed;
        const failure = httpFailure(status, headers, await body, url);
        return failure
          ? { kind: "failure", error: failure }
          : { kind: "odd", error: notMcp(url, { detail: `HTTP ${status}` }) };
      }
      if (thrown !== undefined) return unreachableFailure(thrown, url);
      return { kind: "odd", error: notMcp(url, { detail: oneLine(errorText(error)) }) };
    },
  };
}
