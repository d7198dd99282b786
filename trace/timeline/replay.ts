/**
 * A recorded exchange told again, as the events of which it was made.
 *
 * @module
 */
import type { Exchange, TraceEvent } from "../exchange.ts";
import { chronological, type Moment } from "./chronological.ts";

/** The events of a whole record, in the order of time: what a sink was told then. */
export function replay(exchanges: readonly Exchange[]): readonly TraceEvent[] {
  return chronological(exchanges).map(eventOf);
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
    left: _8,
    ...sent
  } = whole;
  return { kind: "request", exchange: { ...sent, events: [] } };
}

function endOf(
  { id, ms = 0, failure, responseBody: body = "", responseBytes: bytes = 0, left }: Exchange,
): TraceEvent {
  return failure === undefined
    ? { kind: "end", id, ms, body, bytes, ...(left ? { left } : {}) }
    : { kind: "failure", id, ms, message: failure };
}
