/**
 * The path of a request.
 *
 * @module
 */
import { getPathNoStrict } from "hono/utils/url";

/**
 * The path, percent-decoded and without a slash at its end: `/mcp/` is `/mcp`, without a redirect that would
 * lose the body. Never throws, whatever the request target is.
 */
export function pathOf(request: Request): string {
  return getPathNoStrict(request);
}
