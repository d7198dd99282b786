/**
 * Remembers what was used last, and forgets the rest.
 *
 * @module
 */

/** A map of bounded size. */
export interface Lru<K, V> {
  /** The value of a key, unless it has been forgotten. */
  get(key: K): V | undefined;
  /** Sets `key` as the newest, and returns its value. */
  set(key: K, value: V): V;
}

/**
 * Keeps the last `most` keys that were set, or fewer, but always the last half of them.
 *
 * Two generations, since to look for the oldest key of one big `Map` gets slow where many have been deleted.
 */
export function createLru<K, V>(most: number): Lru<K, V> {
  const half = Math.ceil(most / 2);
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value) {
      if (young.size >= half && !young.has(key)) {
        old = young;
        young = new Map();
      }
      young.set(key, value);
      return value;
    },
  };
}
