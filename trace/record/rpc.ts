/**
 * The JSON-RPC fields of a request.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";
import { ownCopy } from "../../lib/own_copy.ts";
import { asObject } from "../../lib/json.ts";
import { methodOf, type RpcMessage } from "../steps/message.ts";
import type { Redactor } from "./redact.ts";

/** Names are the client's choice, and so is their length; this many characters are kept. */
const MAX_NAME = 1_000;

/** The `rpc` of an {@linkcode Exchange}; empty if the message is not a request. */
export function rpcOf(message: RpcMessage, redactor: Pick<Redactor, "text">): Pick<Exchange, "rpc"> {
  const { id } = message;
  const method = methodOf(message);
  const short = (text: string) => ownCopy(redactor.text(text.slice(0, MAX_NAME)));
  if (method === undefined) return {};
  const { name } = asObject(message.params);
  const isCall = method === "tools/call" && typeof name === "string";
  return {
    rpc: {
      ...(typeof id === "number" ? { id } : typeof id === "string" ? { id: short(id) } : {}),
      method: short(method),
      ...(isCall ? { tool: short(name) } : {}),
    },
  };
}
