/**
 * An exchange as the arrows of a sequence diagram.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 * @typedef {import("./parts.ts").PageStreamEvent} StreamEvent
 * @typedef {import("./parts.ts").PageEvent} PageEvent
 *
 * @typedef {object} Moment One arrow.
 * @property {"request" | "response" | "event" | "end" | "failure" | "question" | "answer"} kind
 * @property {number} at milliseconds of the epoch
 * @property {Exchange} exchange its state at that time
 * @property {StreamEvent} [event]
 * @property {string} [text] the user's question
 */

import { streamEvent } from "./fold.js";

/** @param {Exchange} exchange */
export function isEventStream({ responseHeaders }) {
  return responseHeaders?.["content-type"]?.startsWith("text/event-stream") ?? false;
}

/**
 * Whether the end of the stream gets an arrow: it was opened to listen, or its client has closed
 * it. @param {Exchange} exchange
 */
function isEndTold(exchange) {
  const isListening = exchange.method === "GET" || exchange.step === "subscriptions_listen";
  return isCancelled(exchange) || (isEventStream(exchange) && isListening);
}

/** @param {Exchange} exchange */
export function isCancelled({ parts }) {
  return parts?.answered.includes("closed_by_client") ?? false;
}

/** Whether mcpdemo only looked for a server, and none answered: that is expected. @param {Exchange} exchange */
export function isLookInVain({ parts }) {
  return parts?.answered.includes("default_server_absent") ?? false;
}

/** @param {Exchange} exchange */
export function isFailed(exchange) {
  if (isLookInVain(exchange)) return false;
  return failureOf(exchange) !== undefined || (exchange.status ?? 0) >= 400 || exchange.failure !== undefined;
}

/**
 * Whether something went wrong: in HTTP, in the response body, in an event, or in an answer on
 * another stream. @param {Exchange} exchange
 */
export function failureOf({ parts, events, wrong }) {
  return parts?.failure ?? wrong ??
    events.find(({ isWrong, answers }) => isWrong && answers === undefined)?.step;
}

/**
 * The arrows of an exchange so far. A model's chunks are one answer, not separate arrows.
 *
 * @param {Exchange} exchange
 * @returns {Moment[]}
 */
export function momentsOf(exchange) {
  const start = Date.parse(exchange.startedAt);
  const { status, events, ms, failure, peer } = exchange;
  /** @type {Moment[]} */
  const moments = [{ kind: "request", at: start, exchange }];
  if (exchange.step === "model_question") {
    moments.unshift({ kind: "question", at: start, exchange, text: exchange.parts?.asks ?? "" });
  }
  // A response that is not a stream is drawn once it is complete.
  const answered = isEventStream(exchange) && peer !== "model" ? exchange.headMs ?? 0 : ms ?? 0;
  if (status !== undefined) moments.push({ kind: "response", at: start + answered, exchange });
  if (peer !== "model") {
    for (const event of events) moments.push({ kind: "event", at: start + event.ms, exchange, event });
  }
  if (exchange.parts?.answered.includes("final_answer")) {
    moments.push({ kind: "answer", at: start + answered, exchange });
  }
  if (failure !== undefined) moments.push({ kind: "failure", at: start + (ms ?? 0), exchange });
  else if (ms !== undefined && isEndTold(exchange)) moments.push({ kind: "end", at: start + ms, exchange });
  return moments;
}

/**
 * The arrows of a new event: none or one, or all of the exchange if the event contains it whole.
 *
 * @param {Exchange} exchange the exchange with it
 * @param {PageEvent} happened
 * @returns {Moment[]}
 */
export function momentsOfEvent(exchange, happened) {
  if (happened.kind === "request") return momentsOf(exchange);
  const at = Date.parse(exchange.startedAt) + happened.ms;
  if (exchange.peer === "model") {
    // Its response is drawn once it is complete.
    return happened.kind === "end" ? [{ kind: "response", at, exchange }] : [];
  }
  switch (happened.kind) {
    case "event":
      return [{ kind: "event", at, exchange, event: streamEvent(happened) }];
    case "response":
      // The body of a response that is not a stream arrives with the `end` event, right after.
      return isEventStream(exchange) ? [{ kind: "response", at, exchange }] : [];
    case "end":
      if (isEndTold(exchange)) return [{ kind: "end", at, exchange }];
      return isEventStream(exchange) ? [] : [{ kind: "response", at, exchange }];
    case "failure":
      return [{ kind: "failure", at, exchange }];
  }
}

/**
 * The arrows of all exchanges in chronological order. The user's first question comes before them.
 *
 * @param {Iterable<Exchange>} exchanges
 * @param {(moment: Moment) => boolean} isShown
 */
export function inOrder(exchanges, isShown) {
  const moments = [...exchanges].flatMap(momentsOf).filter(isShown).sort((a, b) => a.at - b.at);
  const question = moments.findIndex(({ kind }) => kind === "question");
  const [first] = moments;
  if (!first || question < 1) return moments;
  const [asked] = moments.splice(question, 1);
  return [{ ...first, kind: /** @type {const} */ ("question"), text: asked?.text ?? "" }, ...moments];
}
