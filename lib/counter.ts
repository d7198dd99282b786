/**
 * Counts what is open at the moment, by key.
 *
 * @module
 */

/** Counts by key. A key with a count of zero takes no memory. */
export interface Counter<K> {
  /** How many are counted under `key`. */
  count(key: K): number;
  /** How many are counted under all keys together. */
  readonly total: number;
  /** The keys with a nonzero count. */
  keys(): Iterable<K>;
  /** Counts one more, and returns how many there are now. */
  add(key: K): number;
  /** Counts one fewer; `key` must have been added. */
  remove(key: K): void;
}

/** A counter with every count at zero. */
export function createCounter<K>(): Counter<K> {
  const counts = new Map<K, number>();
  let total = 0;
  return {
    count: (key) => counts.get(key) ?? 0,
    get total() {
      return total;
    },
    keys: () => counts.keys(),
    add(key) {
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      total++;
      return count;
    },
    remove(key) {
      const remaining = counts.get(key)! - 1;
      total--;
      if (remaining > 0) counts.set(key, remaining);
      else counts.delete(key);
    },
  };
}
