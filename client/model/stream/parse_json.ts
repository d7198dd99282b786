/**
 * Parses JSON that a model endpoint sent.
 *
 * @module
 */
import { isDeeperThan } from "../../../lib/json.ts";
import { DEPTH } from "../../limits/limits.ts";
import { EndpointError } from "../openai/failure_kind.ts";

/**
 * The value of a JSON text.
 *
 * @throws an {@linkcode EndpointError} if it is not JSON, or nested deeper than the code that reads it can follow
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw EndpointError.because("malformed_json");
  }
  if (isDeeperThan(value, DEPTH)) throw EndpointError.because("nested_too_deep");
  return value;
}
