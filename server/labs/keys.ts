/**
 * Faults of keys: refusals that say too little, or lead astray.
 *
 * @module
 */
import { answering, type Lab } from "./lab.ts";

const refusing = (status: number, headers: Record<string, string>, body: unknown): Lab =>
  answering(() => Response.json(body, { status, headers }));

/** 401 without `WWW-Authenticate`, which RFC 9110 §15.5.2 requires. */
export const noChallenge: Lab = refusing(401, {}, { message: "Unauthorized" });

/** RFC 6750 §3.1. */
export const expiredToken: Lab = refusing(401, {
  "WWW-Authenticate": 'Bearer error="invalid_token", error_description="The access token expired"',
}, { error: "invalid_token" });

/** RFC 9728 §5.1, with an address that does not exist (RFC 2606 §2). */
export const oauthBait: Lab = refusing(401, {
  "WWW-Authenticate": 'Bearer resource_metadata="https://auth.invalid/.well-known/oauth-protected-resource"',
}, { error: "invalid_token" });

/** RFC 6750 §3.1. */
export const forbidden: Lab = refusing(403, {
  "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="tools:call"',
}, { error: "insufficient_scope" });

/** Every other request. */
export const rateLimited: Lab = answering((_request, count) =>
  count % 2 === 1
    ? Response.json({ error: "slow down" }, { status: 429, headers: { "Retry-After": "1" } })
    : undefined
);
