/**
 * What a large message says, in little.
 *
 * @module
 */
import { ownCopy } from "../../lib/own_copy.ts";

const MAX_TEXT = 200;
const MAX_KEYS = 32;
const MAX_DEPTH = 4;

/** A JSON value with long texts cut, and without what lies deep or comes late in an object. */
export function outlineOf(value: unknown, depth: number = MAX_DEPTH): unknown {
  if (typeof value === "string") return ownCopy(value.slice(0, MAX_TEXT));
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) return value.slice(0, MAX_KEYS).map((each) => outlineOf(each, depth - 1));
  const entries: [string, unknown][] = [];
  for (const key in value) {
    if (entries.length === MAX_KEYS) break;
    if (key.length > MAX_TEXT) continue;
    entries.push([key, outlineOf((value as Record<string, unknown>)[key], depth - 1)]);
  }
  return Object.fromEntries(entries);
}
