/**
 * Knows which answer a client is waiting for, so that a time-out can name it.
 *
 * @module
 */
import type { Fetch } from "../../lib/fetch.ts";
import { asObject, parsed } from "../../lib/json.ts";
import { passThrough } from "../../trace/record/pass_through.ts";

/** A request whose answer is not complete. */
export interface AwaitedAnswer {
  /** Where the request was sent. */
  readonly url: URL;
  /** The JSON-RPC method, with the tool's name if it calls one; for other requests the HTTP method. */
  readonly method: string;
  /**
   * How far the answer is: nothing came, only the headers, a part of the body, or 202 with the answer to follow
   * on the event stream.
   */
  readonly state: "none" | "headers" | "body" | "accepted";
  /** The HTTP status, once the headers have come. */
  readonly status: number | undefined;
  /** Milliseconds from the request to the headers. */
  readonly headersMs: number | undefined;
  /** Milliseconds since the request was sent. */
  readonly waitedMs: number;
}

/** Watches the requests of a run. */
export interface RequestWatch {
  /** The watched `fetch`. */
  readonly fetch: Fetch;
  /** The answer that the run waits for, if it waits for one. */
  awaited(): AwaitedAnswer | undefined;
  /** How many requests are watched. */
  watched(): number;
}

interface Pending {
  readonly url: URL;
  readonly isPost: boolean;
  /** Read only if a time-out asks for it. */
  readonly body: unknown;
  readonly startedAt: number;
  state: AwaitedAnswer["state"];
  status?: number;
  headersMs?: number;
}

/** Watches what goes through `fetch`. It keeps the open requests, and the last one that was accepted with 202. */
export function watchRequests(fetch: Fetch, now: () => number): RequestWatch {
  const open = new Set<Pending>();
  let accepted: Pending | undefined;

  return {
    async fetch(input, init) {
      const { url, method } = input instanceof Request ? input : { url: String(input), method: init?.method };
      const isPost = method === "POST";
      const pending: Pending = {
        url: new URL(url),
        isPost,
        body: init?.body,
        startedAt: now(),
        state: "none",
      };
      open.add(pending);
      if (open.size > MAX_OPEN) open.delete(open.values().next().value!);
      if (isPost) accepted = undefined;
      const end = () => void open.delete(pending);
      try {
        const response = await fetch(input, init);
        Object.assign(pending, {
          state: "headers",
          status: response.status,
          headersMs: now() - pending.startedAt,
        });
        // In HTTP+SSE, whose requests do not accept a stream, every answer comes elsewhere.
        const isElsewhere = !(new Headers(init?.headers).get("accept") ?? "").includes("text/event-stream");
        if (isPost && (response.status === 202 || response.ok && isElsewhere)) {
          accepted = { ...pending, state: "accepted" };
        }
        // The bodies of these are often not read.
        if (response.status === 202 || !isPost && !response.ok) end();
        return passThrough(response, {
          onChunk(chunk) {
            // A comment only keeps a stream alive.
            if (!isPost && chunk[0] === COLON) return;
            pending.state = "body";
            if (!isPost) accepted = undefined;
          },
          onEnd: end,
          onError: end,
        });
      } catch (error) {
        end();
        throw error;
      }
    },
    watched: () => open.size,
    awaited() {
      const pending = [...open].reverse();
      // A stream that has begun stays open: nobody waits for its end.
      const chosen = pending.find(({ isPost }) => isPost) ?? (isCall(accepted) ? accepted : undefined) ??
        pending.find(({ state }) => state !== "body");
      if (!chosen) return undefined;
      const { url, state, status, headersMs, startedAt } = chosen;
      return { url, method: methodOf(chosen), state, status, headersMs, waitedMs: now() - startedAt };
    },
  };
}

/** Open requests that are kept: bodies that nobody reads must not add up. */
const MAX_OPEN = 1_000;

const COLON = 0x3a;

/** Whether it is a request of MCP: a question to a model is answered where it is asked. */
function isCall(pending: Pending | undefined): boolean {
  const { method, id } = asObject(parsed(String(pending?.body)));
  return typeof method === "string" && id !== undefined;
}

function methodOf({ isPost, body }: Pending): string {
  const { method, params } = asObject(parsed(String(body)));
  if (typeof method !== "string") return isPost ? "POST" : "GET";
  const { name } = asObject(params);
  return typeof name === "string" ? `${method} (${name})` : method;
}
