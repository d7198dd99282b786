/**
 * The server's side of a bearer key: turns a request into a principal or a refusal.
 *
 * @module
 */
import type { Head } from "../lib/head.ts";
import { writeChallenge } from "./challenge.ts";
import type { KeyRing, Principal } from "./keys.ts";

/** The credentials of a request, before any key is compared. */
export type Credentials =
  | { readonly kind: "bearer"; readonly key: string }
  | { readonly kind: "none"; readonly why: "no_header" | "other_scheme" | "only_in_url" }
  | { readonly kind: "malformed"; readonly why: "empty" | "two_headers" | "header_and_url" };

/** Reads the credentials of a request (RFC 6750 §2: only the header counts, never the URL). */
export function readCredentials(request: Pick<Head, "url" | "headers">): Credentials {
  const header = request.headers.get("authorization");
  const inUrl = request.url.includes("?") && new URL(request.url).searchParams.has("access_token");
  if (header === null) return { kind: "none", why: inUrl ? "only_in_url" : "no_header" };
  // Nearly all requests: to look closer takes longer than the rest of a short call.
  if (!inUrl && /^Bearer [^\s,]+$/.test(header)) return { kind: "bearer", key: header.slice(7) };
  const [, scheme = "", key = ""] = header.match(/^(\S*)\s*(.*)$/s) ?? [];
  // HTTP joins repeated headers with a comma, which no key contains.
  if (/,\s*bearer\b/i.test(header)) return { kind: "malformed", why: "two_headers" };
  if (scheme.toLowerCase() !== "bearer") return { kind: "none", why: "other_scheme" };
  if (key === "") return { kind: "malformed", why: "empty" };
  if (inUrl) return { kind: "malformed", why: "header_and_url" };
  if (key.includes(",")) return { kind: "malformed", why: "two_headers" };
  return { kind: "bearer", key };
}

/**
 * Accepts a request, or refuses it.
 *
 * No usable credential is 401; a key that matches no accepted key is 403; a malformed presentation
 * is 400. All three carry `WWW-Authenticate`. The texts of the 403 avoid words that bridges
 * interpret: see `docs/decisions/003-401-or-403.md`.
 *
 * @param keys if there are none, the server is in open mode, in which every client is `anonymous`
 * @returns who it is, or the `Response` to send
 */
export function requireKey(
  request: Pick<Head, "url" | "headers">,
  keys: KeyRing,
): Principal | Response {
  if (keys.isOpen) return { keyId: "anonymous" };
  const credentials = readCredentials(request);
  switch (credentials.kind) {
    case "none":
      return refusal(401, writeChallenge(), "missing_key", MISSING[credentials.why]);
    case "malformed":
      return refusal(400, writeChallenge("invalid_request"), "invalid_request", MALFORMED[credentials.why]);
    case "bearer": {
      const found = keys.find(credentials.key);
      if (found.kind === "match") return found.principal;
      const message = found.kind === "ended" ? ENDED[found.why] : "The key is not one of this server's keys.";
      return refusal(403, writeChallenge(), "key_mismatch", message);
    }
  }
}

/**
 * Why a request may not see what concerns every client, or `undefined` if it may: its key must be able to do
 * everything.
 *
 * @param why a sentence for a key with limited rights
 */
export function requireFullKey(
  request: Pick<Head, "url" | "headers">,
  keys: KeyRing,
  why: string,
): Response | undefined {
  const principal = requireKey(request, keys);
  if (principal instanceof Response) return principal;
  if (!principal.access) return undefined;
  return Response.json({ error: "limited_key", message: why }, {
    status: 403,
    headers: { "Cache-Control": "no-store" },
  });
}

const SEND = "Send: Authorization: Bearer <key>";
const MISSING = {
  no_header: `This server needs a key. ${SEND}`,
  other_scheme: `This server takes bearer keys only. ${SEND}`,
  only_in_url: `A key in the URL is not read: URLs end up in logs. ${SEND}`,
};
/** Only who has the key learns that it was one. */
const ENDED = {
  expired: "This key has expired.",
  revoked: "This key was revoked.",
};
const MALFORMED = {
  empty: `The Authorization header holds no key. ${SEND}`,
  two_headers: "More than one key was sent. Send exactly one Authorization header.",
  header_and_url: "A key was sent in the header and in the URL. Send it in the header alone (RFC 6750 §2).",
};

function refusal(status: number, challenge: string, error: string, message: string): Response {
  return Response.json({ error, message }, {
    status,
    headers: { "WWW-Authenticate": challenge, "Cache-Control": "no-store" },
  });
}
