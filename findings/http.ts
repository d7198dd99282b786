/**
 * What the status of an HTTP response means, for any request.
 *
 * @module
 */
import { readChallenge } from "../auth/challenge.ts";
import { UserError } from "../cli/errors.ts";
import { oneLine } from "../cli/printable.ts";
import { essenceOf } from "../lib/media_type.ts";
import { peerWords } from "./peer_words.ts";

/** An HTTP answer that has been read. */
export interface HttpAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** Its headers. */
  readonly headers: Headers;
  /** The beginning of the body: at most about a megabyte. */
  readonly body: string;
}

/** What is known of the request. */
export interface HttpRequest {
  /** The URL of the request. */
  readonly url: URL;
  /** Whether it had an `Authorization` header: a refusal means another thing without one. */
  readonly isKeySent: boolean;
}

/**
 * The failure that an answer reports about access, the way or the server, and not about the request: 3xx, 401,
 * 403, 407, 429 and 5xx. `undefined` for every other status.
 */
export function httpFinding(answer: HttpAnswer, request: HttpRequest): UserError | undefined {
  const { status, headers, body } = answer;
  const url = request.url.href;
  const words = peerWords(body, headers.get("content-type"));
  if (status === 401 || status === 403) return refusal(answer, request, words);
  if (status === 407) return new UserError("mcp_proxy_key", { url, detail: words });
  if (status === 429) {
    return new UserError("mcp_busy", { url, detail: words, seconds: retryAfter(headers), status: "429" });
  }
  if (REDIRECTS.includes(status)) return redirect(answer, request.url);
  if (status >= 500) {
    return new UserError("mcp_error", { url, detail: described(answer), status: String(status) });
  }
}

/** The statuses that name another address (RFC 9110 §15.4). */
export const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** A redirect to another address; one that leads nowhere has none to advise. */
function redirect({ status, headers }: HttpAnswer, url: URL): UserError {
  const location = headers.get("location");
  const target = location === null ? null : URL.parse(location, url);
  const data = { url: url.href, status: String(status) };
  if (!target) return new UserError("not_an_mcp_server", { ...data, reason: "redirects_nowhere" });
  if (target.href === url.href) {
    return new UserError("not_an_mcp_server", { ...data, reason: "redirects_to_itself" });
  }
  return new UserError("mcp_moved", { ...data, location: oneLine(target.href) });
}

function refusal(
  { status, headers, body }: HttpAnswer,
  { url: { href: url }, isKeySent }: HttpRequest,
  said: string,
): UserError {
  const header = headers.get("www-authenticate");
  const challenge = readChallenge(header);
  const { resource_metadata, error_description, error, scope } = challenge?.params ?? {};
  const scheme = challenge?.scheme ?? "";
  // A scheme of another kind of credentials, which no bearer key satisfies.
  const other = scheme === "" || scheme === "bearer" || scheme === "dpop"
    ? {}
    : { type: oneLine(header ?? "", 80) };
  // The challenge is about the key, the body may be anything.
  const detail = oneLine(error_description ?? (said || (error ?? "")));
  if (status === 403) {
    // A JSON-RPC error is about the request and not about the key, for instance a Host that is not allowed.
    if (challenge === undefined && isJsonRpcError(body)) {
      return new UserError("mcp_error", { url, detail: described({ status, headers, body }), status: "403" });
    }
    const scopes = error === "insufficient_scope" && scope ? { scope: oneLine(scope) } : {};
    const code = isKeySent ? "mcp_key_refused" : "mcp_forbidden";
    return new UserError(code, { url, detail, scheme, status: "403", ...scopes });
  }
  const metadata = resource_metadata === undefined ? {} : { metadata: oneLine(resource_metadata) };
  if (isKeySent) {
    return new UserError("mcp_key_refused", { url, detail, scheme, status: "401", ...metadata, ...other });
  }
  if (resource_metadata === undefined) {
    return new UserError("mcp_key_missing", { url, detail, scheme, ...other });
  }
  return new UserError("mcp_oauth_required", { url, detail, scheme, ...metadata });
}

function isJsonRpcError(body: string): boolean {
  try {
    const value = JSON.parse(body);
    return value?.jsonrpc === "2.0" && typeof value?.error === "object" && value.error !== null;
  } catch {
    return false;
  }
}

/**
 * Seconds, or an empty text if the response has no such value (RFC 9110 §10.2.3; a date is
 * ignored).
 */
function retryAfter(headers: Headers): string {
  const value = headers.get("retry-after")?.trim() ?? "";
  return /^\d{1,9}$/.test(value) ? value : "";
}

/** The status, the media type and the peer's words: `HTTP 502, text/html, "Bad Gateway"`. */
export function described({ status, headers, body }: HttpAnswer): string {
  const type = essenceOf(headers.get("content-type")) || "no content type";
  const words = peerWords(body, headers.get("content-type"));
  return `HTTP ${status}, ${oneLine(type)}` + (words ? `, "${words}"` : "");
}
