/**
 * How long an endpoint asks to wait. Pure.
 *
 * @module
 */
import type { ApiError } from "./http_error.ts";

/** The pause in milliseconds that an error asks for, in its headers or in its body. */
export function pauseOf({ headers, pauseMs }: ApiError, today: () => number): number | undefined {
  return retryAfter(headers, today) ?? pauseMs;
}

/**
 * The pause in milliseconds that `retry-after-ms` or else `Retry-After` (RFC 9110 §10.2.3) asks for, or `undefined`.
 *
 * @param today the current time in milliseconds since 1970: `Retry-After` may be a date
 */
export function retryAfter(headers: Headers | undefined, today: () => number): number | undefined {
  const exact = headers?.get("retry-after-ms") ?? "";
  if (/^\d+(\.\d+)?$/.test(exact)) return Number(exact);
  const given = headers?.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given) * 1000;
  const date = /\d:\d/.test(given) ? Date.parse(given) : NaN;
  // By the endpoint's own clock if it sends a `Date`: ours may differ.
  const now = Date.parse(headers?.get("date") ?? "") || today();
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
