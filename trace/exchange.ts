/**
 * One recorded HTTP exchange, with an MCP server or with a model endpoint.
 *
 * @module
 */
import type { StepKind } from "./step_kind.ts";

export type { StepKind };

/** The kind of server that answers an exchange. */
export type Peer = "mcp_server" | "model";

/** Which era of MCP over HTTP an exchange belongs to, once that is known. */
export type TraceEra = "2024" | "2025" | "2026";

/** Header values by lower-case name, redacted. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** One server-sent event of a response. */
export interface StreamEvent {
  /** Milliseconds since the start of the exchange. */
  readonly ms: number;
  /** The event's name; `message` if the stream gives none. */
  readonly event: string;
  /** The event's `id:` (session ids in it are pseudonyms). */
  readonly id?: string;
  /** The event's data, redacted and truncated like a body. */
  readonly data: string;
  /** The kind of step that the event is. */
  readonly step?: StepKind;
  /** The `id` of the exchange whose request this event answers, if it is a different one (HTTP+SSE). */
  readonly answers?: number;
}

/**
 * One exchange, as far as it has progressed. JSON-safe: this is the content of a line of a `.jsonl`
 * file.
 */
export interface Exchange {
  /** 1, 2, … in the order in which the requests started. */
  readonly id: number;
  /** The kind of server that answers. */
  readonly peer: Peer;
  /** The sender: `mcpdemo`, or, as recorded by a server, the client's name, or its key's id, or `?`. */
  readonly client: string;
  /** The kind of step that the request is. */
  readonly step: StepKind;
  /** Absent for model requests. */
  readonly era?: TraceEra;
  /** A pseudonym of the session, for instance `session-1`: the id itself is a secret. */
  readonly session?: string;
  /** The `id` of the exchange that caused this one. */
  readonly cause?: number;
  /** No server was given, and this request looks whether one is there; none is expected. */
  readonly lookup?: true;
  /** ISO 8601 with milliseconds. */
  readonly startedAt: string;
  /** The HTTP method. */
  readonly method: string;
  /** Redacted. */
  readonly url: string;
  /** The request headers, redacted. */
  readonly requestHeaders: TraceHeaders;
  /** The request body; `""` if there is none; truncated at {@linkcode MAX_BODY} characters. */
  readonly requestBody: string;
  /** The body's full size in bytes, before truncation. */
  readonly requestBytes: number;
  /** The JSON-RPC fields of the request. */
  readonly rpc?: { readonly id?: string | number; readonly method?: string; readonly tool?: string };
  /** The HTTP status; absent until the response begins. */
  readonly status?: number;
  /** Milliseconds from the request to the response headers. */
  readonly headMs?: number;
  /** The response headers, redacted. */
  readonly responseHeaders?: TraceHeaders;
  /**
   * The response body: `""` for an MCP event stream; for a model's event stream, the chunks merged
   * into one chat completion.
   */
  readonly responseBody?: string;
  /** The full size so far, before truncation. */
  readonly responseBytes?: number;
  /** At most {@linkcode MAX_EVENTS} events, or {@linkcode MAX_CHUNKS} of a model's. */
  readonly events: readonly StreamEvent[];
  /** How many further events were dropped. */
  readonly droppedEvents?: number;
  /** Milliseconds from the request to the end of the response; absent while it is open. */
  readonly ms?: number;
  /** The client stopped reading before the response ended. */
  readonly aborted?: true;
  /** Why there is no response, or why it broke off. */
  readonly failure?: string;
}

/** Events of a recording, in real time. `ms` counts from the start of the exchange `id`. */
export type TraceEvent =
  | { readonly kind: "request"; readonly exchange: Exchange }
  | {
    readonly kind: "response";
    readonly id: number;
    readonly ms: number;
    readonly status: number;
    readonly headers: TraceHeaders;
    /** Set if the response reveals the session. */
    readonly session?: string;
  }
  | {
    readonly kind: "event";
    readonly id: number;
    readonly ms: number;
    readonly event: string;
    readonly eventId?: string;
    readonly data: string;
    readonly step?: StepKind;
    readonly answers?: number;
    /** The size of the response so far: a stream may never end. */
    readonly bytes?: number;
    /** Set if the event reveals the session. */
    readonly session?: string;
  }
  /** The response has ended: its body, unless it was a stream of MCP events, and its full size. */
  | {
    readonly kind: "end";
    readonly id: number;
    readonly ms: number;
    readonly body: string;
    readonly bytes: number;
    /** How many events arrived, including those not recorded. */
    readonly events?: number;
    /** The client stopped reading before the response ended. */
    readonly aborted?: true;
  }
  | { readonly kind: "failure"; readonly id: number; readonly ms: number; readonly message: string };

/** Receives each event as it happens, with its exchange. It must not throw. */
export type TraceSink = (event: TraceEvent, exchange: Exchange) => void;

/** Recorded bodies and events are truncated at this many characters. */
export const MAX_BODY: number = 64 * 1024;

/** The maximum number of events kept per exchange. */
export const MAX_EVENTS = 500;

/** The maximum number of chunks kept of a model's response: the merged response contains the rest. */
export const MAX_CHUNKS = 20;

/**
 * Applies an event to its exchange. Pure.
 *
 * @returns `undefined` if the event belongs to another or an unknown exchange
 */
export function foldExchange(exchange: Exchange | undefined, event: TraceEvent): Exchange | undefined {
  if (event.kind === "request") return event.exchange;
  if (!exchange || exchange.id !== event.id) return undefined;
  switch (event.kind) {
    case "response":
      return {
        ...exchange,
        ...(event.session === undefined ? {} : { session: event.session }),
        status: event.status,
        headMs: event.ms,
        responseHeaders: event.headers,
      };
    case "event":
      return withEvent(exchange, event);
    case "end":
      return withEnd(exchange, event);
    case "failure":
      return { ...exchange, ms: event.ms, failure: event.message };
  }
}

function withEnd(
  exchange: Exchange,
  { ms, body, bytes, events = 0, aborted }: TraceEvent & { kind: "end" },
): Exchange {
  const dropped = events - exchange.events.length;
  return {
    ...exchange,
    ms,
    responseBody: body,
    responseBytes: bytes,
    ...(dropped > 0 ? { droppedEvents: dropped } : {}),
    ...(aborted === undefined ? {} : { aborted }),
  };
}

function withEvent(before: Exchange, event: TraceEvent & { kind: "event" }): Exchange {
  const exchange = event.bytes === undefined ? before : { ...before, responseBytes: event.bytes };
  const most = exchange.peer === "model" ? MAX_CHUNKS : MAX_EVENTS;
  if (exchange.events.length >= most) {
    return { ...exchange, droppedEvents: (exchange.droppedEvents ?? 0) + 1 };
  }
  const { ms, event: name, eventId, data, step, answers, session } = event;
  const kept: StreamEvent = {
    ms,
    event: name,
    ...(eventId === undefined ? {} : { id: eventId }),
    data,
    ...(step === undefined ? {} : { step }),
    ...(answers === undefined ? {} : { answers }),
  };
  return {
    ...exchange,
    ...(session === undefined ? {} : { session }),
    events: [...exchange.events, kept],
  };
}
