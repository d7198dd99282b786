/**
 * Replays recorded exchanges as the events that they were made from.
 *
 * @module
 */
import { type Exchange, foldExchange, type TraceEvent, type TraceSink } from "../exchange.ts";
import { chronological, type Moment } from "./chronological.ts";

/** Calls a sink with the events of a whole record in chronological order, as the recorder did. */
export function replay(exchanges: readonly Exchange[], sink: TraceSink): void {
  const folded = new Map<number, Exchange>();
  for (const moment of chronological(exchanges)) {
    const event = eventOf(moment);
    const exchange = foldExchange(folded.get(moment.exchange.id), event);
    if (!exchange) continue;
    folded.set(exchange.id, exchange);
    sink(event, exchange);
  }
}

function eventOf(moment: Moment): TraceEvent {
  const { exchange } = moment;
  const { id, status = 0, headMs = 0, responseHeaders: headers = {} } = exchange;
  switch (moment.kind) {
    case "request":
      return requestOf(exchange);
    case "head":
      return { kind: "response", id, ms: headMs, status, headers };
    case "event": {
      const { id: eventId, ...event } = moment.event;
      return { kind: "event", id, ...event, ...(eventId === undefined ? {} : { eventId }) };
    }
    case "end":
      return endOf(exchange);
  }
}

function requestOf(whole: Exchange): TraceEvent {
  const {
    status: _1,
    headMs: _2,
    responseHeaders: _3,
    responseBody: _4,
    responseBytes: _5,
    ms: _6,
    failure: _7,
    aborted: _8,
    ...sent
  } = whole;
  return { kind: "request", exchange: { ...sent, events: [] } };
}

function endOf(
  { id, ms = 0, failure, responseBody: body = "", responseBytes: bytes = 0, aborted }: Exchange,
): TraceEvent {
  return failure === undefined
    ? { kind: "end", id, ms, body, bytes, ...(aborted ? { aborted } : {}) }
    : { kind: "failure", id, ms, message: failure };
}
