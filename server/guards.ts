/**
 * Checks on every request before anything else: framing, `Host`, `Origin`.
 *
 * @module
 */
import { isLoopbackAddress, LOOPBACK_NAMES } from "../lib/loopback.ts";
import { memoized } from "../lib/memoized.ts";
import type { Guard } from "./endpoint.ts";
import type { Head } from "../lib/head.ts";
import { INVALID_REQUEST, REFUSED, rpcError } from "./json_rpc.ts";
import { pathOf } from "./path.ts";

/** The name in a `Host` or an origin, without its port; `undefined` if it is malformed. */
const hostName = memoized((host: string): string | undefined =>
  /[/?#@\\\s]/.test(host) ? undefined : URL.parse(`http://${host}`)?.hostname
);

/** Whether a serialized origin is a web origin of this machine, on any port. */
export function isLoopbackOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && LOOPBACK_NAMES.has(url.hostname) &&
    url.origin === origin;
}

/** Refuses every request once the server is shutting down. */
export function shutdownGuard(isClosing: () => boolean): Guard {
  return () => {
    if (!isClosing()) return undefined;
    return rpcError(503, REFUSED, "The server is shutting down.", { headers: { Connection: "close" } });
  };
}

/**
 * Refuses foreign host names, which are the sign of DNS rebinding.
 *
 * A peer on this machine must use a loopback name or one of `allowed`. From elsewhere any name passes unless
 * `allowed` is given, since names in front of containers vary and the key defends.
 */
export function hostGuard(allowed: readonly string[]): Guard {
  const names = new Set(allowed.map((name) => hostName(name) ?? name));
  return (request, peer) => {
    const header = request.headers.get("host") ?? authorityOf(request.url);
    if (header === null && mayOmitHost(request)) return undefined;
    const name = header === null ? undefined : hostName(header);
    if (name === undefined) return rpcError(400, INVALID_REQUEST, "The Host header is missing or malformed.");
    if (LOOPBACK_NAMES.has(name) || names.has(name)) return undefined;
    const address = names.size === 0 ? peer.remoteAddr?.hostname : undefined;
    if (address !== undefined && !isLoopbackAddress(address)) return undefined;
    return rpcError(
      403,
      INVALID_REQUEST,
      "This Host is not one of the server's names (--allow-host adds one).",
    );
  };
}

/**
 * HTTP/2, which is offered with TLS alone, has no `Host`: the authority of its target is in the URL (RFC 9113
 * §8.3.1).
 */
function authorityOf(url: string): string | null {
  return url.startsWith("https:") ? URL.parse(url)?.host ?? null : null;
}

/**
 * A load balancer's check is often HTTP/1.0, which needs no `Host` (RFC 9112 §3.2). The runtime
 * does not report the version, so 1.1 requests also get the two harmless answers.
 */
function mayOmitHost(request: Head): boolean {
  return request.method === "OPTIONS" || pathOf(request) === "/healthz";
}

/** Refuses a request target that is not a valid URL: the code after the guards may parse it. */
export function targetGuard({ url }: Head): Response | undefined {
  return canParse(url) ? undefined : rpcError(400, INVALID_REQUEST, "The request target is malformed.");
}

/** Clients keep to a few URLs. */
const canParse = memoized((url: string) => URL.canParse(url));

/** Lets a browser's page call only from this machine or from an allowed origin (2026-07-28 Security: MUST). */
export function originGuard(isAllowed: (origin: string) => boolean): Guard {
  return ({ headers }) => {
    const origin = headers.get("origin");
    if (origin === null || isAllowed(origin)) return undefined;
    return rpcError(403, INVALID_REQUEST, "This Origin is not allowed (--allow-origin adds one).");
  };
}
