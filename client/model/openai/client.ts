/**
 * OpenAI's client library, set up for any compatible endpoint.
 *
 * @module
 */
import OpenAI from "openai";
import type { Fetch } from "../../../lib/fetch.ts";
import { readText } from "../../limits/read_text.ts";
import { redirected } from "../redirected.ts";
import { EndpointError } from "./failure_kind.ts";
import { readErrorBody } from "./error_body.ts";

/** An OpenAI-compatible endpoint. */
export interface Endpoint {
  /** The base URL, for instance `https://api.ai.cloud-temple.com/v1`. */
  readonly apiUrl: string;
  /** The key; if it is `undefined`, no `Authorization` header is sent, as local endpoints expect. */
  readonly apiKey: string | undefined;
  /** Makes the requests. */
  readonly fetch: Fetch;
}

/** A client that does not retry, has no timeout and writes no log. */
export function createClient({ apiUrl, apiKey, fetch }: Endpoint): OpenAI {
  return new OpenAI({
    apiKey: apiKey ?? "none",
    ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    baseURL: apiUrl,
    organization: null,
    project: null,
    fetch: withReadableErrors(fetch),
    // `withRetries` retries, with a clock that tests control.
    maxRetries: 0,
    // `--timeout` is the limit: some endpoints are silent for long before the first token.
    timeout: 2 ** 31 - 1,
    logLevel: "off",
  });
}

/** How many characters of an error are read. */
const MAX_ERROR = 64 * 1024;

/** Converts the errors of all endpoints to the only form that the library reads. */
function withReadableErrors(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.status === 204) throw EndpointError.because("no_content");
    if (response.ok) return response;
    const { status, statusText } = response;
    const url = input instanceof Request ? input.url : String(input);
    const location = response.headers.get("location");
    if (status < 400 && location !== null) {
      await response.body?.cancel();
      throw redirected(url, location);
    }
    const text = (await readText(response, MAX_ERROR)).slice(0, MAX_ERROR);
    if (isMcp(response.headers, text)) throw EndpointError.because("mcp_server");
    const { message, ...rest } = readErrorBody(text);
    const headers = new Headers(response.headers);
    headers.set("Content-Type", "application/json");
    headers.delete("Content-Length");
    headers.delete("Content-Encoding");
    const error = { ...rest, message: message || statusText };
    return new Response(JSON.stringify({ error }), { status, headers });
  };
}

/** Whether an MCP server sent an error: it speaks JSON-RPC, or allows its session header to be read. */
function isMcp(headers: Headers, text: string): boolean {
  const exposed = `${headers.get("access-control-expose-headers")} ${[...headers.keys()].join(" ")}`;
  return /\bmcp-session-id\b/i.test(exposed) || /"jsonrpc":\s*"2\.0"/.test(text);
}
