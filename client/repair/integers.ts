/**
 * Integers that a number cannot hold, on their way through the SDK.
 *
 * @module
 */
import { createIntegerMarks, type IntegerMarks } from "../../lib/exact_json.ts";

/** The marks of this process. */
export const integers: IntegerMarks = createIntegerMarks(crypto.randomUUID());

/** The JSON text of a part of a marked message, with its integers as the server wrote them. */
export function jsonText(value: unknown): string {
  return integers.unmark(JSON.stringify(value) ?? "null");
}
