/**
 * Waiting, and giving up.
 *
 * @module
 */

/** Resolves after `ms` milliseconds, or immediately when `signal` is aborted. Never rejects. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** {@linkcode Wait} by the machine's clock. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.resolve();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
  return promise;
}

/**
 * Settles as the promise of `start` does, or rejects with the signal's reason as soon as it is
 * aborted. For work that accepts no signal: it continues, and its result is ignored.
 */
export function abortable<T>(start: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([start(), aborted]).finally(() => signal.removeEventListener("abort", onAbort));
}

/** A signal with a time limit. Disposing it stops the timer. */
export interface TimeLimit extends Disposable {
  /** Aborted by the limit, or by the signal that it was made from. */
  readonly signal: AbortSignal;
}

/**
 * Aborts after `ms` milliseconds with the reason that `reason` makes, or earlier with `signal`.
 *
 * @param reason called when the time is over
 */
export function abortAfter(ms: number, reason: () => unknown, signal?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason()), ms);
  return {
    signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/**
 * The value of `promise` if it settles within `ms` milliseconds, else `undefined`; the work goes on.
 * Rejects as `promise` does, if it does in time.
 */
export async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Calls `work` every `ms` milliseconds, until the function that is returned is called. */
export type Every = (ms: number, work: () => void) => () => void;

/** {@linkcode Every} by the machine's clock. */
export function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  return () => clearInterval(timer);
}
