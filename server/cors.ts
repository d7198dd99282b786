/**
 * Cross-origin resource sharing (https://fetch.spec.whatwg.org/#http-cors-protocol): lets a page of
 * an allowed origin call this server.
 *
 * @module
 */

import type { Answer } from "./endpoint.ts";

/** Both halves of CORS. */
export interface Cors {
  /** Answers a preflight, and any other `OPTIONS`. */
  preflight(request: Request): Response;
  /** The answer with the CORS headers; a `Response` gets them in place. */
  share(request: Request, answer: Answer): Response;
}

const ALLOWED_METHODS = "GET,POST,DELETE";

const ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "Accept",
  "Mcp-Session-Id",
  "MCP-Protocol-Version",
  "Mcp-Method",
  "Mcp-Name",
  "Last-Event-ID",
].join(",");

const EXPOSED_HEADERS = "Mcp-Session-Id,WWW-Authenticate,Retry-After";

const kept = new WeakMap<object, Readonly<Record<string, string>>>();

/** The headers of a quick answer to a request without an `Origin`. */
export function withCors(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const found = kept.get(headers);
  if (found) return found;
  const made = { ...headers, "Access-Control-Expose-Headers": EXPOSED_HEADERS, "Vary": "Origin" };
  kept.set(headers, made);
  return made;
}

/**
 * Creates the CORS handling of a server.
 *
 * @param isAllowedOrigin whether pages of an origin may call
 */
export function createCors(isAllowedOrigin: (origin: string) => boolean): Cors {
  const share = (request: Request, answer: Answer) => {
    const origin = request.headers.get("origin");
    const isShared = origin !== null && isAllowedOrigin(origin);
    if (!(answer instanceof Response)) {
      const { text, status } = answer;
      // In one go: to set headers one by one costs as much as the rest of a short answer.
      const own = withCors(answer.headers);
      const headers = isShared ? { ...own, "Access-Control-Allow-Origin": origin } : own;
      return new Response(text, { status, headers });
    }
    const { headers } = answer;
    if (isShared) headers.set("Access-Control-Allow-Origin", origin);
    headers.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
    headers.append("Vary", "Origin");
    return answer;
  };
  return {
    share,
    preflight(request) {
      const response = share(request, new Response(null, { status: 204, statusText: "No Content" }));
      response.headers.set("Access-Control-Allow-Methods", ALLOWED_METHODS);
      response.headers.set("Access-Control-Allow-Headers", ALLOWED_HEADERS);
      response.headers.append("Vary", "Access-Control-Request-Headers");
      return response;
    },
  };
}
