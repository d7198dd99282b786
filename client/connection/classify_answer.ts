/**
 * What an HTTP answer says about the server that gave it. Pure.
 *
 * The rules are those of MCP 2026-07-28 (`basic/transports/streamable-http`, Backward Compatibility), and cover
 * the odd answers that old servers give in practice.
 *
 * @module
 */
import { type DiscoverResult, specTypeSchemas } from "@modelcontextprotocol/client";
import { createParser } from "eventsource-parser";
import { readChallenge } from "../../auth/challenge.ts";
import { type ErrorData, UserError } from "../../cli/errors.ts";
import { errorText, networkFailure } from "../../cli/error_text.ts";
import { essenceOf, isEventStream } from "../../lib/media_type.ts";
import { oneLine } from "../../cli/printable.ts";

/** The revision of the 2026 era. */
export const MODERN_REVISION = "2026-07-28";

/** An HTTP answer that has been read. */
export interface HttpAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** Its headers. */
  readonly headers: Headers;
  /** The beginning of the body: at most about a megabyte. */
  readonly body: string;
}

/** What the answer to a probe says about the server. */
export type Verdict =
  /** The server speaks our revision; `discover` is its answer. */
  | { readonly kind: "modern"; readonly discover: DiscoverResult }
  /** The server is of an older era. */
  | { readonly kind: "older" }
  | ConnectFailure;

/** Why an attempt to connect failed. */
export type ConnectFailure =
  /** No MCP server should give this answer: try the older eras, and fail with `error` if they fail too. */
  | { readonly kind: "odd"; readonly error: UserError }
  /** A failure that says nothing about the era: do not try another one. */
  | {
    readonly kind: "failure";
    readonly error: UserError;
    /** Whether the server refused our revision although it lists it as supported. */
    readonly offersOurs?: boolean;
  };

/**
 * What an answer to `server/discover` says about the server. Pure.
 *
 * @param url where the probe was sent, for the errors
 */
export function classifyAnswer({ status, headers, body }: HttpAnswer, url: URL): Verdict {
  const failure = httpFailure(status, headers, body, url);
  if (failure) return { kind: "failure", error: failure };
  const message = jsonRpcOf(body, headers);
  if (message?.error?.code === -32022) return unsupportedVersion(message.error.data, url);
  // Header mismatch and missing capability: only a server of the newest era knows these codes.
  if (message?.error?.code === -32020 || message?.error?.code === -32021) {
    const detail = `${message.error.code} ${oneLine(String(message.error.message))}`;
    return { kind: "failure", error: new UserError("mcp_error", { url: url.href, detail }) };
  }
  const discover = specTypeSchemas.DiscoverResult["~standard"].validate(message?.result);
  if (status === 200 && !(discover instanceof Promise) && !discover.issues) {
    return discover.value.supportedVersions.includes(MODERN_REVISION)
      ? { kind: "modern", discover: discover.value }
      : unsupportedVersion({ supported: discover.value.supportedVersions }, url);
  }
  if ([400, 404, 405, 406].includes(status)) return { kind: "older" };
  return { kind: "odd", error: notMcp(url, { detail: describe(status, headers, body) }) };
}

/**
 * The error that an HTTP answer means whatever the request was: 401, 403, 429 and 5xx. `undefined` for any other
 * status. Pure.
 *
 * @param body the beginning of the body
 * @param url where the request was sent, for the error
 */
export function httpFailure(status: number, headers: Headers, body: string, url: URL): UserError | undefined {
  if (status === 401) {
    const challenge = readChallenge(headers.get("www-authenticate"));
    const isOAuth = challenge?.params.resource_metadata !== undefined;
    const scheme = challenge?.scheme ?? "";
    return new UserError("mcp_key_missing", { url: url.href, scheme, ...isOAuth ? { reason: "oauth" } : {} });
  }
  // A JSON-RPC error is about the request and not about the key, for instance a Host that is not allowed.
  const isAboutKey = headers.has("www-authenticate") || typeof jsonRpcOf(body, headers)?.error !== "object";
  if (status === 403 && isAboutKey) {
    const scheme = readChallenge(headers.get("www-authenticate"))?.scheme ?? "";
    return new UserError("mcp_key_refused", { url: url.href, detail: messageIn(body), scheme });
  }
  if (status >= 500 || status === 429 || status === 403) {
    const detail = describe(status, headers, body);
    return new UserError("mcp_error", { url: url.href, detail, status: String(status) });
  }
}

/** What a failed `fetch` says: no program listens at `url`, or one accepted the connection and closed it. */
export function unreachableFailure(error: unknown, url: URL): ConnectFailure {
  // Our signals have the error to show as their reason.
  if (error instanceof UserError) return { kind: "failure", error };
  const data = { url: url.href, ...networkFailure(error) };
  const isConnect = /client error \(Connect\)/.test(errorText(error));
  return isConnect
    ? { kind: "failure", error: new UserError("mcp_unreachable", data, { cause: error }) }
    : { kind: "odd", error: new UserError("mcp_silent", data, { cause: error }) };
}

/** The error for a server that does not speak MCP. */
export function notMcp(url: URL, why: ErrorData): UserError {
  return new UserError("not_an_mcp_server", { url: url.href, ...why });
}

function unsupportedVersion(data: unknown, url: URL): Verdict {
  const supported = typeof data === "object" && data !== null && "supported" in data
    ? data.supported
    : undefined;
  const versions = Array.isArray(supported) ? supported.filter((each) => typeof each === "string") : [];
  const offersOurs = versions.includes(MODERN_REVISION);
  if (!offersOurs && (versions.length === 0 || versions.some((version) => version < MODERN_REVISION))) {
    return { kind: "older" };
  }
  const why = { reason: "other_revisions", revisions: oneLine(versions.join(", ")) } as const;
  const error = new UserError("unsupported_era", { url: url.href, era: "2026", ...why });
  return { kind: "failure", error, ...(offersOurs ? { offersOurs } : {}) };
}

interface JsonRpcAnswer {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown };
}

/** The data of the last event of a whole event stream. */
function lastData(stream: string): string | undefined {
  let last: string | undefined;
  createParser({ onEvent: ({ data }) => void (last = data) }).feed(`${stream}\n\n`);
  return last;
}

/** The JSON-RPC message of a JSON body, or of the last event of an event stream. */
function jsonRpcOf(body: string, headers: Headers): JsonRpcAnswer | undefined {
  const text = isEventStream(headers) ? lastData(body) : body;
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function messageIn(body: string): string {
  try {
    const { message, error } = JSON.parse(body);
    return oneLine(String(message ?? error?.message ?? error ?? ""));
  } catch {
    return oneLine(body.replace(/<[^>]*>/g, " "), 120);
  }
}

function describe(status: number, headers: Headers, body: string): string {
  const type = essenceOf(headers.get("content-type")) || "no content type";
  const message = /html/.test(type) ? "" : messageIn(body);
  return `HTTP ${status}, ${oneLine(type)}` + (message ? `, "${message}"` : "");
}
