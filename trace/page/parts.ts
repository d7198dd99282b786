/**
 * What the page shows of an exchange besides the recorded data: its summaries, and the kinds of its
 * parts. They are computed where the page is made, with the functions that the other sinks use; the
 * page itself only looks them up.
 *
 * @module
 */
import { endParts, headParts } from "../steps/answer_step.ts";
import type { Exchange, StreamEvent, TraceEvent } from "../exchange.ts";
import { isWrong } from "../explain/explanation.ts";
import { answerSummary, eventSummary, requestSummary } from "../steps/summary.ts";
import { requestParts } from "../steps/request_step.ts";
import type { StepKind } from "../step_kind.ts";

/** Additions to an exchange, by where they are shown. */
export interface Parts {
  /** Summaries in one line: `""` if there is nothing to say. */
  readonly asks: string;
  /** The request in one line. */
  readonly says: string;
  /** The kinds of the request's parts, each with an explanation. */
  readonly asked: readonly StepKind[];
  /** The kinds of the response's parts so far. */
  readonly answered: readonly StepKind[];
  /** The kind of the failure, if it failed. */
  readonly failure?: StepKind;
}

/** An event of a stream, with its summary, and whether it means that something went wrong. */
export type PageStreamEvent = StreamEvent & { readonly gist?: string; readonly isWrong?: true };

/** An exchange in the form that the page uses. */
export type PageExchange = Omit<Exchange, "events"> & {
  readonly events: readonly PageStreamEvent[];
  readonly parts?: Parts;
  /** The failure in its answer on another stream; the page sets it. */
  readonly wrong?: StepKind;
};

type Later = Exclude<TraceEvent, { kind: "request" }>;

/** An event as sent to the page: the parts are those of the updated exchange. */
export type PageEvent =
  | { readonly kind: "request"; readonly exchange: PageExchange }
  | (Later & { readonly parts?: Parts; readonly gist?: string; readonly isWrong?: true });

/** An exchange with all of the page's additions. */
export function pageExchange(exchange: Exchange): PageExchange {
  const events = exchange.peer === "model" ? exchange.events : exchange.events.map((each) => ({
    ...each,
    ...eventParts(each),
  }));
  return { ...exchange, events, parts: partsOf(exchange) };
}

/** An event with the page's additions to it and to its exchange. */
export function pageEvent(event: TraceEvent, exchange: Exchange): PageEvent {
  if (event.kind === "request") return { kind: "request", exchange: pageExchange(exchange) };
  if (event.kind === "event") return { ...event, ...eventParts(event) };
  return { ...event, parts: partsOf(exchange) };
}

function eventParts({ event, data, step }: Pick<StreamEvent, "event" | "data" | "step">) {
  const isBad = step !== undefined && isWrong(step);
  return { gist: eventSummary(event, data), ...(isBad ? { isWrong: true as const } : {}) };
}

function partsOf(exchange: Exchange): Parts {
  const end = endParts(exchange);
  // If an event answers another exchange, its failure belongs to that one.
  const told = exchange.events.flatMap(({ step, answers }) => step && answers === undefined ? [step] : []);
  const failure = [...end, ...exchange.peer === "model" ? [] : told].find(isWrong);
  return {
    asks: requestSummary(exchange),
    says: answerSummary(exchange),
    asked: requestParts(exchange),
    answered: [...headParts(exchange), ...end.filter((part) => part !== failure)],
    ...(failure === undefined ? {} : { failure }),
  };
}
