/**
 * One time limit for many short waits.
 *
 * @module
 */

/** Waits, each for at most the same time. */
export interface SharedLimit {
  /** Settles as `promise` does; resolves with `undefined` if that takes longer than the limit. */
  within<T>(promise: Promise<T>): Promise<T | undefined>;
  /** Stops the timer, at once or after the last wait. */
  close(): void;
}

/** The timer looks this many times during a limit. */
const LOOKS = 8;

/**
 * Makes a limit. A timer of its own for each wait would cost more than most waits take: here one timer looks at
 * all of them, and runs only while there is something to look at.
 *
 * @param ms milliseconds; a wait may take an eighth longer
 */
export function createSharedLimit(ms: number): SharedLimit {
  /** In the order in which they are due. */
  const waits = new Set<{ readonly due: number; readonly giveUp: () => void }>();
  /** The clock: how often the timer has looked. */
  let looks = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let isClosed = false;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const look = () => {
    looks++;
    if (waits.size === 0) return stop();
    for (const wait of waits) {
      if (wait.due > looks) return;
      waits.delete(wait);
      wait.giveUp();
    }
    if (isClosed) stop();
  };
  return {
    within: (promise) =>
      new Promise((resolve, reject) => {
        const wait = { due: looks + LOOKS + 1, giveUp: () => resolve(undefined) };
        waits.add(wait);
        timer ??= setInterval(look, ms / LOOKS);
        const end = () => {
          waits.delete(wait);
          if (isClosed && waits.size === 0) stop();
        };
        promise.then((value) => {
          end();
          resolve(value);
        }, (error) => {
          end();
          reject(error);
        });
      }),
    close() {
      isClosed = true;
      if (waits.size === 0) stop();
    },
  };
}
