/**
 * The path of a request.
 *
 * @module
 */
import { getPathNoStrict } from "hono/utils/url";
import { memoized } from "../lib/memoized.ts";

/**
 * The path, percent-decoded and without a trailing slash: `/mcp/` is handled as `/mcp`, without a
 * redirect that would lose the body. Never throws, for any request target.
 */
export function pathOf({ url }: Pick<Request, "url">): string {
  return pathIn(url);
}

/** Clients keep to a few URLs. */
const pathIn = memoized((url) => getPathNoStrict({ url } as Request));
