/**
 * One plain request to a server, without the SDK: what it answers is looked at as it is.
 *
 * @module
 */
import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { Fetch } from "../../lib/fetch.ts";
import { asObject, parsed } from "../../lib/json.ts";
import { isEventStream } from "../../lib/media_type.ts";
import { withinMs } from "../../lib/time.ts";
import { readText } from "../limits/read_text.ts";

/** What came, as far as it came in time. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: Headers;
  /** The body, or the beginning of it. */
  readonly body: string;
  /** The JSON-RPC message in the body that is a response; empty if there is none. */
  readonly message: Readonly<Record<string, unknown>>;
  /** Milliseconds from the headers to the first event, if it is a stream and one came. */
  readonly firstEventMs: number | undefined;
  /** Whether the time was over before the body was complete. */
  readonly isLate: boolean;
}

/** How a request is made. */
export interface RequestContext {
  /** Sends the key to the server's own origin. */
  readonly fetch: Fetch;
  /** A clock: milliseconds since any fixed time. */
  readonly now: () => number;
  /** Ends the request. */
  readonly signal: AbortSignal;
}

/** Milliseconds for the headers of one answer. */
export const ANSWER_MS = 4_000;

/** Milliseconds for the body: servers send the first event of a stream at once. */
const STREAM_MS = 2_500;

/** Characters of a body that are read. */
export const MOST = 512 * 1024;

/** The revision in which sessions are examined. */
export const SESSION_REVISION = "2025-11-25";

/** Our name in handshakes. */
export const DOCTOR_INFO = { name: "mcpdemo-doctor", version: "1" };

/**
 * Posts a JSON-RPC message, and reads the answer up to the response in it.
 *
 * @param isEnough which event of a stream to read up to, if not the response
 * @returns `undefined` if no headers came in time
 * @throws what `fetch` throws, or the reason of the signal
 */
export async function post(
  { fetch, now, signal }: RequestContext,
  url: URL,
  message: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
  isEnough: (event: EventSourceMessage) => boolean = ({ data }) => isResponse(data),
): Promise<Answer | undefined> {
  const init = {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Accept": "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: "2.0", ...message }),
  };
  return await exchange({ fetch, now, signal }, url, init, isEnough);
}

/**
 * Sends a request, and reads the answer: of an event stream, only up to the event that is enough.
 *
 * @returns `undefined` if no headers came in time
 * @throws what `fetch` throws, or the reason of the signal
 */
export async function exchange(
  { fetch, now, signal }: RequestContext,
  url: URL,
  init: RequestInit,
  isEnough: (event: EventSourceMessage) => boolean = () => true,
): Promise<Answer | undefined> {
  const over = new AbortController();
  try {
    const asked = fetch(url, { ...init, signal: AbortSignal.any([signal, over.signal]) });
    const response = await withinMs(asked, ANSWER_MS);
    if (!response) return undefined;
    const { status, headers } = response;
    const started = now();
    let isEvents = isEventStream(headers);
    let body = "";
    let firstEventMs: number | undefined;
    let isFound = false;
    let responded: string | undefined;
    const parser = createParser({
      onEvent(event) {
        firstEventMs ??= now() - started;
        if (isResponse(event.data)) responded = event.data;
        isFound ||= isEnough(event);
      },
    });
    const reading = readText(response, MOST, (piece) => {
      // By what it is: a wrong content type is a finding of its own.
      if (body === "") isEvents ||= looksLikeEvents(piece);
      body += piece;
      if (isEvents) parser.feed(piece);
      return isFound;
    });
    const isRead = await withinMs(reading.then(() => true), STREAM_MS);
    const value = parsed(responded ?? body);
    const message = Array.isArray(value) ? {} : asObject(value);
    return { status, headers, body, message, firstEventMs, isLate: isRead === undefined };
  } finally {
    over.abort();
  }
}

/** Whether a body begins as an event stream does. */
export function looksLikeEvents(start: string): boolean {
  return /^\s*(:|(data|event|id|retry):)/.test(start);
}

/** Whether the data of an event is a JSON-RPC response. */
export function isResponse(data: string): boolean {
  const message = asObject(parsed(data));
  return "result" in message || "error" in message;
}
