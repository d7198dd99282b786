/**
 * The tool calls in flight: counted, so that a shutdown can wait for them, and limited per key.
 *
 * @module
 */
import { type Counter, createCounter } from "../lib/counter.ts";

/** Runs tool calls. */
export interface Calls {
  /** Whether this key may begin another call. */
  hasRoom(keyId: string): boolean;
  /** Runs `work` as a call in flight; `undefined` if this key has too many already. */
  run<T>(keyId: string, work: () => T | Promise<T>): Promise<T | undefined>;
  /** How many calls are in flight here. */
  readonly running: number;
  /** Resolves once no call is in flight. */
  idle(): Promise<void>;
}

/**
 * Creates a counter without calls in flight.
 *
 * @param running counts them; threads that serve the same clients share it
 */
export function createCalls(maxPerKey: number, running: Counter<string> = createCounter()): Calls {
  let idle = Promise.withResolvers<void>();
  idle.resolve();
  const hasRoom = (keyId: string) => running.count(keyId) < maxPerKey;
  return {
    hasRoom,
    get running() {
      return running.total;
    },
    async run(keyId, work) {
      const isFirst = running.total === 0;
      if (running.add(keyId) > maxPerKey) {
        running.remove(keyId);
        return undefined;
      }
      if (isFirst) idle = Promise.withResolvers<void>();
      try {
        return await work();
      } finally {
        running.remove(keyId);
        if (running.total === 0) idle.resolve();
      }
    },
    idle: () => idle.promise,
  };
}
