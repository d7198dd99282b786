/** Counts the tool calls in flight, so that a shut-down can wait for them. */
export interface Calls {
  /** Runs `work` as a call in flight. */
  run<T>(work: () => T | Promise<T>): Promise<T>;
  /** Resolves once no call is in flight. */
  idle(): Promise<void>;
}

export function createCalls(): Calls {
  let inFlight = 0;
  let idle = Promise.withResolvers<void>();
  idle.resolve();
  return {
    async run(work) {
      if (inFlight++ === 0) idle = Promise.withResolvers<void>();
      try {
        return await work();
      } finally {
        if (--inFlight === 0) idle.resolve();
      }
    },
    idle: () => idle.promise,
  };
}
