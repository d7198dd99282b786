/**
 * What a body says, as far as a trace reads it. Every field may be missing or odd.
 *
 * @module
 */
import { asObject } from "../../lib/json.ts";

/** A JSON-RPC message, of which nothing is sure. */
export interface RpcMessage {
  /** Joins an answer to its request. */
  readonly id?: unknown;
  /** Of a request or a notification. */
  readonly method?: unknown;
  /** Of a request or a notification. */
  readonly params?: unknown;
  /** Of an answer. */
  readonly result?: unknown;
  /** Of an answer that is a failure. */
  readonly error?: unknown;
}

/** The value of a JSON text; `undefined` where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The JSON-RPC message of a text; an empty one where it is none. */
export function readMessage(text: string): RpcMessage {
  return asObject(readJson(text));
}

/** The JSON-RPC method of a message. */
export function methodOf(message: RpcMessage): string | undefined {
  return typeof message.method === "string" ? message.method : undefined;
}

/** The JSON-RPC error code of a message. */
export function errorCode(message: RpcMessage): number | undefined {
  const { code } = asObject(message.error);
  return typeof code === "number" ? code : undefined;
}
