/**
 * Cross-origin resource sharing (https://fetch.spec.whatwg.org/#http-cors-protocol): lets a page of
 * an allowed origin call this server.
 *
 * @module
 */

import type { Answer } from "./endpoint.ts";
import type { Head } from "./head.ts";

/** Both halves of CORS. Only a browser sends an `Origin`, and only its answer gets the headers. */
export interface Cors {
  /** Answers a preflight, and any other `OPTIONS`. */
  preflight(request: Head): Response;
  /** The answer with the CORS headers; a `Response` gets them in place. */
  share(request: Head, answer: Answer): Response;
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

/**
 * Creates the CORS handling of a server.
 *
 * @param isAllowedOrigin whether pages of an origin may call
 */
export function createCors(isAllowedOrigin: (origin: string) => boolean): Cors {
  const share = (request: Head, answer: Answer) => {
    const response = answer instanceof Response ? answer : new Response(answer.text, answer);
    const origin = request.headers.get("origin");
    // Each header costs as much as a tenth of a short answer.
    if (origin === null) return response;
    const { headers } = response;
    if (isAllowedOrigin(origin)) headers.set("Access-Control-Allow-Origin", origin);
    headers.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
    headers.append("Vary", "Origin");
    return response;
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
