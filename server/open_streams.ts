/**
 * The open streams of requests without a session, by key: a key that is revoked ends them.
 *
 * @module
 */

/** The open streams. */
export interface OpenStreams {
  /** Adds one; returns what takes it out again. */
  add(keyId: string, end: () => void): () => void;
  /** Ends those of a key. */
  end(keyId: string): void;
}

/** Creates an empty set. */
export function createOpenStreams(): OpenStreams {
  const streams = new Map<string, Set<() => void>>();
  return {
    add(keyId, end) {
      const own = streams.get(keyId) ?? new Set();
      streams.set(keyId, own.add(end));
      return () => {
        own.delete(end);
        if (own.size === 0 && streams.get(keyId) === own) streams.delete(keyId);
      };
    },
    end(keyId) {
      for (const end of streams.get(keyId) ?? []) end();
    },
  };
}
