/**
 * Counts what is open under each key, over all threads that have the same memory.
 *
 * @module
 */
import type { Counter } from "../lib/counter.ts";

/** Memory for a counter of these keys. */
export function counterMemory(keys: readonly string[]): SharedArrayBuffer {
  return new SharedArrayBuffer(keys.length * Int32Array.BYTES_PER_ELEMENT);
}

/**
 * A counter in `memory`. `total` counts what this thread has added.
 *
 * @param keys every key that is counted, in the same order in each thread
 */
export function createSharedCounter(memory: SharedArrayBuffer, keys: readonly string[]): Counter<string> {
  const counts = new Int32Array(memory);
  const places = new Map(keys.map((key, place) => [key, place]));
  let total = 0;
  return {
    count: (key) => Atomics.load(counts, places.get(key)!),
    get total() {
      return total;
    },
    keys: () => keys.filter((_key, place) => Atomics.load(counts, place) > 0),
    add(key) {
      total++;
      return Atomics.add(counts, places.get(key)!, 1) + 1;
    },
    remove(key) {
      total--;
      Atomics.sub(counts, places.get(key)!, 1);
    },
  };
}
