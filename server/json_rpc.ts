/** JSON-RPC errors as HTTP responses, for what is refused before the SDK sees it. */

export const PARSE_ERROR = -32700;
export const INTERNAL_ERROR = -32603;
export const INVALID_REQUEST = -32600;
export const SESSION_NOT_FOUND = -32001;
export const REFUSED = -32000;
export const UNSUPPORTED_PROTOCOL_VERSION = -32022;

export interface RpcErrorOptions {
  /** The id of the request where it could be read; leave it out where the answer carries none. */
  readonly id?: string | number | null;
  readonly data?: unknown;
  readonly headers?: Record<string, string>;
}

export function rpcError(
  status: number,
  code: number,
  message: string,
  { id, data, headers }: RpcErrorOptions = {},
): Response {
  const error = { code, message, ...(data === undefined ? {} : { data }) };
  const body = { jsonrpc: "2.0", error, ...(id === undefined ? {} : { id }) };
  return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

/**
 * The id to answer with: the message's own where it can be read. A legacy client gets `null` where
 * not, a client of 2026 gets none (JSON-RPC 2.0 §5; MCP 2026-07-28 `basic`).
 */
export function answerableId(request: Request, message?: unknown): { id?: string | number | null } {
  if (typeof message === "object" && message !== null && "id" in message && "method" in message) {
    const { id } = message;
    if (typeof id === "string" || typeof id === "number") return { id };
  }
  const revision = request.headers.get("mcp-protocol-version");
  return revision !== null && revision >= "2026" ? {} : { id: null };
}

/** The method that a body names, whatever else it is. */
export function methodOf(body: unknown): string | undefined {
  const isNamed = typeof body === "object" && body !== null && "method" in body;
  return isNamed && typeof body.method === "string" ? body.method : undefined;
}
