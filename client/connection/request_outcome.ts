/**
 * Lost sessions, lost streams, lost answers: what became of a request that failed.
 *
 * The transports tell most of it by an error. Two things they keep to themselves are made errors here.
 */
import {
  isJSONRPCRequest,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  type SSEClientTransport,
  SseError,
  type StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { errorText } from "../../cli/error_text.ts";
import type { Connection } from "./connection.ts";

export type LostRequest =
  /** The server has not taken the request: it can go out again, once there is a new session. */
  | "not_sent"
  /** The request was sent, and no answer to it will come. */
  | "outcome_unknown";

/** How the request that failed with `error` was lost; `undefined` where it was answered, by an error. */
export function lostRequestOf(
  error: unknown,
  { hasSession }: Pick<Connection, "hasSession">,
): LostRequest | undefined {
  if (error instanceof ProtocolError) return error.data === STREAM_ENDED ? "outcome_unknown" : undefined;
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

/** No server's answer to a request: the SDK's handler says 499 when it is closed, proxies the others. */
export const NO_ANSWER_STATUSES: readonly number[] = [499, 502, 503, 504];

/** 404 by the specification (2025-11-25, `basic/transports`, Session Management); older servers say 400. */
function isSessionUnknown(status: number | undefined, body: unknown): boolean {
  return status === 404 || status === 400 && /session|not initialized/i.test(String(body ?? ""));
}

/** Told by identity: no server can send it. */
const STREAM_ENDED = Object.freeze({});

/** A request whose stream ends for good without an answer is answered by an error, or it would wait for ever. */
export function answerLostStreams(transport: StreamableHTTPClientTransport): void {
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    const onRequestStreamEnd = () => {
      options?.onRequestStreamEnd?.();
      if (Array.isArray(message) || !isJSONRPCRequest(message)) return;
      const error = { code: -32000, message: "the event stream ended without an answer", data: STREAM_ENDED };
      // Where the answer had come, nobody waits for this one.
      transport.onmessage?.({ jsonrpc: "2.0", id: message.id, error });
    };
    return send(message, { ...options, onRequestStreamEnd });
  };
}

/**
 * The SDK hands a notification on in a later turn than an answer, so that the last progress of a call,
 * which comes on the same stream as its answer, would come too late to be told. The answer waits for it.
 */
export function answerAfterProgress(transport: SSEClientTransport): void {
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    if ("method" in message) deliver?.(message);
    else setTimeout(() => deliver?.(message), 0);
  };
}

/** The EventSource would open a stream to a new session by itself, one without `initialize`: of no use. */
export function closeLostStream(transport: SSEClientTransport): void {
  const report = transport.onerror;
  transport.onerror = (error) => {
    report?.(error);
    // Not yet: the EventSource sets its timer after it has told of the error.
    if (error instanceof SseError) queueMicrotask(() => transport.close());
  };
}
