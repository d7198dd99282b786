/**
 * Media types in `Content-Type` and `Accept` (RFC 9110 §8.3.1 and §12.5.1): compared without case.
 *
 * @module
 */
import { parseAccept } from "hono/utils/accept";

/** Whether the body that these headers describe is a stream of server-sent events. */
export function isEventStream(headers: Headers): boolean {
  return essenceOf(headers.get("content-type")) === "text/event-stream";
}

/** The type without its parameters, in lower case: `text/html` of `Text/HTML; charset=utf-8`. */
export function essenceOf(contentType: string | null): string {
  return (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase();
}

/**
 * Whether an `Accept` header allows `type`: the most specific range that matches decides, by its q-value.
 * No header at all allows everything.
 *
 * @param accept the header's value
 * @param type a media type in lower case, for instance `text/event-stream`
 */
export function accepts(accept: string | null, type: string): boolean {
  if (accept === null) return true;
  const ranges = parseAccept(accept);
  const family = type.slice(0, type.indexOf("/")) + "/*";
  for (const name of [type, family, "*/*"]) {
    const range = ranges.find((each) => each.type.toLowerCase() === name);
    if (range) return range.q > 0;
  }
  return false;
}
