/**
 * The requests of one connection, between its transport and the SDK's server.
 *
 * @module
 */
import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCRequest,
  type JSONRPCResponse,
  type Transport,
} from "@modelcontextprotocol/server";
import { asObject } from "../lib/json.ts";
import type { Audit, CallRecord, CallStatus } from "./audit.ts";
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
 *
 * @param audit receives the calls that are over
 */
export function watchRequests(transport: Transport, audit?: Audit): Requests {
  /** Each taken id, with its body: a batch is answered as a whole, and then all its ids are free. */
  const taken = new Map<Id, { readonly ids: readonly Id[]; readonly unanswered: Set<Id> }>();
  const open = new Set<Id>();
  const calls = audit && watchCalls(audit);
  const deliver = transport.onmessage;
  transport.onmessage = (message, extra) => {
    // The SDK sends no answer for a cancelled request.
    const cancelled = cancelledId(message);
    if (cancelled !== undefined) {
      calls?.over(cancelled, "cancelled");
      close(cancelled);
    }
    if (!isJSONRPCRequest(message)) return deliver?.(message, extra);
    open.add(message.id);
    calls?.begin(message, extra?.authInfo?.clientId ?? "");
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
      if (!("method" in message) && message.id !== undefined) {
        calls?.over(message.id, statusOf(message));
        close(message.id);
      }
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

/** Tells the audit about calls, each once. */
function watchCalls(audit: Audit) {
  const running = new Map<Id, Omit<CallRecord, "status" | "ms"> & { readonly since: number }>();
  return {
    begin({ id, method, params }: JSONRPCRequest, keyId: string) {
      if (method !== "tools/call") return;
      const { name, arguments: args } = asObject(params);
      running.set(id, { keyId, tool: String(name), args, since: performance.now() });
    },
    over(id: Id, status: CallStatus) {
      const call = running.get(id);
      if (!call) return;
      running.delete(id);
      const { since, ...record } = call;
      audit.call({ ...record, status, ms: performance.now() - since });
    },
  };
}

function statusOf(answer: JSONRPCResponse): CallStatus {
  if ("error" in answer) return "error";
  const { isError, resultType } = asObject(answer.result);
  if (resultType === "input_required") return resultType;
  return isError === true ? "tool_error" : "ok";
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
