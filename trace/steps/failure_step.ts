/**
 * The failure of an exchange. Pure.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";
import { asObject } from "../../lib/json.ts";
import { errorCode, readMessage } from "./message.ts";
import type { StepKind } from "../step_kind.ts";

const BY_STATUS: Readonly<Record<number, StepKind>> = {
  401: "missing_key",
  405: "wrong_http_method",
  406: "not_acceptable",
  408: "body_too_slow",
  409: "stream_taken",
  413: "too_large",
  415: "wrong_content_type",
  431: "headers_too_large",
  429: "rate_limited",
};

const BY_CODE: Readonly<Record<number, StepKind>> = {
  [-32700]: "bad_json",
  [-32601]: "unknown_method",
  [-32602]: "invalid_params",
  [-32001]: "unknown_session",
  [-32020]: "header_mismatch",
  [-32021]: "missing_capability",
  [-32022]: "unsupported_version",
};

/**
 * The failure of an exchange; `undefined` if there is none. An error within a stream belongs to its
 * event.
 */
export function failureStep(exchange: Exchange): StepKind | undefined {
  if (exchange.failure !== undefined) return "no_answer";
  const { status, peer } = exchange;
  if (status === undefined) return undefined;
  if (peer === "model") return modelFailure(status);
  const message = readMessage(exchange.responseBody ?? "");
  const code = errorCode(message);
  if (status === 400 && exchange.responseHeaders?.["www-authenticate"] !== undefined) {
    return "bad_credentials";
  }
  if (exchange.step === "server_discover" && isOlder(status, code)) return "older_server";
  if (status < 300) return undefined;
  if (status < 400) return "redirected";
  const said = `${asObject(message.error).message ?? ""}`;
  if (status === 403) return forbidden(exchange, said);
  const opensSession = exchange.step === "initialize" || exchange.step === "stream_2024";
  if (opensSession && (status === 429 || status === 503)) return "too_many_sessions";
  const byCode = code === undefined ? undefined : BY_CODE[code];
  // A response about a size, time or rate limit may also have a general code.
  return BY_STATUS[status] ?? byCode ?? refused(exchange, status, said);
}

/** How an older server may refuse `server/discover`. */
const OLDER: readonly (number | undefined)[] = [400, 404, 405, 406];

/** Whether the status alone may be that of an older server, which the probe is there to find. */
export function mayBeOlder({ step, status }: Exchange): boolean {
  return step === "server_discover" && OLDER.includes(status);
}

/** MCP 2026-07-28 `basic/transports/streamable-http`, Backward Compatibility. */
function isOlder(status: number, code: number | undefined): boolean {
  const isModern = code !== undefined && code <= -32020 && code >= -32022;
  return !isModern && (OLDER.includes(status) || (status === 200 && code !== undefined));
}

function forbidden({ requestHeaders, responseHeaders }: Exchange, said: string): StepKind {
  if (/\bhost\b/i.test(said)) return "bad_host";
  const isAboutKey = responseHeaders?.["www-authenticate"] !== undefined;
  return !isAboutKey && (requestHeaders.origin !== undefined || /\borigin\b/i.test(said))
    ? "bad_origin"
    : "wrong_key";
}

function refused({ session, requestHeaders }: Exchange, status: number, said: string): StepKind {
  if (status >= 500) return "server_failed";
  const hasSession = session !== undefined || requestHeaders["mcp-session-id"] !== undefined;
  if (status === 404) return hasSession ? "unknown_session" : "not_found";
  if (/\bhost\b/i.test(said)) return "bad_host";
  if (/\bbatch/i.test(said)) return "batch_refused";
  return /session/i.test(said) ? "missing_session" : "request_refused";
}

function modelFailure(status: number): StepKind | undefined {
  if (status < 400) return undefined;
  if (status === 401 || status === 403) return "model_key_refused";
  if (status === 404) return "model_not_found";
  return status === 429 ? "model_rate_limited" : "model_failed";
}
