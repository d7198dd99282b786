/**
 * The client's side of a bearer key: a `fetch` that presents it.
 *
 * @module
 */
import type { Fetch } from "../lib/fetch.ts";

/** The value of the `Authorization` header for `key` (RFC 6750 §2.1). */
export function authorizationHeader(key: string): string {
  return `Bearer ${key}`;
}

/**
 * Wraps `fetch` so that requests to `origin` carry `headers`; they are never sent to another
 * origin.
 *
 * @param origin scheme, host and port, for instance `http://localhost:8000`
 */
export function withHeaders(fetch: Fetch, added: Readonly<Record<string, string>>, origin: string): Fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) return fetch(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    for (const [name, value] of Object.entries(added)) headers.set(name, value);
    return fetch(input, { ...init, headers });
  };
}
