/** The failures of a model endpoint, as a person is told of them. */
import OpenAI from "openai";
import { type ErrorCode, type Reason, UserError } from "../../../cli/errors.ts";
import { errorText, networkFailure } from "../../../cli/error_text.ts";
import { oneLine } from "../../../cli/printable.ts";
import { createRedactor } from "../../../trace/record/redact.ts";
import { isConfiguration } from "./retry.ts";

interface Endpoint {
  readonly apiUrl: string;
  readonly apiKey: string | undefined;
  /** None where no model was asked for. */
  readonly model?: string;
}

/** An answer that says that the endpoint failed, although its HTTP status does not. */
export class EndpointError extends Error {
  /** @param status what it would have been, where the answer tells */
  constructor(message: string, readonly status?: number, readonly reason?: Reason) {
    super(message);
  }

  static because(reason: Reason): EndpointError {
    return new EndpointError(reason, undefined, reason);
  }
}

/** In the words of Ollama, OpenRouter, LiteLLM and others. */
const NO_TOOLS =
  /\b(does(n't| not) support|unsupported|unrecognized)\b[^.]*\b(tools?|functions?)\b|\b(tools?|tool (use|calling)|function calling)\b[^.]* (is|are) not (supported|available)|no endpoints found that support tool/i;

/** `error`, its cause, the cause of that. */
function causesOf(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [error];
}

export function modelError(
  error: unknown,
  { apiUrl: url, model = "", apiKey }: Endpoint,
  signal: AbortSignal,
): unknown {
  const forPerson = causesOf(error).find((each) => each instanceof UserError);
  if (forPerson) return forPerson;
  if (signal.aborted) return signal.reason;
  const options = { cause: error };
  const redactor = createRedactor([apiKey]);
  const redacted = (text: string) => oneLine(redactor.text(text)).replace(/\.$/, "");
  if (error instanceof OpenAI.APIConnectionError) {
    const { detail, ...why } = networkFailure(error.cause ?? error);
    const said = detail === undefined ? why : { detail: redacted(detail) };
    return new UserError("model_unreachable", { url, ...said }, options);
  }
  if (error instanceof EndpointError && error.reason) {
    return new UserError("model_failing", { url, model, reason: error.reason }, options);
  }
  const isAnswer = error instanceof EndpointError || error instanceof OpenAI.APIError;
  const detail = redacted(isAnswer ? error.message : errorText(error));
  const code = isAnswer ? codeOf(statusOf(error), detail) : "model_failing";
  return new UserError(code, { url, model, detail }, options);
}

/** The HTTP status, or the code that stands in its place in an error within a 200. */
function statusOf(error: Error): number | undefined {
  const { status, code } = error as { status?: number; code?: unknown };
  return status ?? (typeof code === "number" ? code : undefined);
}

function codeOf(status: number | undefined, said: string): ErrorCode {
  if (isConfiguration(said)) return "model_tools_off";
  if (NO_TOOLS.test(said)) return "model_without_tools";
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
