/**
 * One recorded HTTP exchange, of either wire: MCP or chat completions.
 *
 * @module
 */
import type { StepKind } from "./step_kind.ts";

export type { StepKind };

/** Who answers an exchange. */
export type Peer = "mcp_server" | "model";

/** Which era of MCP over HTTP an exchange belongs to, once that is known. */
export type TraceEra = "2024" | "2025" | "2026";

/** Header values by lower-case name, redacted. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** One server-sent event of a response. */
export interface StreamEvent {
  /** Since the start of the exchange. */
  readonly ms: number;
  /** `message` where the stream names none. */
  readonly event: string;
  /** The event's `id:` (session ids in it are pseudonyms). */
  readonly id?: string;
  /** Redacted, and cut as a body is. */
  readonly data: string;
  /** Which step the event is. */
  readonly step?: StepKind;
  /** The `id` of the exchange whose request this event answers, where that is another one (HTTP+SSE). */
  readonly answers?: number;
}

/** One exchange, as far as it has come. JSON-safe: this is what a line of a `.jsonl` file holds. */
export interface Exchange {
  /** 1, 2, … in the order in which the requests started. */
  readonly id: number;
  /** Who answers. */
  readonly peer: Peer;
  /** Who asks: `mcpdemo`, or, as a server sees it, the client's name, or its key's id, or `?`. */
  readonly client: string;
  /** Which step the request is. */
  readonly step: StepKind;
  /** Absent on the wire to the model. */
  readonly era?: TraceEra;
  /** A pseudonym of the session, for instance `session-1`: the id itself is a secret. */
  readonly session?: string;
  /** The `id` of the exchange that caused this one. */
  readonly cause?: number;
  /** No server was given, and this request looks whether one is there; none is expected. */
  readonly lookup?: true;
  /** ISO 8601 with milliseconds. */
  readonly startedAt: string;
  /** Of HTTP. */
  readonly method: string;
  /** Redacted. */
  readonly url: string;
  /** As they were sent. */
  readonly requestHeaders: TraceHeaders;
  /** `""` where there was none; cut at {@linkcode MAX_BODY} characters. */
  readonly requestBody: string;
  /** The whole size, cut or not. */
  readonly requestBytes: number;
  /** What the request says in JSON-RPC. */
  readonly rpc?: { readonly id?: string | number; readonly method?: string; readonly tool?: string };
  /** Of HTTP; absent until the answer begins. */
  readonly status?: number;
  /** Milliseconds from the request to the head of the answer. */
  readonly headMs?: number;
  /** As they came. */
  readonly responseHeaders?: TraceHeaders;
  /** Of an MCP event stream `""`; of a model's event stream, the chunks folded into one chat completion. */
  readonly responseBody?: string;
  /** The whole size so far, cut or not. */
  readonly responseBytes?: number;
  /** At most {@linkcode MAX_EVENTS}, or {@linkcode MAX_CHUNKS} of a model's. */
  readonly events: readonly StreamEvent[];
  /** How many events came after these. */
  readonly droppedEvents?: number;
  /** Milliseconds from the request to the end of the answer; absent while it is open. */
  readonly ms?: number;
  /** The client stopped reading before the answer was over. */
  readonly aborted?: true;
  /** Why no answer came, or why it broke off. */
  readonly failure?: string;
}

/** What happens, as it happens. `ms` counts from the start of the exchange `id`. */
export type TraceEvent =
  | { readonly kind: "request"; readonly exchange: Exchange }
  | {
    readonly kind: "response";
    readonly id: number;
    readonly ms: number;
    readonly status: number;
    readonly headers: TraceHeaders;
    /** Where the answer is what tells the session. */
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
    /** The size of the response up to here: a stream may never end. */
    readonly bytes?: number;
    /** Where the event is what tells the session. */
    readonly session?: string;
  }
  /** The response is over: its body, where it was no stream of MCP events, and its whole size. */
  | {
    readonly kind: "end";
    readonly id: number;
    readonly ms: number;
    readonly body: string;
    readonly bytes: number;
    /** How many events came, told or not. */
    readonly events?: number;
    /** The client stopped reading before the answer was over. */
    readonly aborted?: true;
  }
  | { readonly kind: "failure"; readonly id: number; readonly ms: number; readonly message: string };

/** Takes an event as it happens, and the exchange with it. It must not throw. */
export type TraceSink = (event: TraceEvent, exchange: Exchange) => void;

/** Recorded bodies and events are cut at this many characters. */
export const MAX_BODY: number = 64 * 1024;

/** So many events of an exchange are kept. */
export const MAX_EVENTS = 500;

/** So many chunks of a model's answer are kept: the folded answer tells the rest. */
export const MAX_CHUNKS = 20;

/**
 * The exchange with what has just happened to it. Pure.
 *
 * @returns `undefined` where the event belongs to another exchange, or to none that is known
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
