/**
 * Texts as they are recorded: redacted and truncated.
 *
 * @module
 */
import { MAX_BODY } from "../exchange.ts";
import { ownCopy } from "../../lib/own_copy.ts";
import type { Redactor } from "./redact.ts";

/** How much of a text is read at all; the part beyond the limit only matters for redaction. */
export const MAX_READ: number = 2 * MAX_BODY;

/** Longer keys do not occur: they would not fit into a header. */
const LONGEST_KEY = 16 * 1024;

/**
 * At most {@linkcode MAX_BODY} characters of a text, redacted. Redaction comes first, because
 * truncation could split a key and leave its beginning.
 */
export function bounded(text: string, redactor: Pick<Redactor, "text">): string {
  const redacted = redactor.text(text.slice(0, MAX_READ));
  // If redaction removed much, a key that the first cut split could move within the limit.
  const safe = text.length < MAX_READ ? redacted.length : Math.max(0, redacted.length - LONGEST_KEY);
  return ownCopy(redacted.slice(0, Math.min(MAX_BODY, safe)));
}
