/**
 * Faults of sessions: they get lost.
 *
 * @module
 */
import { rpcError, SESSION_NOT_FOUND } from "../json_rpc.ts";
import { answering, type Lab } from "./lab.ts";

/** How many requests of a session are answered before it is lost. */
const ANSWERED = 3;

/** As if the server had been restarted: its first session is lost after a few requests, and later ones are not. */
export const dropSession: Lab = (next, another) => {
  let first: string | undefined;
  let count = 0;
  return answering((request) => {
    const id = request.headers.get("mcp-session-id");
    if (id === null) return undefined;
    first ??= id;
    if (id !== first || ++count <= ANSWERED) return undefined;
    return rpcError(404, SESSION_NOT_FOUND, "Session not found", { id: null });
  })(next, another);
};

/** Two servers in turns, each with its own sessions, as behind a balancer without affinity. */
export const twoReplicas: Lab = (next, another) => {
  const second = another();
  let count = 0;
  return (request, peer) => count++ % 2 === 0 ? next(request, peer) : second.fetch(request, peer);
};
