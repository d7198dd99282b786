/**
 * The type of `fetch`, so that it can be wrapped and handed in.
 *
 * @module
 */

/** As the global `fetch` (https://fetch.spec.whatwg.org/#fetch-method). */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
