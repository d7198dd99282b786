/**
 * The path of a request.
 *
 * @module
 */
import { getPathNoStrict } from "hono/utils/url";

/**
 * The path, percent-decoded and without a trailing slash: `/mcp/` is handled as `/mcp`, without a
 * redirect that would lose the body. Never throws, for any request target.
 */
export function pathOf(request: Request): string {
  return getPathNoStrict(request);
}
