/** Tells of each full minute. It keeps time only while somebody listens. */

export interface MinuteTicker {
  /** Calls `listener` at each full minute; returns how to stop it. */
  each(listener: () => void): () => void;
}

const MINUTE = 60_000;

/** @param sleep waits milliseconds; rejects when the signal is aborted */
export function createMinuteTicker(
  now: () => Temporal.Instant,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
  onBug: (error: unknown) => void,
): MinuteTicker {
  const listeners = new Set<() => void>();
  let clock: AbortController | undefined;
  const tell = (listener: () => void) => {
    try {
      listener();
    } catch (error) {
      onBug(error);
    }
  };
  const minuteAfter = () => (Math.floor(now().epochMilliseconds / MINUTE) + 1) * MINUTE;
  const run = async ({ signal }: AbortController) => {
    let due = minuteAfter();
    while (!signal.aborted) {
      const remaining = due - now().epochMilliseconds;
      // A timer may come a little early: the minute is told once, when it is there.
      if (remaining > 0) {
        await sleep(remaining, signal);
        continue;
      }
      for (const listener of [...listeners]) tell(listener);
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
