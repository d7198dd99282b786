/** What many measurements of one thing come to. */

export interface Spread {
  /** The middle one of the sorted values. */
  readonly median: number;
  /** A quarter of the measurements is at or below it. */
  readonly low: number;
  /** A quarter of the measurements is at or above it. */
  readonly high: number;
}

/** Nearest-rank quartiles of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error("Nothing was measured.");
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/**
 * Each value divided by the one measured next to it: a slowdown that affects both of a round
 * cancels out.
 */
export function ratioOf(values: readonly number[], beside: readonly number[]): Spread {
  return spreadOf(values.map((value, index) => value / beside[index]!));
}
