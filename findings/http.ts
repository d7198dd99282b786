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
  if (status >= 300 && status < 400 && headers.has("location")) {
    const location = headers.get("location")!;
    const target = URL.parse(location, request.url)?.href ?? location;
    return new UserError("mcp_moved", { url, location: oneLine(target), status: String(status) });
  }
  if (status >= 500) {
    return new UserError("mcp_error", { url, detail: described(answer), status: String(status) });
  }
}

function refusal(
  { status, headers, body }: HttpAnswer,
  { url: { href: url }, isKeySent }: HttpRequest,
  said: string,
): UserError {
  const challenge = readChallenge(headers.get("www-authenticate"));
  const { resource_metadata, error_description, error, scope } = challenge?.params ?? {};
  const scheme = challenge?.scheme ?? "";
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
  if (isKeySent) return new UserError("mcp_key_refused", { url, detail, scheme, status: "401", ...metadata });
  if (resource_metadata === undefined) return new UserError("mcp_key_missing", { url, detail, scheme });
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
