/**
 * Remembers what a function of a text returned.
 *
 * @module
 */
import { createLru } from "./lru.ts";

/** How many results are kept, and how long a text may be whose result is kept. */
const MAX_RESULTS = 64;
const MAX_LENGTH = 256;

/** As `compute`, which must be pure, but that the results of the last few short texts are not computed again. */
export function memoized<T>(compute: (text: string) => T): (text: string) => T {
  const kept = createLru<string, { readonly result: T }>(MAX_RESULTS);
  return (text) => {
    const found = kept.get(text);
    if (found) return found.result;
    const result = compute(text);
    if (text.length <= MAX_LENGTH) kept.set(text, { result });
    return result;
  };
}
