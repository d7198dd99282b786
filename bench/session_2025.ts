/** A session of MCP 2025-11-25 over plain `fetch` (`basic/transports`, Streamable HTTP). */
import { bodyOf, CLIENT_INFO, isAnswerTo, post, TOOL } from "./answer.ts";
import type { Caller } from "./caller.ts";

const REVISION = "2025-11-25";
const INITIALIZE = { protocolVersion: REVISION, capabilities: {}, clientInfo: CLIENT_INFO };

/** A session of Streamable HTTP that calls; disposing it ends the session by DELETE. */
export interface Session extends Caller {
  /** Throws unless the server says that there is no such session any more. */
  requireEnded(): Promise<void>;
}

/** Performs the handshake of 2025-11-25. Rejects if the server refuses it. */
export async function openSession(server: string, signal: AbortSignal): Promise<Session> {
  const url = `${server}/mcp`;
  const opened = await post(url, { id: 0, method: "initialize", params: INITIALIZE }, {}, signal);
  await bodyOf(opened, 200);
  const id = opened.headers.get("mcp-session-id");
  if (id === null) throw new Error(`${url} opened no session.`);
  const headers = { "Mcp-Session-Id": id, "MCP-Protocol-Version": REVISION };
  await bodyOf(await post(url, { method: "notifications/initialized" }, headers, signal), 202);
  return {
    async call(id) {
      const call = { id, method: "tools/call", params: { name: TOOL, arguments: {} } };
      const events = await bodyOf(await post(url, call, headers, signal), 200);
      // The preceding event, which primes the stream for resumption, has no data.
      const text = events.match(/^data: (\{.*)$/m)?.[1];
      if (text === undefined || !isAnswerTo(id, text)) {
        throw new Error(`${url} did not answer call ${id}: ${events}`);
      }
    },
    async requireEnded() {
      await bodyOf(await post(url, { id: 0, method: "ping" }, headers, signal), 404);
    },
    async [Symbol.asyncDispose]() {
      await bodyOf(await fetch(url, { method: "DELETE", headers, signal }), 200);
    },
  };
}
