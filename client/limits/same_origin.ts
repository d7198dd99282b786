/**
 * Follows redirects within the same origin only.
 *
 * The runtime would send the body and the session header to any origin that a server names. Servers that redirect
 * `/mcp` to `/mcp/` are common, and harmless.
 *
 * @module
 */
import type { Fetch } from "../../lib/fetch.ts";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";

const MAX_REDIRECTS = 3;

/**
 * A `fetch` that follows at most three redirects, and rejects with a {@linkcode UserError} when one leads to another
 * origin. A redirect that would change the method is returned as it is.
 *
 * @param refusal makes that error, if it is not one of an MCP server
 * @param tooMany makes the error for more redirects than that
 */
export function sameOriginOnly(
  fetch: Fetch,
  refusal: Refusal = refused,
  tooMany: (url: string) => Error = redirectsTooOften,
): Fetch {
  return async (input, given) => {
    const init = input instanceof Request ? { ...(await initOf(input)), ...given } : given;
    let url = new URL(input instanceof Request ? input.url : input);
    for (let count = 0;; count++) {
      const response = await fetch(url, { ...init, redirect: "manual" });
      const location = response.headers.get("location");
      // Only 307 and 308 keep method and body (RFC 9110 §15.4).
      const keepsMethod = response.status === 307 || response.status === 308;
      const isGet = (init?.method ?? "GET") === "GET" && [301, 302, 303].includes(response.status);
      if (location === null || !(keepsMethod || isGet)) return response;
      const target = URL.parse(location, url);
      // What leads nowhere, or to itself, is for the caller to explain.
      if (!target || target.href === url.href) return response;
      await response.body?.cancel();
      if (target.origin !== url.origin) throw refusal(url.href, location);
      if (count === MAX_REDIRECTS) throw tooMany(url.href);
      url = target;
    }
  };
}

/** Makes the error for a redirect of `url` to another origin. */
export type Refusal = (url: string, location: string) => UserError;

function redirectsTooOften(url: string): UserError {
  return new UserError("not_an_mcp_server", { url, reason: "redirects_too_often" });
}

function refused(url: string, location: string): UserError {
  return new UserError("redirect_refused", {
    url,
    location: oneLine(URL.parse(location, url)?.origin ?? location),
  });
}

/** The body is read whole, since a redirect may send it twice. */
async function initOf(request: Request): Promise<RequestInit> {
  const { method, headers, signal } = request;
  return { method, headers, signal, ...(request.body ? { body: await request.arrayBuffer() } : {}) };
}
