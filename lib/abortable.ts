/** What `start` promises, given up when `signal` is aborted. For work that takes no signal itself. */
export function abortable<T>(start: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([start(), aborted]).finally(() => signal.removeEventListener("abort", onAbort));
}
