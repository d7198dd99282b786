/**
 * Records exchanges: what is shown to it becomes redacted, bounded {@linkcode TraceEvent}s.
 *
 * @module
 */
import { createParser } from "eventsource-parser";
import { networkReason } from "../../cli/error_text.ts";
import { asObject } from "../../lib/json.ts";
import { stepOfEvent } from "../steps/answer_step.ts";
import { type Causes, createCauses } from "../steps/cause.ts";
import {
  type Exchange,
  foldExchange,
  MAX_BODY,
  MAX_CHUNKS,
  type Peer,
  type TraceEvent,
  type TraceSink,
} from "../exchange.ts";
import { readMessage, type RpcMessage } from "../steps/message.ts";
import {
  entriesOf,
  type ExchangeRedactor,
  type HeaderEntries,
  type Redactor,
  sessionInUrl,
} from "./redact.ts";
import { eraOfRequest, type RequestFacts, stepOfRequest } from "../steps/request_step.ts";
import { rpcOf } from "./rpc.ts";

/** What a recorder needs. One recorder numbers the exchanges of all the wires that it watches. */
export interface RecorderOptions {
  /** Takes what is recorded. */
  readonly sink: TraceSink;
  /** Removes the keys first. */
  readonly redactor: Redactor;
  /** Milliseconds from `timeOrigin` on. */
  readonly now: () => number;
  /** Milliseconds since 1970 at which `now` was 0. */
  readonly timeOrigin: number;
  /** Folds the chunks of a model's stream into one completion. */
  readonly foldCompletion?: () => CompletionFolder;
  /** Told of each thing that could not be recorded. */
  readonly onDropped?: () => void;
  /** As a server sees it: exchanges of many clients at once. */
  readonly manyClients?: boolean;
}

/** Folds the chunks of a model's stream. */
export interface CompletionFolder {
  /** Takes the data of one event. */
  add(data: string): void;
  /** The completion as the endpoint would have sent it whole, as JSON. */
  completion(): string;
}

/** A request, as it is about to be sent or has just come in. */
export interface AskedRequest {
  /** Who is to answer. */
  readonly peer: Peer;
  /** Who asks. */
  readonly client: string;
  /** Of HTTP. */
  readonly method: string;
  /** Whole, with its query. */
  readonly url: string;
  /** As they are: they are redacted here. */
  readonly headers: Headers;
  /** `""` where there is none. */
  readonly body: string;
  /** What the body says, if it has been parsed already; else the recorder parses it. */
  readonly parsed?: unknown;
}

/** One exchange while it runs. Nothing here throws: what cannot be recorded is counted as dropped. */
export interface Recording {
  /** The head of the answer. */
  response(status: number, headers: Headers): void;
  /** A piece of the answer's body. */
  chunk(bytes: Uint8Array): void;
  /** The answer is over, or, where `isLeft`, the client has left before. */
  end(isLeft?: boolean): void;
  /** No answer came, or it broke off. */
  fail(error: unknown): void;
}

/** Records exchanges. */
export interface Recorder {
  /** Begins an exchange. */
  begin(request: AskedRequest): Recording;
  /** How many things could not be recorded. */
  readonly dropped: number;
}

/** Makes a recorder. */
export function createRecorder(options: RecorderOptions): Recorder {
  const causes = createCauses(options.manyClients ?? false);
  let count = 0;
  let dropped = 0;
  /** A recording must never break what it records. */
  const safely = (record: () => void) => {
    try {
      record();
    } catch {
      dropped++;
      options.onDropped?.();
    }
  };
  return {
    get dropped() {
      return dropped;
    },
    begin(request) {
      const id = ++count;
      let recording: Recording | undefined;
      safely(() => recording = createRecording(id, request, options, causes));
      return {
        response: (status, headers) => safely(() => recording?.response(status, headers)),
        chunk: (bytes) => safely(() => recording?.chunk(bytes)),
        end: (isLeft) => safely(() => recording?.end(isLeft)),
        fail: (error) => safely(() => recording?.fail(error)),
      };
    },
  };
}

function createRecording(
  id: number,
  request: AskedRequest,
  { sink, redactor: shared, now, timeOrigin, foldCompletion }: RecorderOptions,
  causes: Causes,
): Recording {
  const start = now();
  const ms = () => Math.round((now() - start) * 1000) / 1000;
  const headers = entriesOf(request.headers);
  const redactor = shared.within(headers, request.url);
  const startedAt = new Date(timeOrigin + start).toISOString();
  let exchange = exchangeOf(id, request, headers, redactor, startedAt);
  const cause = causes.of(exchange);
  if (cause !== undefined) exchange = { ...exchange, cause };
  causes.began(exchange);
  const tell = (event: TraceEvent) => {
    exchange = foldExchange(exchange, event) ?? exchange;
    sink(event);
  };
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  let isStream = false;
  let events = 0;
  let folder: CompletionFolder | undefined;
  const onEvent = (
    { id: eventId, event = "message", data }: {
      id?: string | undefined;
      event?: string | undefined;
      data: string;
    },
  ) => {
    folder?.add(data);
    // Of a model's hundreds of chunks the first ones show how it speaks.
    if (++events > MAX_CHUNKS && folder) return;
    const session = event === "endpoint" ? sessionInUrl(data) : undefined;
    if (session) redactor.meetSession(session);
    const answered = causes.received(exchange, data) ?? exchange;
    tell({
      kind: "event",
      id,
      ms: ms(),
      event: kept(event, redactor),
      ...(eventId === undefined ? {} : { eventId: kept(eventId, redactor) }),
      data: kept(data, redactor),
      step: stepOfEvent(request.peer, answered.step, event, data),
      ...(answered.id === id ? {} : { answers: answered.id }),
      bytes,
      ...(session ? { session: redactor.session! } : {}),
    });
    // The stream of HTTP+SSE stays open: what follows comes of its beginning.
    if (event === "endpoint") causes.ended(exchange);
  };
  const parser = createParser({ onEvent });
  const over = (event: TraceEvent) => {
    tell(event);
    causes.ended(exchange);
  };
  tell({ kind: "request", exchange });
  return {
    response(status, headers) {
      isStream = /^text\/event-stream/i.test(headers.get("content-type") ?? "");
      if (isStream && request.peer === "model") folder = foldCompletion?.();
      const session = headers.get("mcp-session-id");
      if (session) redactor.meetSession(session);
      tell({
        kind: "response",
        id,
        ms: ms(),
        status,
        headers: redactor.headers(entriesOf(headers)),
        ...(session ? { session: redactor.session! } : {}),
      });
    },
    chunk(piece) {
      bytes += piece.length;
      const chunk = decoder.decode(piece, { stream: true });
      if (isStream) parser.feed(chunk);
      else if (text.length < 2 * MAX_BODY) text += chunk.slice(0, 2 * MAX_BODY);
    },
    end(isLeft = false) {
      const body = folder ? folder.completion() : text;
      over({
        kind: "end",
        id,
        ms: ms(),
        body: kept(body, redactor),
        bytes,
        ...(events > 0 ? { events } : {}),
        ...(isLeft ? { left: true } : {}),
      });
    },
    fail(error) {
      tell({ kind: "failure", id, ms: ms(), message: redactor.text(networkReason(error)) });
    },
  };
}

function exchangeOf(
  id: number,
  { peer, client, method, url, body, parsed }: AskedRequest,
  headers: HeaderEntries,
  redactor: ExchangeRedactor,
  startedAt: string,
): Exchange {
  const message: RpcMessage = parsed === undefined ? readMessage(body) : asObject(parsed);
  const facts: RequestFacts = { peer, method, url, headers: Object.fromEntries(headers), body, message };
  const era = eraOfRequest(facts);
  return {
    id,
    peer,
    client: redactor.text(client),
    step: stepOfRequest(facts),
    ...(era === undefined ? {} : { era }),
    ...(redactor.session === undefined ? {} : { session: redactor.session }),
    startedAt,
    method: redactor.text(method),
    url: redactor.text(url),
    requestHeaders: redactor.headers(headers),
    requestBody: kept(body, redactor),
    requestBytes: new TextEncoder().encode(body).length,
    ...(peer === "mcp_server" ? rpcOf(message, redactor) : {}),
    events: [],
  };
}

/** No longer key arrives: it would not fit into a header. */
const LONGEST_KEY = 16 * 1024;

/** Redacted before it is cut: a key across the cut would leave its beginning. */
function kept(text: string, redactor: ExchangeRedactor): string {
  const redacted = redactor.text(text.slice(0, 2 * MAX_BODY));
  // Where much was redacted, what the first cut divided would come into sight.
  const sure = text.length < 2 * MAX_BODY ? redacted.length : Math.max(0, redacted.length - LONGEST_KEY);
  return redacted.slice(0, Math.min(MAX_BODY, sure));
}
