/**
 * What became of a request that failed: lost sessions, lost streams, lost answers.
 *
 * The SDK's transports report most of it as errors. Two things that they do not report are made errors here.
 *
 * @module
 */
import {
  isJSONRPCRequest,
  type JSONRPCErrorResponse,
  ProtocolError,
  type RequestId,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  type SSEClientTransport,
  SseError,
  type StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { errorText } from "../../cli/error_text.ts";
import { AnswerFailure } from "../repair/answer_failure.ts";
import type { Connection } from "./connection.ts";

/** How a request was lost. */
export type LostRequest =
  /** The server has not accepted the request: it can be sent again in a new session. */
  | "not_sent"
  /** The request was sent, but its answer will not come. */
  | "outcome_unknown"
  /** The server stopped while it worked on the request, and said so. */
  | "stopped";

/** How the request that failed with `error` was lost, or `undefined` if the server answered it with an error. */
export function lostRequestOf(
  error: unknown,
  { hasSession }: Pick<Connection, "hasSession">,
): LostRequest | undefined {
  if (error instanceof ProtocolError) {
    if (error.data === STREAM_ENDED) return "outcome_unknown";
    return error.code === -32000 && STOPPING.test(error.message) ? "stopped" : undefined;
  }
  if (error instanceof AnswerFailure) {
    const { status, body, isHttpSse } = error;
    if ((hasSession || isHttpSse) && isSessionUnknown(status, body)) return "not_sent";
    return status < 300 || NO_ANSWER_STATUSES.includes(status) ? "outcome_unknown" : undefined;
  }
  if (error instanceof SdkHttpError) {
    if (hasSession && isSessionUnknown(error.status, error.data.text)) {
      return "not_sent";
    }
    return NO_ANSWER_STATUSES.includes(error.status ?? 0) ? "outcome_unknown" : undefined;
  }
  if (error instanceof SdkError) {
    return error.code === SdkErrorCode.ConnectionClosed ? "outcome_unknown" : undefined;
  }
  const text = errorText(error);
  const [, status, body] = text.match(/^Error POSTing to endpoint \(HTTP (\d+)\): (.*)$/s) ?? [];
  if (status !== undefined) {
    if (isSessionUnknown(Number(status), body)) return "not_sent";
    return NO_ANSWER_STATUSES.includes(Number(status)) ? "outcome_unknown" : undefined;
  }
  if (!(error instanceof TypeError)) return undefined;
  return /client error \(Connect\)/.test(text) ? "not_sent" : "outcome_unknown";
}

/** How servers say that they stop; JSON-RPC leaves the code −32000 to them. */
const STOPPING =
  /shutting down|shut down|stopping|terminating|restarting|(connection|session|server|transport)( is| was)? clos(ed|ing)|ended before/i;

/** Statuses that are not the MCP server's: the SDK's handler sends 499 when it is closed, proxies send the others. */
export const NO_ANSWER_STATUSES: readonly number[] = [499, 502, 503, 504];

/** 404 by the specification (2025-11-25, `basic/transports`, Session Management); older servers send 400. */
function isSessionUnknown(status: number | undefined, body: unknown): boolean {
  return status === 404 || status === 400 && /session|not initialized/i.test(String(body ?? ""));
}

/** Recognized by identity, so that no server can send it. */
const STREAM_ENDED = Object.freeze({});

/** An error of ours in place of the answer to the request `id`, which will not come. */
export function lostAnswer(id: RequestId, message: string): JSONRPCErrorResponse {
  return { jsonrpc: "2.0", id, error: { code: -32000, message, data: STREAM_ENDED } };
}

/**
 * Makes `transport` answer a request with an error when its stream finally ends without an answer.
 * Otherwise the request would wait forever.
 */
export function answerLostStreams(transport: StreamableHTTPClientTransport): void {
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    const onRequestStreamEnd = () => {
      options?.onRequestStreamEnd?.();
      if (Array.isArray(message) || !isJSONRPCRequest(message)) return;
      // If the answer has come, the SDK ignores this one.
      transport.onmessage?.(lostAnswer(message.id, "the event stream ended without an answer"));
    };
    return send(message, { ...options, onRequestStreamEnd });
  };
}

/**
 * Makes `transport` deliver an answer after the notifications before it. The SDK handles a notification in a later
 * turn of the event loop than an answer, so that the last progress of a call would come too late to be shown.
 */
export function answerAfterProgress(transport: SSEClientTransport): void {
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    if ("method" in message) deliver?.(message);
    else setTimeout(() => deliver?.(message), 0);
  };
}

/**
 * Closes `transport` when its stream is lost. The EventSource would open a new one by itself, in a new session
 * without a handshake, which is of no use.
 */
export function closeLostStream(transport: SSEClientTransport): void {
  const report = transport.onerror;
  transport.onerror = (error) => {
    report?.(error);
    // Deferred: the EventSource sets its timer after it has reported the error.
    if (error instanceof SseError) queueMicrotask(() => transport.close());
  };
}
