/**
 * "Did you mean …?"
 *
 * @module
 */
import { distance } from "fastest-levenshtein";

/**
 * The names that `wrong` may be a slip of, the nearest first.
 *
 * @param most how many names at most
 * @param far by how many edits a name may differ: half of the letters or two, whichever is more, if left out
 */
export function suggest(
  wrong: string,
  names: readonly string[],
  most = 1,
  far = Math.max(2, wrong.length / 2),
): string[] {
  return names.map((name) => ({ name, edits: distance(wrong, name) }))
    .filter(({ edits }) => edits <= far)
    .toSorted((a, b) => a.edits - b.edits)
    .slice(0, most)
    .map(({ name }) => name);
}
