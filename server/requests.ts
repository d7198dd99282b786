/**
 * The requests of one connection, between its transport and the SDK's server.
 *
 * @module
 */
import { isJSONRPCNotification, isJSONRPCRequest, type Transport } from "@modelcontextprotocol/server";
import { INVALID_PARAMS, REFUSED } from "./json_rpc.ts";
import { paramsProblem } from "./params_problem.ts";

type Id = string | number;

/** The requests of a connection that have not been answered. */
export interface Requests {
  /**
   * Takes the ids of a body, until its requests are answered.
   *
   * @returns `false`, and nothing is taken, if one of them is taken already or comes twice
   */
  take(body: unknown): boolean;
  /** Whether a request with this id has not been answered. */
  isTaken(id: Id): boolean;
  /** Gives back the ids of a body whose requests will not be answered. */
  giveBack(body: unknown): void;
  /** Answers every request that is still open with an error. Never rejects. */
  answerAll(message: string): Promise<void>;
}

/**
 * Watches a transport to which the SDK's server is connected already. A request whose parameters are malformed
 * is answered here.
 */
export function watchRequests(transport: Transport): Requests {
  /** Each taken id, with its body: a batch is answered as a whole, and then all its ids are free. */
  const taken = new Map<Id, { readonly ids: readonly Id[]; readonly unanswered: Set<Id> }>();
  const open = new Set<Id>();
  const deliver = transport.onmessage;
  transport.onmessage = (message, extra) => {
    // The SDK sends no answer for a cancelled request.
    const cancelled = cancelledId(message);
    if (cancelled !== undefined) close(cancelled);
    if (!isJSONRPCRequest(message)) return deliver?.(message, extra);
    open.add(message.id);
    const problem = paramsProblem(message, extra?.classification?.era === "modern");
    if (problem === undefined) return deliver?.(message, extra);
    const error = { code: INVALID_PARAMS, message: problem };
    transport.send({ jsonrpc: "2.0", id: message.id, error }).catch(() => {});
  };
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    try {
      await send(message, options);
    } finally {
      if (!("method" in message) && message.id !== undefined) close(message.id);
    }
  };
  const close = (id: Id) => {
    open.delete(id);
    const body = taken.get(id);
    body?.unanswered.delete(id);
    if (body?.unanswered.size === 0) body.ids.forEach((each) => taken.delete(each));
  };
  return {
    take(body) {
      const ids = idsOf(body);
      const unanswered = new Set(ids);
      if (unanswered.size < ids.length || ids.some((id) => taken.has(id))) return false;
      for (const id of ids) taken.set(id, { ids, unanswered });
      return true;
    },
    isTaken: (id) => taken.has(id),
    giveBack: (body) => idsOf(body).forEach(close),
    async answerAll(message) {
      const error = { code: REFUSED, message };
      const answers = [...open].map((id) => transport.send({ jsonrpc: "2.0", id, error }));
      await Promise.allSettled(answers);
    },
  };
}

/** The ids of the requests in a body. */
function idsOf(body: unknown): Id[] {
  const messages = Array.isArray(body) ? body : [body];
  return messages.flatMap((message) => isJSONRPCRequest(message) ? [message.id] : []);
}

/** Why a body is refused whose ids {@linkcode Requests.take} does not take. */
export const ID_IN_FLIGHT =
  "A request with this id is in flight in this session: each needs an id of its own.";

/** What a call is answered with whose session or server ends before it. */
export const ENDED = "The server ended the call: its session is closing.";

/** The id of the request that a message cancels, if it cancels one. */
export function cancelledId(message: unknown): Id | undefined {
  if (!isJSONRPCNotification(message) || message.method !== "notifications/cancelled") return undefined;
  const id = message.params?.requestId;
  return typeof id === "string" || typeof id === "number" ? id : undefined;
}
