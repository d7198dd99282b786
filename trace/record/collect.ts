/**
 * Keeps what is recorded, for a file.
 *
 * @module
 */
import type { Exchange, TraceSink } from "../exchange.ts";

/** A sink that keeps exchanges. */
export interface Collection {
  /** Takes what is recorded. */
  readonly sink: TraceSink;
  /** As far as they have come, in the order in which they began. */
  exchanges(): readonly Exchange[];
  /** How many exchanges there was no room for. */
  readonly dropped: number;
}

/** So many exchanges are kept: at most 64 KiB of each body, these are hundreds of megabytes already. */
const MAX_EXCHANGES = 5_000;

/** Keeps the first exchanges up to a bound, and counts the others. */
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
