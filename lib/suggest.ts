/**
 * "Did you mean …?"
 *
 * @module
 */
import { distance } from "fastest-levenshtein";

/**
 * The names that `wrong` may be a slip of, the nearest first: at most half of its letters differ, or two.
 *
 * @param most how many names at most
 */
export function suggest(wrong: string, names: readonly string[], most = 1): string[] {
  const far = Math.max(2, wrong.length / 2);
  return names.map((name) => ({ name, edits: distance(wrong, name) }))
    .filter(({ edits }) => edits <= far)
    .toSorted((a, b) => a.edits - b.edits)
    .slice(0, most)
    .map(({ name }) => name);
}
