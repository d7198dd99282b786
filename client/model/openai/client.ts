/**
 * Requests to an OpenAI-compatible endpoint (https://platform.openai.com/docs/api-reference). It neither retries
 * nor has a timeout: `withRetries` does, with a clock that tests control, and `--timeout` is the limit, since some
 * endpoints are silent for long before the first token.
 *
 * @module
 */
import type { Fetch } from "../../../lib/fetch.ts";
import { exceeded } from "../../limits/limits.ts";
import { maxBytes } from "../../limits/max_bytes.ts";
import { readText } from "../../limits/read_text.ts";
import { redirected, withoutPath } from "../redirected.ts";
import { EndpointError } from "./failure_kind.ts";
import { readErrorBody } from "./error_body.ts";
import { ApiError, ConnectionError } from "./http_error.ts";

/** An OpenAI-compatible endpoint. */
export interface Endpoint {
  /** The base URL, for instance `https://api.ai.cloud-temple.com/v1`. */
  readonly apiUrl: string;
  /** The key; if it is `undefined`, no `Authorization` header is sent, as local endpoints expect. */
  readonly apiKey: string | undefined;
  /** Makes the requests. */
  readonly fetch: Fetch;
}

/**
 * Sends a request and resolves with the answer, once its head has come. Its body fails with a `UserError` when it
 * grows too large.
 *
 * @param path below the base URL, for instance `/models`
 * @param body sent as JSON by POST; without it the request is a GET
 * @throws an {@linkcode ApiError} for an answer that reports an error, an {@linkcode EndpointError} for one that is
 * not a model endpoint's, a {@linkcode ConnectionError} if none came, or the signal's reason
 */
export async function request(
  { apiUrl, apiKey, fetch }: Endpoint,
  path: string,
  signal: AbortSignal,
  body?: unknown,
): Promise<Response> {
  const url = apiUrl.replace(/\/$/, "") + path;
  const limited = maxBytes(fetch, () => {}, (_, most) => exceeded("model_sends_too_much", apiUrl, most));
  let response: Response;
  try {
    response = await limited(url, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        Accept: "application/json",
        ...(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new ConnectionError(error);
  }
  if (response.status === 204) throw EndpointError.because("no_content");
  if (!response.ok) throw await errorOf(response, url, body === undefined ? "GET" : "POST");
  return response;
}

/** How many characters of an error are read. */
const MAX_ERROR = 64 * 1024;

const REDIRECTS = [301, 302, 303, 307, 308];

async function errorOf(response: Response, url: string, method: string): Promise<unknown> {
  const { status, statusText, headers } = response;
  const location = headers.get("location");
  if (REDIRECTS.includes(status)) {
    await response.body?.cancel();
    const target = location === null ? null : URL.parse(location, url);
    if (location === null || target === null) return EndpointError.because("redirects_nowhere");
    const isSame = withoutPath(target.href) === withoutPath(url);
    return isSame ? EndpointError.because("redirects_to_itself") : redirected(url, location);
  }
  const text = (await readText(response, MAX_ERROR)).slice(0, MAX_ERROR);
  if (isMcp(headers, text)) return EndpointError.because("mcp_server");
  const fields = readErrorBody(text);
  if (status === 404 && fields.type === "web_page") return EndpointError.because("web_page");
  if (status === 405 && method === "POST") return EndpointError.because("takes_no_post");
  return new ApiError(status, headers, { ...fields, message: fields.message || statusText });
}

/** Whether an MCP server sent an error: it speaks JSON-RPC, or allows its session header to be read. */
function isMcp(headers: Headers, text: string): boolean {
  const exposed = `${headers.get("access-control-expose-headers")} ${[...headers.keys()].join(" ")}`;
  return /\bmcp-session-id\b/i.test(exposed) || /"jsonrpc":\s*"2\.0"/.test(text);
}
