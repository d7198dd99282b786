/**
 * Flags that take names of a list, as `--lab` and `--quirk` do: several with commas, or `list` to see them all.
 *
 * @module
 */
import { suggest } from "../lib/suggest.ts";
import { type ErrorCode, UserError } from "./errors.ts";

/** The names in the values of a flag, or `list`. Throws `unknown` for a name that is not among `names`. */
export function namesIn<T extends string>(
  given: readonly string[],
  names: readonly T[],
  unknown: ErrorCode,
): readonly T[] | "list" {
  const asked = given.flatMap((list) => list.split(",")).map((name) => name.trim());
  if (asked.includes("list")) return "list";
  return asked.map((name) => {
    const found = names.find((each) => each === name);
    if (found) return found;
    throw new UserError(unknown, { name, nearest: suggest(name, names)[0] ?? "" });
  });
}

/** A line for each name, with what it means. */
export function listOf<T extends string>(names: readonly T[], meanings: Readonly<Record<T, string>>): string {
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}  ${meanings[name]}\n`).join("");
}
