/**
 * Keeps recorded exchanges, for a file.
 *
 * @module
 */
import type { Exchange, TraceSink } from "../exchange.ts";

/** A sink that keeps exchanges. */
export interface Collection {
  /** Receives the events. */
  readonly sink: TraceSink;
  /** The exchanges so far, in the order in which they began. */
  exchanges(): readonly Exchange[];
  /** How many exchanges were dropped because the limit was reached. */
  readonly dropped: number;
}

/** The maximum number of exchanges: with up to 64 KiB of each body, they take hundreds of megabytes. */
const MAX_EXCHANGES = 5_000;

/** Keeps the first exchanges up to a limit, and counts the others. */
export function collect(most: number = MAX_EXCHANGES): Collection {
  const kept = new Map<number, Exchange>();
  let dropped = 0;
  return {
    sink({ kind }, exchange) {
      const isNew = kind === "request";
      if (isNew && kept.size >= most) dropped++;
      else if (isNew || kept.has(exchange.id)) kept.set(exchange.id, exchange);
    },
    exchanges: () => [...kept.values()],
    get dropped() {
      return dropped;
    },
  };
}
