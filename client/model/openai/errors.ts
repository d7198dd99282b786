/**
 * The failures of a model endpoint as errors for the user.
 *
 * @module
 */
import { type ErrorCode, type ErrorData, type Reason, UserError } from "../../../cli/errors.ts";
import { errorText, networkFailure } from "../../../cli/error_text.ts";
import { oneLine } from "../../../cli/printable.ts";
import { createRedactor } from "../../../trace/record/redact.ts";
import { EndpointError, kindOf, reportedBy, type ReportedError } from "./failure_kind.ts";
import { ApiError, ConnectionError } from "./http_error.ts";
import { pauseOf } from "./retry_after.ts";

/** The endpoint that failed. */
export interface FailedEndpoint {
  /** Its base URL. */
  readonly apiUrl: string;
  /** The key, which is redacted. */
  readonly apiKey: string | undefined;
  /** The model, if the request named one. */
  readonly model?: string;
}

/** `error`, its cause, the cause of that. */
function causesOf(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [error];
}

/**
 * The error to throw for what a request to a model endpoint has thrown: a {@linkcode UserError}, or the reason of
 * `signal` once it is aborted.
 */
export function modelError(
  error: unknown,
  { apiUrl: url, model = "", apiKey }: FailedEndpoint,
  signal: AbortSignal,
): unknown {
  const forUser = causesOf(error).find((each) => each instanceof UserError);
  if (forUser) return forUser;
  if (signal.aborted) return signal.reason;
  const { reason } = causesOf(error).find((each) => each instanceof EndpointError) ?? {};
  if (reason) return new UserError(codeOf(reason), { url, model, reason }, { cause: error });
  const options = { cause: error };
  const redactor = createRedactor([apiKey]);
  const redacted = (text: string) => oneLine(redactor.text(text)).replace(/\.$/, "");
  if (error instanceof ConnectionError) {
    const { detail, ...why } = networkFailure(error.cause ?? error);
    const reason = detail === undefined ? why : { detail: redacted(detail) };
    return new UserError("model_unreachable", { url, ...reason }, options);
  }
  const answer = reportedBy(error);
  const detail = redacted(answer?.message ?? errorText(error));
  if (!answer) return new UserError("model_failing", { url, model, detail }, options);
  const code = kindOf(answer);
  const isKeyMissing = apiKey === undefined && (code === "model_key_refused" || code === "model_forbidden");
  const data = { url, model, detail, ...secondsOf(error), ...statusOf(answer) };
  return new UserError(isKeyMissing ? "model_key_missing" : code, data, options);
}

const ELSEWHERE: ReadonlySet<Reason> = new Set([
  "mcp_server",
  "web_page",
  "no_content",
  "takes_no_post",
  "ollama_format",
  "anthropic_format",
  "responses_format",
  "completions_format",
]);

/** What answers there is not a model endpoint, or it is one that gave nothing usable. */
function codeOf(reason: Reason): ErrorCode {
  return ELSEWHERE.has(reason) ? "model_wrong_address" : "model_failing";
}

/** The status of a refusal: the same request will be refused again. */
function statusOf({ status = 0 }: ReportedError): ErrorData {
  return status >= 400 && status < 500 ? { status: String(status) } : {};
}

/** For how many seconds the endpoint asks to wait. */
function secondsOf(error: unknown): ErrorData {
  const ms = error instanceof ApiError ? pauseOf(error, Date.now) : undefined;
  return ms === undefined ? {} : { seconds: String(Math.ceil(ms / 1000)) };
}

/** Why an attempt failed, for the note before the next one: the endpoint's status and words, or that it gave none. */
export function attemptFailure(
  error: unknown,
  apiKey: string | undefined,
): { readonly isAnswer: boolean; readonly detail: string } {
  const answer = reportedBy(error);
  const text = answer?.message ??
    networkFailure(error instanceof Error ? error.cause ?? error : error).detail ?? "";
  return {
    isAnswer: answer !== undefined,
    detail: oneLine(createRedactor([apiKey]).text(text)).replace(/\.$/, ""),
  };
}
