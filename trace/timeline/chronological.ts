/**
 * The moments of many exchanges in chronological order.
 *
 * @module
 */
import type { Exchange, StreamEvent } from "../exchange.ts";

/** A request, the headers of its response, an event of an MCP stream, or the end. */
export type Moment =
  & { readonly exchange: Exchange; readonly at: number }
  & (
    | { readonly kind: "request" }
    | { readonly kind: "head" }
    | { readonly kind: "event"; readonly event: StreamEvent }
    | { readonly kind: "end" }
  );

/** All moments by time; those of one exchange keep their order. */
export function chronological(exchanges: readonly Exchange[]): readonly Moment[] {
  return exchanges.flatMap(momentsOf).sort((a, b) => a.at - b.at);
}

function momentsOf(exchange: Exchange): Moment[] {
  const start = Date.parse(exchange.startedAt);
  const { ms, headMs = ms } = exchange;
  return [
    { kind: "request", exchange, at: start },
    ...(exchange.status !== undefined && headMs !== undefined
      ? [{ kind: "head" as const, exchange, at: start + headMs }]
      : []),
    ...exchange.events.map((event) => ({ kind: "event" as const, exchange, event, at: start + event.ms })),
    ...(ms === undefined ? [] : [{ kind: "end" as const, exchange, at: start + ms }]),
  ];
}
