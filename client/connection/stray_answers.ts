/**
 * Answers with an id that no request of ours has. The SDK discards them, and the request that was meant waits.
 *
 * @module
 */
import {
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from "@modelcontextprotocol/client";
import { oneLine } from "../../cli/printable.ts";
import { NO_ID } from "../repair/repair_message.ts";
import { lostAnswer } from "./request_outcome.ts";

/** Milliseconds for the right answer to follow: a server may send others before it. */
const GRACE_MS = 1_000;

/**
 * Makes `transport` answer a request with an error if the server has answered it with another id: when it is the
 * only one that still waits, and the right answer has not followed within a second.
 */
export function answerStrays(transport: Transport): void {
  const pending = new Set<RequestId>();
  /** The SDK counts its ids up, so that this one bounds those of all requests so far. */
  let lastId = -1;
  let stray: JSONRPCMessage | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle(): void {
    const [id] = pending;
    if (pending.size === 1 && id !== undefined && stray) transport.onmessage?.(answerFor(id, stray));
  }

  const start = transport.start.bind(transport);
  transport.start = () => {
    const deliver = transport.onmessage;
    transport.onmessage = (message, extra) => {
      if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) {
        // The SDK compares ids as numbers.
        const id = [...pending].find((each) => String(each) === String(message.id));
        if (id !== undefined) pending.delete(id);
        else if (!isOurs(message.id)) {
          stray = message;
          timer ??= setTimeout(() => {
            timer = undefined;
            settle();
          }, GRACE_MS);
        }
        if (pending.size === 0) stop();
      }
      deliver?.(message, extra);
    };
    return start();
  };
  const isOurs = (id: RequestId | undefined) => /^\d+$/.test(String(id)) && Number(id) <= lastId;
  const stop = () => {
    clearTimeout(timer);
    [timer, stray] = [undefined, undefined];
  };
  const close = transport.close.bind(transport);
  transport.close = () => {
    pending.clear();
    stop();
    return close();
  };
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    const isWaiting = !Array.isArray(message) && isJSONRPCRequest(message) &&
      message.method !== "subscriptions/listen";
    if (!isWaiting) return await send(message, options);
    pending.add(message.id);
    lastId = Math.max(lastId, Number(message.id));
    try {
      await send(message, options);
    } catch (error) {
      pending.delete(message.id);
      if (pending.size === 0) stop();
      throw error;
    }
  };
}

function answerFor(id: RequestId, stray: JSONRPCMessage): JSONRPCMessage {
  // An error without an id is the answer to a request that the server could not read.
  if (isJSONRPCErrorResponse(stray) && String(stray.id) === NO_ID) return { ...stray, id };
  const named = "id" in stray ? oneLine(JSON.stringify(stray.id), 80) : "";
  const words = isJSONRPCErrorResponse(stray) ? `: ${oneLine(stray.error.message, 300)}` : "";
  return lostAnswer(id, `the server answered with the id ${named} in place of ${JSON.stringify(id)}${words}`);
}
