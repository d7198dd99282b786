/**
 * The failures of a model endpoint as errors for the user.
 *
 * @module
 */
import OpenAI from "openai";
import { type ErrorCode, type Reason, UserError } from "../../../cli/errors.ts";
import { errorText, networkFailure } from "../../../cli/error_text.ts";
import { oneLine } from "../../../cli/printable.ts";
import { createRedactor } from "../../../trace/record/redact.ts";
import { isConfiguration } from "./retry.ts";

/** The endpoint that failed. */
export interface FailedEndpoint {
  /** Its base URL. */
  readonly apiUrl: string;
  /** The key, which is redacted. */
  readonly apiKey: string | undefined;
  /** The model, if the request named one. */
  readonly model?: string;
}

/** An answer that reports an error although its HTTP status does not. */
export class EndpointError extends Error {
  /**
   * An error with the message of the endpoint.
   *
   * @param status the status that the answer should have had, if the answer says so
   * @param reason the reason, if the message is not the endpoint's own
   */
  constructor(message: string, readonly status?: number, readonly reason?: Reason) {
    super(message);
  }

  /** An answer that is wrong for a reason that we name. */
  static because(reason: Reason): EndpointError {
    return new EndpointError(reason, undefined, reason);
  }
}

/** As Ollama, OpenRouter, LiteLLM and others say it. */
const NO_TOOLS =
  /\b(does(n't| not) support|unsupported|unrecognized)\b[^.]*\b(tools?|functions?)\b|\b(tools?|tool (use|calling)|function calling)\b[^.]* (is|are) not (supported|available)|no endpoints found that support tool/i;

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
  const options = { cause: error };
  const redactor = createRedactor([apiKey]);
  const redacted = (text: string) => oneLine(redactor.text(text)).replace(/\.$/, "");
  if (error instanceof OpenAI.APIConnectionError) {
    const { detail, ...why } = networkFailure(error.cause ?? error);
    const reason = detail === undefined ? why : { detail: redacted(detail) };
    return new UserError("model_unreachable", { url, ...reason }, options);
  }
  if (error instanceof EndpointError && error.reason) {
    return new UserError("model_failing", { url, model, reason: error.reason }, options);
  }
  const isAnswer = error instanceof EndpointError || error instanceof OpenAI.APIError;
  const detail = redacted(isAnswer ? error.message : errorText(error));
  const code = isAnswer ? codeOf(statusOf(error), detail) : "model_failing";
  return new UserError(code, { url, model, detail }, options);
}

/** The HTTP status, or the code of an error within a 200. */
function statusOf(error: Error): number | undefined {
  const { status, code } = error as { status?: number; code?: unknown };
  return status ?? (typeof code === "number" ? code : undefined);
}

function codeOf(status: number | undefined, message: string): ErrorCode {
  if (isConfiguration(message)) return "model_tools_off";
  if (NO_TOOLS.test(message)) return "model_without_tools";
  switch (status) {
    case 401:
    case 403:
      return "model_key_refused";
    case 404:
      return "model_not_found";
    case 429:
      return "model_rate_limited";
    default:
      return "model_failing";
  }
}
