/**
 * Checks on values parsed from JSON of any shape.
 *
 * @module
 */

/** `value` if it is an object or an array, else an empty object: a peer may send anything. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}

/** Whether objects and arrays are nested more than `depth` levels deep; a plain value has none. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  // Each key of the object's own: a value that came as JSON has no others.
  for (const key in value) {
    if (isDeeperThan((value as Record<string, unknown>)[key], depth - 1)) return true;
  }
  return false;
}

/** A text as JSON; `undefined` if it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
