/**
 * Records what passes through a `fetch`.
 *
 * @module
 */
import { createParser } from "eventsource-parser";
import type { Fetch } from "../auth/with_key.ts";
import { networkReason } from "../cli/error_text.ts";
import { MAX_BODY, type Peer, type RecordedRequest, type TraceSink } from "./exchange.ts";
import type { Redactor } from "./redact.ts";

/** What a recorder needs. One recorder numbers the exchanges of all the wires that it wraps. */
export interface RecorderOptions {
  /** Takes what is recorded. */
  readonly sink: TraceSink;
  /** Removes the keys first. */
  readonly redactor: Redactor;
  /** Milliseconds from any fixed moment on. */
  readonly now: () => number;
}

/**
 * Makes a function that wraps a `fetch` for one peer.
 *
 * The response passes through unchanged and as it comes; only a copy of its text is kept.
 */
export function createRecorder(
  { sink, redactor, now }: RecorderOptions,
): (fetch: Fetch, peer: Peer) => Fetch {
  let count = 0;
  // Redacted before it is cut: a key across the cut would leave its beginning.
  const kept = (text: string) => redactor.text(text.slice(0, 2 * MAX_BODY)).slice(0, MAX_BODY);
  return (fetch, peer) => async (input, init) => {
    const asked = input instanceof Request ? input : undefined;
    const request: RecordedRequest = {
      id: ++count,
      peer,
      method: init?.method ?? asked?.method ?? "GET",
      url: redactor.text(asked?.url ?? String(input)),
      headers: redactor.headers(new Headers(init?.headers ?? asked?.headers)),
      body: kept(typeof init?.body === "string" ? init.body : ""),
    };
    const start = now();
    const ms = () => now() - start;
    let text = "";
    const end = () => sink({ kind: "end", request, ms: ms(), body: kept(text) });
    const fail = (error: unknown) => {
      // What we ended ourselves has not failed.
      if (init?.signal?.aborted) return end();
      sink({ kind: "failure", request, ms: ms(), message: redactor.text(networkReason(error)) });
    };
    sink({ kind: "request", request });
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      fail(error);
      throw error;
    }
    const { status } = response;
    sink({ kind: "response", request, ms: ms(), status, headers: redactor.headers(response.headers) });
    if (!response.body) {
      end();
      return response;
    }
    const isEvents = response.headers.get("content-type")?.toLowerCase().startsWith("text/event-stream") ??
      false;
    const parser = createParser({
      onEvent: ({ event = "message", data }) =>
        sink({ kind: "event", request, ms: ms(), event, data: kept(data) }),
    });
    const decoder = new TextDecoder();
    const take = (chunk: string) => {
      if (isEvents) parser.feed(chunk);
      else if (text.length < 2 * MAX_BODY) text += chunk.slice(0, 2 * MAX_BODY);
    };
    return passThrough(response, (chunk) => take(decoder.decode(chunk, { stream: true })), end, fail);
  };
}

/** The same response, with every chunk shown to `onChunk` on its way. */
function passThrough(
  response: Response,
  onChunk: (chunk: Uint8Array) => void,
  onEnd: () => void,
  onError: (error: unknown) => void,
): Response {
  const reader = response.body!.getReader();
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (cancelled) return;
        if (done) {
          onEnd();
          controller.close();
        } else {
          onChunk(value);
          controller.enqueue(value);
        }
      } catch (error) {
        if (cancelled) return;
        onError(error);
        controller.error(error);
      }
    },
    cancel(reason) {
      cancelled = true;
      onEnd();
      return reader.cancel(reason);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
