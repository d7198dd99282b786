/** The failures of a model endpoint, as a person is told of them. */
import OpenAI from "openai";
import { UserError } from "../../cli/errors.ts";
import { errorText, networkReason } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/terminal.ts";

interface Endpoint {
  readonly apiUrl: string;
  readonly apiKey: string | undefined;
  readonly model: string;
}

/** An answer that says that the endpoint failed, whatever its HTTP status. */
export class EndpointError extends Error {}

export function endpointText(error: unknown): string {
  const { message } = (typeof error === "object" && error !== null ? error : {}) as { message?: unknown };
  return String(message ?? JSON.stringify(error));
}

/** `error`, its cause, the cause of that. */
function causesOf(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [error];
}

export function modelError(
  error: unknown,
  { apiUrl: url, model, apiKey }: Endpoint,
  signal: AbortSignal,
): unknown {
  const forPerson = causesOf(error).find((each) => each instanceof UserError);
  if (forPerson) return forPerson;
  if (signal.aborted) return signal.reason;
  const options = { cause: error };
  const redacted = (text: string) => oneLine(apiKey ? text.replaceAll(apiKey, "***") : text);
  if (error instanceof EndpointError) {
    return new UserError("model_failing", { url, detail: redacted(error.message) }, options);
  }
  if (error instanceof OpenAI.APIConnectionError) {
    return new UserError("model_unreachable", { url, detail: redacted(networkReason(error)) }, options);
  }
  if (!(error instanceof OpenAI.APIError)) {
    return new UserError("model_failing", { url, detail: redacted(errorText(error)) }, options);
  }
  const said = redacted(error.message);
  switch (error.status) {
    case 401:
    case 403:
      return new UserError("model_key_refused", { url, detail: said }, options);
    case 404:
      return new UserError("model_not_found", { url, model, detail: said }, options);
    case 429:
      return new UserError("model_rate_limited", { url, detail: said }, options);
    default:
      return new UserError("model_failing", { url, detail: said }, options);
  }
}
