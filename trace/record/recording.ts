/**
 * The recording of one exchange.
 *
 * @module
 */
import { networkReason } from "../../cli/error_text.ts";
import { asObject } from "../../lib/json.ts";
import { isEventStream } from "../../lib/media_type.ts";
import {
  type Exchange,
  foldExchange,
  MAX_CHUNKS,
  type Peer,
  type TraceEvent,
  type TraceSink,
} from "../exchange.ts";
import { stepOfEvent } from "../steps/answer_step.ts";
import type { Causes } from "../steps/cause.ts";
import { readMessage, type RpcMessage } from "../steps/message.ts";
import { eraOfRequest, type RequestFacts, stepOfRequest } from "../steps/request_step.ts";
import { type CompletionFolder, createAnswerBody, type ServerSentEvent } from "./answer_body.ts";
import { bounded } from "./bounded.ts";
import { entriesOf, type ExchangeRedactor, type Redactor, sessionInUrl } from "./redact.ts";
import { rpcOf } from "./rpc.ts";

/** The options of a recording. */
export interface RecordingOptions {
  /** Receives the events. */
  readonly sink: TraceSink;
  /** Removes secrets before anything is recorded. */
  readonly redactor: Redactor;
  /** The current time, in milliseconds since `timeOrigin`. */
  readonly now: () => number;
  /** The time at which `now` was 0, in milliseconds since 1970. */
  readonly timeOrigin: number;
  /** The origin at which mcpdemo only looks for a server, before it starts its own. */
  readonly lookedFor?: string;
  /** Folds the chunks of a model's stream into one completion. */
  readonly foldCompletion?: () => CompletionFolder;
}

/** A request that is about to be sent, or has just been received. */
export interface RecordedRequest {
  /** The kind of server that should answer. */
  readonly peer: Peer;
  /** The name of the application that sends it, or the id of its key. */
  readonly client: string;
  /** The HTTP method. */
  readonly method: string;
  /** The full URL, with its query. */
  readonly url: string;
  /** As they are: the recording redacts them. */
  readonly headers: HeaderList;
  /** `""` if there is none. */
  readonly body: string;
  /** If `body` is only the beginning of a body. */
  readonly cut?: {
    /** The size of the whole body. */
    readonly bytes: number;
    /** What it says, in little. */
    readonly outline: unknown;
  };
}

/** Lower-case names and values of headers. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** One exchange while it runs. */
export interface Recording {
  /** The response headers have arrived. */
  response(status: number, headers: Headers): void;
  /**
   * A piece of the answer's body has come.
   *
   * @param more how many bytes came after the piece that are not kept
   */
  chunk(piece: Uint8Array | string, more?: number): void;
  /** The answer is over, or, if `isAborted`, the client stopped reading before its end. */
  end(isAborted?: boolean): void;
  /** There is no response, or it broke off. */
  fail(error: unknown): void;
}

/**
 * Begins to record a request: the sink receives its first event here. May throw what the options
 * throw.
 */
export function createRecording(
  id: number,
  request: RecordedRequest,
  { sink, redactor: shared, now, timeOrigin, foldCompletion, lookedFor }: RecordingOptions,
  causes: Causes,
): Recording {
  const { peer } = request;
  const start = now();
  const ms = () => Math.round((now() - start) * 1000) / 1000;
  const redactor = shared.within(request.headers, request.url);
  const first = firstExchange(id, request, redactor, new Date(timeOrigin + start).toISOString());
  const isLookup = lookedFor !== undefined && URL.parse(request.url)?.origin === lookedFor;
  let exchange = withCause(isLookup ? { ...first, lookup: true } : first, causes);
  const emit = (event: TraceEvent) => {
    exchange = foldExchange(exchange, event) ?? exchange;
    sink(event, exchange);
  };
  const body = createAnswerBody((event) => {
    // The first of a model's hundreds of chunks are enough to show their form.
    if (peer === "model" && body.events > MAX_CHUNKS) return;
    const session = event.event === "endpoint" ? sessionInUrl(event.data) : undefined;
    if (session) redactor.meetSession(session);
    const answered = causes.received(exchange, event.data) ?? exchange;
    emit({ ...eventOf(event, exchange, answered, redactor), ms: ms(), bytes: body.bytes });
    // The stream of HTTP+SSE stays open: later requests depend on its first event.
    if (event.event === "endpoint") causes.ended(exchange);
  });
  emit({ kind: "request", exchange });
  return {
    response(status, headers) {
      if (isEventStream(headers)) body.readEvents(peer === "model" ? foldCompletion?.() : undefined);
      const session = headers.get("mcp-session-id");
      if (session) redactor.meetSession(session);
      const shown = redactor.headers(entriesOf(headers));
      emit({ kind: "response", id, ms: ms(), status, headers: shown, ...session ? sessionOf(redactor) : {} });
    },
    chunk: body.add,
    end(isAborted = false) {
      const { bytes, events } = body;
      const text = bounded(body.text(), redactor);
      emit({
        kind: "end",
        id,
        ms: ms(),
        body: text,
        bytes,
        ...(events > 0 ? { events } : {}),
        ...(isAborted ? { aborted: true } : {}),
      });
      causes.ended(exchange);
    },
    fail(error) {
      emit({ kind: "failure", id, ms: ms(), message: redactor.text(networkReason(error)) });
    },
  };
}

/**
 * @param answered the exchange whose request the event answers: on HTTP+SSE a different one from
 * the stream's
 */
function eventOf(
  { id: eventId, event, data }: ServerSentEvent,
  { id, peer }: Exchange,
  answered: Exchange,
  redactor: ExchangeRedactor,
): Omit<TraceEvent & { kind: "event" }, "ms"> {
  return {
    kind: "event",
    id,
    event: bounded(event, redactor),
    ...(eventId === undefined ? {} : { eventId: bounded(eventId, redactor) }),
    data: bounded(data, redactor),
    step: stepOfEvent(peer, answered.step, event, data),
    ...(answered.id === id ? {} : { answers: answered.id }),
    ...(event === "endpoint" && sessionInUrl(data) ? sessionOf(redactor) : {}),
  };
}

function sessionOf({ session }: ExchangeRedactor): { session?: string } {
  return session === undefined ? {} : { session };
}

function withCause(exchange: Exchange, causes: Causes): Exchange {
  const cause = causes.of(exchange);
  const whole = cause === undefined ? exchange : { ...exchange, cause };
  causes.began(whole);
  return whole;
}

function firstExchange(
  id: number,
  { peer, client, method, url, headers, body, cut }: RecordedRequest,
  redactor: ExchangeRedactor,
  startedAt: string,
): Exchange {
  const message: RpcMessage = cut ? asObject(cut.outline) : readMessage(body);
  const facts: RequestFacts = { peer, method, url, headers: Object.fromEntries(headers), body, message };
  const era = eraOfRequest(facts);
  return {
    id,
    peer,
    client: redactor.text(client),
    step: stepOfRequest(facts),
    ...(era === undefined ? {} : { era }),
    ...sessionOf(redactor),
    startedAt,
    method: redactor.text(method),
    url: redactor.text(url),
    requestHeaders: redactor.headers(headers),
    requestBody: bounded(body, redactor),
    requestBytes: cut?.bytes ?? new TextEncoder().encode(body).length,
    ...(peer === "mcp_server" ? rpcOf(message, redactor) : {}),
    events: [],
  };
}
