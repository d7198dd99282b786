/**
 * What goes over the wire while `doctor` works: each answer as it came, before anything makes up for its faults.
 *
 * @module
 */
import type { Fetch } from "../../lib/fetch.ts";
import { asObject, parsed } from "../../lib/json.ts";
import { passThrough } from "../../trace/record/pass_through.ts";

/** An answer, and the request that it answers. */
export interface Seen {
  /** Where the request was sent. */
  readonly url: URL;
  /** The HTTP method. */
  readonly method: string;
  /** The body of the request, if it is text. */
  readonly sent: string;
  /** The JSON-RPC method of the request, if it has one. */
  readonly rpc: string | undefined;
  /** The HTTP status. */
  readonly status: number;
  /** The headers of the answer. */
  readonly headers: Headers;
  /** Milliseconds until the headers came. */
  readonly headersMs: number;
  /** The beginning of the body, as far as it has been read. */
  readonly body: string;
  /** Whether the whole body has come, and is kept. */
  readonly isWhole: boolean;
}

/** A `fetch`, and what was seen on it. */
export interface Wire {
  /** The watched `fetch`. */
  readonly fetch: Fetch;
  /** The answers so far, in the order in which their headers came. */
  readonly seen: () => readonly Seen[];
}

/** Answers that are kept: `doctor` makes some forty requests. */
const MOST = 500;

/** Characters of a body that are kept. */
const MOST_CHARACTERS = 256 * 1024;

/** Watches a `fetch`. */
export function watchWire(fetch: Fetch, now: () => number): Wire {
  const seen: { -readonly [K in keyof Seen]: Seen[K] }[] = [];
  return {
    seen: () => seen,
    async fetch(input, init) {
      const started = now();
      const response = await fetch(input, init);
      const sent = typeof init?.body === "string" ? init.body : "";
      const { status, headers } = response;
      const answer = {
        url: new URL(input instanceof Request ? input.url : input),
        method: init?.method ?? "GET",
        sent,
        rpc: rpcMethodIn(sent),
        status,
        headers,
        headersMs: now() - started,
        body: "",
        isWhole: false,
      };
      if (seen.length < MOST) seen.push(answer);
      const decoder = new TextDecoder();
      return passThrough(response, {
        onChunk(chunk) {
          if (answer.body.length < MOST_CHARACTERS) answer.body += decoder.decode(chunk, { stream: true });
        },
        onEnd(isAborted = false) {
          answer.isWhole = !isAborted && answer.body.length < MOST_CHARACTERS;
        },
        onError() {},
      });
    },
  };
}

function rpcMethodIn(sent: string): string | undefined {
  const { method } = asObject(parsed(sent));
  return typeof method === "string" ? method : undefined;
}
