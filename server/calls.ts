/**
 * The tool calls in flight: counted, so that a shutdown can wait for them, and limited per key.
 *
 * @module
 */
import { createCounter } from "../lib/counter.ts";

/** Runs tool calls. */
export interface Calls {
  /** Whether this key may begin another call. */
  hasRoom(keyId: string): boolean;
  /** Runs `work` as a call in flight; `undefined` if this key has too many already. */
  run<T>(keyId: string, work: () => T | Promise<T>): Promise<T | undefined>;
  /** Resolves once no call is in flight. */
  idle(): Promise<void>;
}

/** Creates a counter without calls in flight. */
export function createCalls(maxPerKey: number): Calls {
  const running = createCounter<string>();
  let idle = Promise.withResolvers<void>();
  idle.resolve();
  const hasRoom = (keyId: string) => running.count(keyId) < maxPerKey;
  return {
    hasRoom,
    async run(keyId, work) {
      if (!hasRoom(keyId)) return undefined;
      if (running.total === 0) idle = Promise.withResolvers<void>();
      running.add(keyId);
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
