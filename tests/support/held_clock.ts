/** A clock that only a test advances. */

export interface HeldClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Waits until a sleeper exists, then advances the clock by exactly its delay and wakes it. */
  next(): Promise<number>;
  /** The number of current sleepers. */
  readonly sleepers: number;
  /** Resolves when there are no sleepers left. */
  quiet(): Promise<void>;
}

export function holdClock(start = "2026-07-28T12:05:09Z"): HeldClock {
  let now = Date.parse(start);
  const sleeping: { readonly ms: number; readonly wake: () => void }[] = [];
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  return {
    now: () => now,
    sleep(ms, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const sleeper = { ms, wake: resolve };
      sleeping.push(sleeper);
      const leave = () => {
        if (sleeping.includes(sleeper)) sleeping.splice(sleeping.indexOf(sleeper), 1);
        reject(signal.reason);
        tell();
      };
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave, { once: true });
      tell();
      return promise;
    },
    async next() {
      while (sleeping.length === 0) await changed.promise;
      const { ms, wake } = sleeping.shift()!;
      now += ms;
      wake();
      tell();
      return ms;
    },
    get sleepers() {
      return sleeping.length;
    },
    async quiet() {
      while (sleeping.length > 0) await changed.promise;
    },
  };
}
