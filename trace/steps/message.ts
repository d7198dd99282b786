/**
 * The fields of a body that a trace reads. Every field may be missing or have the wrong type.
 *
 * @module
 */
import { asObject } from "../../lib/json.ts";

/** A JSON-RPC message, unvalidated. */
export interface RpcMessage {
  /** Links an answer to its request. */
  readonly id?: unknown;
  /** In a request or a notification. */
  readonly method?: unknown;
  /** In a request or a notification. */
  readonly params?: unknown;
  /** In an answer. */
  readonly result?: unknown;
  /** In an error answer. */
  readonly error?: unknown;
}

/** The value of a JSON text; `undefined` if it is invalid. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The JSON-RPC message in a text; an empty one if there is none. */
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
