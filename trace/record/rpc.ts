/**
 * The JSON-RPC fields of a request.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";
import { asObject } from "../../lib/json.ts";
import { methodOf, type RpcMessage } from "../steps/message.ts";
import type { Redactor } from "./redact.ts";

/** The `rpc` of an {@linkcode Exchange}; empty if the message is not a request. */
export function rpcOf(message: RpcMessage, redactor: Pick<Redactor, "text">): Pick<Exchange, "rpc"> {
  const { id } = message;
  const method = methodOf(message);
  if (method === undefined) return {};
  const { name } = asObject(message.params);
  const isCall = method === "tools/call" && typeof name === "string";
  return {
    rpc: {
      ...(typeof id === "number" ? { id } : typeof id === "string" ? { id: redactor.text(id) } : {}),
      method: redactor.text(method),
      ...(isCall ? { tool: redactor.text(name) } : {}),
    },
  };
}
