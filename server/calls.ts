/** The tool calls in flight: counted, so that a shut-down can wait for them, and bounded for each key. */
export interface Calls {
  /** Runs `work` as a call in flight; `undefined` where this key has too many already. */
  run<T>(keyId: string, work: () => T | Promise<T>): Promise<T | undefined>;
  /** Resolves once no call is in flight. */
  idle(): Promise<void>;
}

export function createCalls(maxPerKey: number): Calls {
  const perKey = new Map<string, number>();
  let idle = Promise.withResolvers<void>();
  idle.resolve();
  return {
    async run(keyId, work) {
      const before = perKey.get(keyId) ?? 0;
      if (before >= maxPerKey) return undefined;
      if (perKey.size === 0) idle = Promise.withResolvers<void>();
      perKey.set(keyId, before + 1);
      try {
        return await work();
      } finally {
        const remaining = perKey.get(keyId)! - 1;
        if (remaining > 0) perKey.set(keyId, remaining);
        else perKey.delete(keyId);
        if (perKey.size === 0) idle.resolve();
      }
    },
    idle: () => idle.promise,
  };
}
