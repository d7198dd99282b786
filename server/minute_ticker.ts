/**
 * Announces each full minute. Its timer runs only while there are listeners.
 *
 * @module
 */

/** Announces each full minute. */
export interface MinuteTicker {
  /** Calls `listener` at each full minute; returns a function that unsubscribes. */
  each(listener: () => void): () => void;
}

const MINUTE = 60_000;

/**
 * Creates a ticker without listeners.
 *
 * @param sleep waits milliseconds; rejects when the signal is aborted
 * @param onBug called with errors that a listener throws
 */
export function createMinuteTicker(
  now: () => number,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
  onBug: (error: unknown) => void,
): MinuteTicker {
  const listeners = new Set<() => void>();
  let clock: AbortController | undefined;
  const call = (listener: () => void) => {
    try {
      listener();
    } catch (error) {
      onBug(error);
    }
  };
  const minuteAfter = () => (Math.floor(now() / MINUTE) + 1) * MINUTE;
  const run = async ({ signal }: AbortController) => {
    let due = minuteAfter();
    while (!signal.aborted) {
      const remaining = due - now();
      // A timer may fire slightly early: the minute is announced once, when it has begun.
      if (remaining > 0) {
        await sleep(remaining, signal);
        continue;
      }
      for (const listener of [...listeners]) call(listener);
      due = minuteAfter();
    }
  };
  return {
    each(listener) {
      listeners.add(listener);
      if (!clock) {
        clock = new AbortController();
        run(clock).catch(() => {});
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clock?.abort();
        clock = undefined;
      };
    },
  };
}
