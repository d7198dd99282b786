/**
 * The exchanges that the page keeps, updated by events, up to a limit. `foldExchange` in
 * `trace/exchange.ts` does the same; a test compares the two.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 * @typedef {import("./parts.ts").PageEvent} PageEvent
 */

/** The same limits as in `trace/exchange.ts`: events per exchange, and chunks of a model's response. */
const MOST_EVENTS = { mcp_server: 500, model: 20 };

/**
 * @param {Exchange | undefined} exchange
 * @param {PageEvent} event
 * @returns {Exchange | undefined}
 */
export function fold(exchange, event) {
  if (event.kind === "request") return event.exchange;
  if (!exchange || exchange.id !== event.id) return undefined;
  const { ms } = event;
  const told = {
    ..."session" in event && event.session !== undefined ? { session: event.session } : {},
    ...event.parts === undefined ? {} : { parts: event.parts },
  };
  switch (event.kind) {
    case "response":
      return { ...exchange, ...told, status: event.status, headMs: ms, responseHeaders: event.headers };
    case "event": {
      if (exchange.events.length >= MOST_EVENTS[exchange.peer]) {
        return { ...exchange, droppedEvents: (exchange.droppedEvents ?? 0) + 1 };
      }
      return { ...exchange, ...told, events: [...exchange.events, streamEvent(event)] };
    }
    case "end":
      return {
        ...exchange,
        ...told,
        ms,
        responseBody: event.body,
        responseBytes: event.bytes,
        ...event.aborted === undefined ? {} : { aborted: event.aborted },
      };
    case "failure":
      return { ...exchange, ...told, ms, failure: event.message };
  }
}

/**
 * @param {PageEvent & { kind: "event" }} event
 * @returns {import("./parts.ts").PageStreamEvent}
 */
export function streamEvent({ ms, event, eventId, data, step, answers, gist, isWrong }) {
  return {
    ms,
    event,
    ...eventId === undefined ? {} : { id: eventId },
    data,
    ...step === undefined ? {} : { step },
    ...answers === undefined ? {} : { answers },
    ...gist === undefined ? {} : { gist },
    ...isWrong === undefined ? {} : { isWrong },
  };
}

/**
 * The exchanges of a page; beyond `most` the oldest are dropped.
 *
 * @param {number} most
 */
export function createStore(most) {
  /** @type {Map<number, Exchange>} */
  const exchanges = new Map();
  /** Failures in answers that arrived on another stream than their request's own (HTTP+SSE). */
  const wrongs = new Map();
  /** @param {import("./parts.ts").PageStreamEvent | PageEvent & { kind: "event" }} event */
  const noteWrong = ({ answers, isWrong, step }) => {
    if (!isWrong || answers === undefined) return;
    wrongs.set(answers, step);
    const asker = exchanges.get(answers);
    if (asker) exchanges.set(answers, withWrong(asker));
    forgetOldest(wrongs, most);
  };
  /** @param {Exchange} exchange */
  const withWrong = (exchange) =>
    wrongs.has(exchange.id) ? { ...exchange, wrong: wrongs.get(exchange.id) } : exchange;
  return {
    exchanges,
    /**
     * @param {PageEvent} event
     * @returns {Exchange | undefined} its exchange, if that is still kept
     */
    take(event) {
      const id = event.kind === "request" ? event.exchange.id : event.id;
      const folded = fold(exchanges.get(id), event);
      if (!folded) return undefined;
      const exchange = withWrong(folded);
      exchanges.set(id, exchange);
      if (event.kind === "event") noteWrong(event);
      else if (event.kind === "request") exchange.events.forEach(noteWrong);
      forgetOldest(exchanges, most);
      return exchange;
    },
  };
}

/** @param {Map<number, unknown>} map @param {number} most */
function forgetOldest(map, most) {
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
