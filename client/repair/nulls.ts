/**
 * Nulls in place of members that are absent: many servers write every optional member.
 *
 * @module
 */

/** An object of a JSON text. */
export type JsonObject = Record<string, unknown>;

/** Whether `value` is an object of a JSON text, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` without its members that are null; the same `value` if it has none. */
export function withoutNulls(value: JsonObject): JsonObject {
  const entries = Object.entries(value);
  if (entries.every(([, child]) => child !== null)) return value;
  return Object.fromEntries(entries.filter(([, child]) => child !== null));
}
