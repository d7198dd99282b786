/**
 * What the page keeps: exchanges, folded from what happens, bounded. `foldExchange` in `trace/exchange.ts`
 * is the same function; a test holds the two together.
 *
 * @typedef {import("../exchange.ts").Exchange} Exchange
 * @typedef {import("../exchange.ts").TraceEvent} TraceEvent
 */

/** As many events of an exchange as `trace/exchange.ts` keeps; a model's answer in as many chunks. */
const MOST_EVENTS = { mcp_server: 500, model: 20 };

/**
 * @param {Exchange | undefined} exchange
 * @param {TraceEvent} event
 * @returns {Exchange | undefined}
 */
export function fold(exchange, event) {
  if (event.kind === "request") return event.exchange;
  if (!exchange || exchange.id !== event.id) return undefined;
  const { ms } = event;
  const told = "session" in event && event.session !== undefined ? { session: event.session } : {};
  switch (event.kind) {
    case "response":
      return { ...exchange, ...told, status: event.status, responseHeaders: event.headers };
    case "event": {
      if (exchange.events.length >= MOST_EVENTS[exchange.peer]) {
        return { ...exchange, droppedEvents: (exchange.droppedEvents ?? 0) + 1 };
      }
      const { event: name, eventId, data, step } = event;
      const kept = { ms, event: name, ...(eventId === undefined ? {} : { id: eventId }), data };
      const events = [...exchange.events, step === undefined ? kept : { ...kept, step }];
      return { ...exchange, ...told, events };
    }
    case "end":
      return { ...exchange, ms, responseBody: event.body, responseBytes: event.bytes };
    case "failure":
      return { ...exchange, ms, failure: event.message };
  }
}

/**
 * The exchanges of a page, the oldest dropped beyond `most`.
 *
 * @param {number} most
 */
export function createStore(most) {
  /** @type {Map<number, Exchange>} */
  const exchanges = new Map();
  return {
    exchanges,
    /**
     * @param {TraceEvent} event
     * @returns {Exchange | undefined} the exchange that it happened to, where that is still kept
     */
    take(event) {
      const id = event.kind === "request" ? event.exchange.id : event.id;
      const exchange = fold(exchanges.get(id), event);
      if (!exchange) return undefined;
      exchanges.set(id, exchange);
      for (const oldest of exchanges.keys()) {
        if (exchanges.size <= most) break;
        exchanges.delete(oldest);
      }
      return exchange;
    },
  };
}
