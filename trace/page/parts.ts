/**
 * What the page says of an exchange besides what was recorded: its gists, and the kinds of its parts. It is
 * found where the page is made, by what the other sinks use too; the page itself only looks it up.
 *
 * @module
 */
import { endParts, headParts } from "../steps/answer_step.ts";
import type { Exchange, StreamEvent, TraceEvent } from "../exchange.ts";
import { isWrong } from "../explain/explanation.ts";
import { answerSummary, eventSummary, requestSummary } from "../steps/summary.ts";
import { requestParts } from "../steps/request_step.ts";
import type { StepKind } from "../step_kind.ts";

/** What is said of an exchange, by where it is shown. */
export interface Parts {
  /** Gists: `""` where there is nothing to say. */
  readonly asks: string;
  /** The request in one line. */
  readonly says: string;
  /** The kinds of its parts, each with an explanation. */
  readonly asked: readonly StepKind[];
  /** The kinds of the parts of the answer so far. */
  readonly answered: readonly StepKind[];
  /** The kind of the failure, if it failed. */
  readonly failure?: StepKind;
}

/** An event of a stream, with its gist, and whether it says that something went wrong. */
export type PageStreamEvent = StreamEvent & { readonly gist?: string; readonly isWrong?: true };

/** An exchange as the page has it. */
export type PageExchange = Omit<Exchange, "events"> & {
  readonly events: readonly PageStreamEvent[];
  readonly parts?: Parts;
  /** What its answer on another stream says went wrong; the page finds it. */
  readonly wrong?: StepKind;
};

type Later = Exclude<TraceEvent, { kind: "request" }>;

/** What happens, as the page is told: the parts are those of the exchange with it. */
export type PageEvent =
  | { readonly kind: "request"; readonly exchange: PageExchange }
  | (Later & { readonly parts?: Parts; readonly gist?: string; readonly isWrong?: true });

/** An exchange with all that the page says of it. */
export function pageExchange(exchange: Exchange): PageExchange {
  const events = exchange.peer === "model" ? exchange.events : exchange.events.map((each) => ({
    ...each,
    ...eventParts(each),
  }));
  return { ...exchange, events, parts: partsOf(exchange) };
}

/** An event with what the page says of it, and of the exchange that it happened to. */
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
  // An event that answers another exchange is that one's failure.
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
