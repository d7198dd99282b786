/**
 * The JSON-RPC message in an HTTP answer.
 *
 * @module
 */
import { createParser } from "eventsource-parser";
import { isEventStream } from "../lib/media_type.ts";
import type { HttpAnswer } from "./http.ts";

/** A JSON-RPC answer as a peer may send it: every member may be missing or odd. */
export interface JsonRpcAnswer {
  /** Of the request that it answers. */
  readonly id?: unknown;
  /** Of a success. */
  readonly result?: unknown;
  /** Of a failure. */
  readonly error?: unknown;
}

/** The message of a JSON body, or of the last event of an event stream; `undefined` if there is none. */
export function jsonRpcIn(
  { headers, body }: Pick<HttpAnswer, "headers" | "body">,
): JsonRpcAnswer | undefined {
  const text = isEventStream(headers) ? lastData(body) : body;
  try {
    const value = JSON.parse(text ?? "");
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    // Error pages in JSON have an "error" too.
    return "jsonrpc" in value || "result" in value ? value as JsonRpcAnswer : undefined;
  } catch {
    return undefined;
  }
}

/** The data of the last event of an event stream that is over. */
function lastData(stream: string): string | undefined {
  let last: string | undefined;
  createParser({ onEvent: ({ data }) => void (last = data) }).feed(`${stream}\n\n`);
  return last;
}
