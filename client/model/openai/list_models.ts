/**
 * The models that an endpoint offers.
 *
 * @module
 */
import { UserError } from "../../../cli/errors.ts";
import { asObject } from "../../../lib/json.ts";
import { type Endpoint, request } from "./client.ts";
import { modelError } from "./errors.ts";
import { ApiError } from "./http_error.ts";

/**
 * The names of the models that an endpoint offers, sorted (OpenAI's API, `GET /models`).
 *
 * @throws a {@linkcode UserError} when the endpoint fails or does not list its models, or the signal's reason
 */
export async function listModels(endpoint: Endpoint, signal: AbortSignal): Promise<readonly string[]> {
  const url = endpoint.apiUrl;
  let answer: unknown;
  try {
    answer = await jsonOf(await request(endpoint, "/models", signal));
  } catch (error) {
    const failure = modelError(error, endpoint, signal);
    const isMissing = error instanceof ApiError && [404, 405, 501].includes(error.status);
    if (!isMissing || !(failure instanceof UserError)) throw failure;
    throw new UserError("models_not_listed", { url, detail: failure.data.detail ?? "" });
  }
  const names = modelNames(answer);
  if (!names) throw new UserError("models_not_listed", { url, reason: "no_list" });
  return names;
}

/** The value of an answer, or `undefined` if it is not JSON. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The names in an answer to `GET /models`, sorted: in OpenAI's form `{data: [{id}]}`, a bare list (Together) or
 * `{models: [{name}]}` (Ollama). `undefined` for any other form. Pure.
 */
export function modelNames(answer: unknown): readonly string[] | undefined {
  const { data, models } = asObject(answer);
  const list = [answer, data, models].find((each) => Array.isArray(each));
  return list?.map((each) => {
    const { id, name } = asObject(each);
    return typeof each === "string" ? each : id ?? name;
  }).filter((name): name is string => typeof name === "string").sort();
}
