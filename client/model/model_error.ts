/** The failures of a model endpoint, as a person is told of them. */
import OpenAI from "openai";
import { UserError } from "../../cli/errors.ts";
import { errorText, networkReason } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/terminal.ts";
import { createRedactor } from "../../trace/redact.ts";
import { isConfiguration } from "./retry.ts";

interface Endpoint {
  readonly apiUrl: string;
  readonly apiKey: string | undefined;
  /** None where no model was asked for. */
  readonly model?: string;
}

/** An answer that says that the endpoint failed, whatever its HTTP status. */
export class EndpointError extends Error {}

/** Ollama's words, and others'. */
const NO_TOOLS =
  /does(n't| not) support (tools|tool (use|call)|function call)|no endpoints found that support tool/i;

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
  const about = { url, model, detail: said };
  if (isConfiguration(said)) return new UserError("model_tools_off", about, options);
  if (NO_TOOLS.test(said)) return new UserError("model_without_tools", about, options);
  switch (error.status) {
    case 401:
    case 403:
      return new UserError("model_key_refused", { url, detail: said }, options);
    case 404:
      return new UserError("model_not_found", about, options);
    case 429:
      return new UserError("model_rate_limited", { url, detail: said }, options);
    default:
      return new UserError("model_failing", { url, detail: said }, options);
  }
}
