/**
 * Cross-origin resource sharing (https://fetch.spec.whatwg.org/#http-cors-protocol): lets a page of
 * an allowed origin call this server.
 *
 * @module
 */

import type { Answer } from "./endpoint.ts";
import type { Head } from "../lib/head.ts";

/** Both halves of CORS. */
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
    // Only browsers send an origin. A header costs as much as a tenth of a short answer; a refusal keeps them, by
    // which a client that has the wrong address may notice that an MCP server answers there.
    if (origin === null && response.ok) return response;
    const { headers } = response;
    if (origin !== null && isAllowedOrigin(origin)) headers.set("Access-Control-Allow-Origin", origin);
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
