/**
 * What the page explains of an exchange besides its step. It is found where the page is made: the page
 * itself only looks it up.
 *
 * @module
 */
import { endParts, headParts } from "../answer_step.ts";
import type { Exchange, TraceEvent } from "../exchange.ts";
import { isFailure } from "../explain/explanation.ts";
import { requestParts } from "../request_step.ts";
import type { StepKind } from "../step_kind.ts";

/** Kinds of parts, by where they are shown. */
export interface Parts {
  readonly asked: readonly StepKind[];
  readonly answered: readonly StepKind[];
  readonly failure?: StepKind;
}

/** An exchange as the page has it. */
export type PageExchange = Exchange & { readonly parts?: Parts };

/** What happens, as the page is told: the parts are those of the exchange with it. */
export type PageEvent =
  | { readonly kind: "request"; readonly exchange: PageExchange }
  | (Exclude<TraceEvent, { kind: "request" }> & { readonly parts?: Parts });

/** The parts of an exchange, as far as it has come. */
export function partsOf(exchange: Exchange): Parts {
  const end = endParts(exchange);
  const failure = end.find(isFailure);
  return {
    asked: requestParts(exchange),
    answered: [...headParts(exchange), ...end.filter((part) => part !== failure)],
    ...(failure === undefined ? {} : { failure }),
  };
}

/** An exchange with its parts, as one event that tells it whole. */
export function wholeEvent(exchange: Exchange): PageEvent {
  return { kind: "request", exchange: { ...exchange, parts: partsOf(exchange) } };
}

/** An event with the parts of the exchange that it happened to. An event of a stream has a step instead. */
export function pageEvent(event: TraceEvent, exchange: Exchange | undefined): PageEvent {
  if (event.kind === "request") return wholeEvent(event.exchange);
  return event.kind === "event" || !exchange ? event : { ...event, parts: partsOf(exchange) };
}
