/** Tells, at each full minute, what has changed. It keeps time only while somebody listens. */

export interface Minutes {
  /** Calls `listener` at each full minute with the URIs that changed; returns how to stop it. */
  each(listener: (uris: ReadonlySet<string>) => void): () => void;
}

/**
 * @param changing the URIs of what changes every minute
 * @param sleep waits milliseconds; rejects when the signal is aborted
 */
export function createMinutes(
  changing: () => readonly string[],
  now: () => Temporal.Instant,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
  onBug: (error: unknown) => void,
): Minutes {
  const listeners = new Set<(uris: ReadonlySet<string>) => void>();
  let clock: AbortController | undefined;
  const tell = () => {
    try {
      const uris = new Set(changing());
      for (const listener of [...listeners]) listener(uris);
    } catch (error) {
      onBug(error);
    }
  };
  const run = async ({ signal }: AbortController) => {
    while (!signal.aborted) {
      await sleep(60_000 - now().epochMilliseconds % 60_000, signal);
      tell();
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
