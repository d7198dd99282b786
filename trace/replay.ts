/**
 * A recorded exchange told again, as the events of which it was made.
 *
 * @module
 */
import type { Exchange, TraceEvent } from "./exchange.ts";
import { inOrder, type Moment } from "./moments.ts";

/** The events of a whole record, in the order of time: what a sink was told then. */
export function replay(exchanges: readonly Exchange[]): readonly TraceEvent[] {
  const answered = new Set<number>();
  return inOrder(exchanges).flatMap((moment) => {
    const { exchange } = moment;
    if (moment.kind === "request") return [requestOf(exchange)];
    const head = answered.has(exchange.id) ? [] : responseOf(moment);
    answered.add(exchange.id);
    return [...head, eventOf(moment)];
  });
}

function requestOf(whole: Exchange): TraceEvent {
  const {
    status: _1,
    responseHeaders: _2,
    responseBody: _3,
    responseBytes: _4,
    ms: _5,
    failure: _6,
    ...sent
  } = whole;
  return { kind: "request", exchange: { ...sent, events: [] } };
}

function responseOf({ exchange, kind, at }: Moment): TraceEvent[] {
  const { id, status, responseHeaders: headers = {}, events } = exchange;
  if (status === undefined) return [];
  const first = kind === "event" ? events[0]!.ms : exchange.ms ?? at;
  return [{ kind: "response", id, ms: first, status, headers }];
}

function eventOf(moment: Moment): TraceEvent {
  const { id, ms = 0, failure, responseBody: body = "", responseBytes: bytes = 0 } = moment.exchange;
  if (moment.kind === "event") {
    const { id: eventId, ...event } = moment.event;
    return { kind: "event", id, ...event, ...(eventId === undefined ? {} : { eventId }) };
  }
  return failure === undefined
    ? { kind: "end", id, ms, body, bytes }
    : { kind: "failure", id, ms, message: failure };
}
