/** An OpenAI-compatible endpoint, as the client library asks it. */
import OpenAI from "openai";
import type { Fetch } from "../../../lib/fetch.ts";
import { readText } from "../../limits/read_text.ts";
import { readErrorBody } from "./error_body.ts";

export interface Endpoint {
  /** For instance `https://api.ai.cloud-temple.com/v1`. */
  readonly apiUrl: string;
  /** None: no `Authorization` header is sent, as local endpoints like it. */
  readonly apiKey: string | undefined;
  readonly fetch: Fetch;
}

export function createClient({ apiUrl, apiKey, fetch }: Endpoint): OpenAI {
  return new OpenAI({
    apiKey: apiKey ?? "none",
    ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    baseURL: apiUrl,
    organization: null,
    project: null,
    fetch: withReadableErrors(fetch),
    // We ask again ourselves, by a clock that tests hold.
    maxRetries: 0,
    // `--timeout` is the bound: some endpoints are silent for long before the first token.
    timeout: 2 ** 31 - 1,
    logLevel: "off",
  });
}

/** Characters of an error that are read. */
const MAX_ERROR = 64 * 1024;

/** Brings the errors of all endpoints into the form that the library reads; other forms it would lose. */
function withReadableErrors(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok) return response;
    const { status, statusText } = response;
    const { message, ...rest } = readErrorBody((await readText(response, MAX_ERROR)).slice(0, MAX_ERROR));
    const headers = new Headers(response.headers);
    headers.set("Content-Type", "application/json");
    headers.delete("Content-Length");
    headers.delete("Content-Encoding");
    const error = { ...rest, message: message || statusText };
    return new Response(JSON.stringify({ error }), { status, headers });
  };
}
