/**
 * The one clock of a timeline.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";

/** Tells the time of a run. */
export interface Clock {
  /** For instance `[58 ms] `: since the first step, `ms` after the start of the exchange. Never goes back. */
  at(exchange: Pick<Exchange, "startedAt">, ms?: number): string;
}

/** From here on, in milliseconds, seconds are easier to read. */
const LONG = 10_000;

/** A clock that starts with the first exchange that it is asked about. */
export function createClock(): Clock {
  let start: number | undefined;
  let latest = 0;
  return {
    at({ startedAt }, ms = 0) {
      const moment = Date.parse(startedAt) + ms;
      start ??= moment;
      // A start is recorded in whole milliseconds, what follows it in fractions.
      latest = Math.max(latest, Math.round(moment - start));
      return latest < LONG ? `[${latest} ms] ` : `[${(latest / 1000).toFixed(1)} s] `;
    },
  };
}
