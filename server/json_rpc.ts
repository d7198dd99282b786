/**
 * JSON-RPC errors as HTTP responses, for requests refused before they reach the SDK.
 *
 * @module
 */

import type { Head } from "../lib/head.ts";

/** The body is not JSON (JSON-RPC 2.0 §5.1). */
export const PARSE_ERROR: number = -32700;
/** A bug of the server (JSON-RPC 2.0 §5.1). */
export const INTERNAL_ERROR: number = -32603;
/** The parameters are not those of the method (JSON-RPC 2.0 §5.1). */
export const INVALID_PARAMS: number = -32602;
/** The body is not a valid request (JSON-RPC 2.0 §5.1). */
export const INVALID_REQUEST: number = -32600;
/** Unknown session: the code that the SDKs use. */
export const SESSION_NOT_FOUND: number = -32001;
/** Refused for a reason without a specific code: the code that the SDKs use. */
export const REFUSED: number = -32000;
/** The server does not support the revision (MCP 2026-07-28 `basic`). */
export const UNSUPPORTED_PROTOCOL_VERSION: number = -32022;

/** The optional parts of an error. */
export interface RpcErrorOptions {
  /** The id of the request if it could be read; omit it if the answer has no id. */
  readonly id?: string | number | null;
  /** `error.data` */
  readonly data?: unknown;
  /** HTTP headers, besides `Content-Type` and `Cache-Control`. */
  readonly headers?: Record<string, string>;
}

/**
 * Creates the response of a refusal.
 *
 * @param status of HTTP
 * @param code of JSON-RPC
 * @param message a sentence that names the problem
 */
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
 * The id to answer with: the message's own if it can be read. If not, a legacy client gets `null` and a
 * client of 2026 gets none (JSON-RPC 2.0 §5; MCP 2026-07-28 `basic`).
 *
 * @param message the parsed body, if it is parsed
 */
export function answerableId(request: Head, message?: unknown): { id?: string | number | null } {
  if (typeof message === "object" && message !== null && "id" in message && "method" in message) {
    const { id } = message;
    if (typeof id === "string" || typeof id === "number") return { id };
  }
  const revision = request.headers.get("mcp-protocol-version");
  return revision !== null && revision >= "2026" ? {} : { id: null };
}

/** Whether a value can be the id of a request (MCP `basic`, Requests): a string or an integer. */
export function isId(value: unknown): value is string | number {
  return typeof value === "string" || Number.isInteger(value);
}

/** The method of a parsed body, even if the rest is invalid. */
export function methodOf(body: unknown): string | undefined {
  const isNamed = typeof body === "object" && body !== null && "method" in body;
  return isNamed && typeof body.method === "string" ? body.method : undefined;
}
