/** What is checked of every request before anything else: framing, Host, Origin. */
import type { Context, MiddlewareHandler } from "hono";
import { INVALID_REQUEST, rpcError } from "./json_rpc.ts";

const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The name that a `Host` or an origin holds, without its port; `undefined` where it is malformed. */
function hostName(host: string): string | undefined {
  return /[/?#@\\\s]/.test(host) ? undefined : URL.parse(`http://${host}`)?.hostname;
}

export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}

/** Whether an address to listen on is this machine's alone. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_NAMES.has(host) || isLoopbackAddress(host);
}

/** A web origin on this machine, whatever its port. */
export function isLoopbackOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && LOOPBACK_NAMES.has(url.hostname) &&
    url.origin === origin;
}

/**
 * Refuses hosts that are not ours, which is how DNS rebinding shows itself.
 *
 * A peer on this machine must use a loopback name or one of `allowed`; from elsewhere any name passes
 * unless `allowed` is given, since names in front of containers vary and the key defends.
 */
export function hostGuard(
  allowed: readonly string[],
  peerAddress: (c: Context) => string | undefined,
): MiddlewareHandler {
  const names = new Set(allowed.map((name) => hostName(name) ?? name));
  return async (c, next) => {
    const header = c.req.raw.headers.get("host");
    const name = header === null ? undefined : hostName(header);
    if (name === undefined) return rpcError(400, INVALID_REQUEST, "The Host header is missing or malformed.");
    const peer = peerAddress(c);
    const anyName = names.size === 0 && peer !== undefined && !isLoopbackAddress(peer);
    if (!anyName && !LOOPBACK_NAMES.has(name) && !names.has(name)) {
      return rpcError(
        403,
        INVALID_REQUEST,
        "This Host is not one of the server's names (--allow-host adds one).",
      );
    }
    await next();
  };
}

/** A browser's page may call only from this machine or from an allowed origin (SH, Security: MUST). */
export function originGuard(isAllowed: (origin: string) => boolean): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.raw.headers.get("origin");
    if (origin !== null && !isAllowed(origin)) {
      return rpcError(403, INVALID_REQUEST, "This Origin is not allowed (--allow-origin adds one).");
    }
    await next();
  };
}
