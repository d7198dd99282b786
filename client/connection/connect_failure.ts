/** What went wrong on the wire: the transports tell it in many ways, the wire in one. */
import type { Fetch } from "../../lib/fetch.ts";
import { UserError } from "../../cli/errors.ts";
import { errorText } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/printable.ts";
import { type ConnectFailure, httpFailure, notMcp, unreachableFailure } from "./classify_answer.ts";
import { readText } from "./probe.ts";

export interface ObservedAttempt {
  readonly fetch: Fetch;
  /** What an attempt that failed with `error` says of the server. */
  failure(error: unknown): Promise<ConnectFailure>;
  /** Lets go of what the transports leave open. */
  abort(): void;
}

/** Wraps `fetch` for one attempt to connect to `url`. */
export function observeAttempt(fetch: Fetch, url: URL): ObservedAttempt {
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
