/** A `tools/call` of each era over plain HTTP, and the sessions and streams in which it happens. */
import { bodyOf, CLIENT_INFO, isAnswerTo, post, TOOL } from "../answer.ts";
import { openStreamCaller } from "../stream_2024.ts";
import type { Era } from "./peer.ts";

/** The revision of each era. */
export const REVISION: Readonly<Record<Era, string>> = {
  "2024": "2024-11-05",
  "2025": "2025-11-25",
  "2026": "2026-07-28",
};

/** The arguments of every measured call. */
export const ARGUMENTS = { timezone: "Asia/Tokyo" };

const META = {
  "io.modelcontextprotocol/protocolVersion": REVISION["2026"],
  "io.modelcontextprotocol/clientInfo": CLIENT_INFO,
  "io.modelcontextprotocol/clientCapabilities": {},
};

/** The message of a call. */
export function callMessage(era: Era, id: number, args: object = ARGUMENTS): Record<string, unknown> {
  const params = { name: TOOL, arguments: args, ...(era === "2026" ? { _meta: META } : {}) };
  return { jsonrpc: "2.0", id, method: "tools/call", params };
}

/** The headers of a request of an era, besides those of every POST. */
export function headersOf(era: Era, method: string, session?: string): Record<string, string> {
  return {
    ...(era === "2024" ? {} : { "MCP-Protocol-Version": REVISION[era] }),
    ...(era === "2026" ? { "Mcp-Method": method } : {}),
    ...(era === "2026" && method === "tools/call" ? { "Mcp-Name": TOOL } : {}),
    ...(session === undefined ? {} : { "Mcp-Session-Id": session }),
  };
}

/** Opens a session of 2025, and returns its id. */
export async function openSession(url: string, signal: AbortSignal): Promise<string> {
  const params = { protocolVersion: REVISION["2025"], capabilities: {}, clientInfo: CLIENT_INFO };
  const opened = await post(`${url}/mcp`, { id: 0, method: "initialize", params }, {}, signal);
  await bodyOf(opened, 200);
  const session = opened.headers.get("mcp-session-id");
  if (session === null) throw new Error("It opened no session.");
  const headers = headersOf("2025", "", session);
  await bodyOf(await post(`${url}/mcp`, { method: "notifications/initialized" }, headers, signal), 202);
  return session;
}

/** Opens a stream that stays open, of the kind that the era has. The first bytes have arrived. */
export async function openIdleStream(url: string, era: Era, signal: AbortSignal): Promise<AsyncDisposable> {
  const response = await requestStream(url, era, signal);
  if (response.status !== 200) await bodyOf(response, 200);
  const reader = response.body!.getReader();
  // Not every server sends something on the stream of a session before it has something to say.
  if (era !== "2025") await reader.read();
  return { [Symbol.asyncDispose]: () => reader.cancel() };
}

async function requestStream(url: string, era: Era, signal: AbortSignal): Promise<Response> {
  const accept = { "Accept": "text/event-stream" };
  if (era === "2024") return await fetch(`${url}/sse`, { headers: accept, signal });
  if (era === "2025") {
    const headers = { ...accept, ...headersOf(era, "", await openSession(url, signal)) };
    return await fetch(`${url}/mcp`, { headers, signal });
  }
  const method = "subscriptions/listen";
  const params = { notifications: { toolsListChanged: true }, _meta: META };
  return await post(`${url}/mcp`, { id: 1, method, params }, headersOf(era, method), signal);
}

/**
 * Calls the tool once, from the opening of a session or a stream to its end. Throws unless the answer is right.
 */
export async function callOnce(url: string, era: Era, signal: AbortSignal): Promise<void> {
  if (era === "2024") {
    await using caller = await openStreamCaller(url, signal);
    return await caller.call(1);
  }
  const session = era === "2025" ? await openSession(url, signal) : undefined;
  const headers = headersOf(era, "tools/call", session);
  const body = await bodyOf(await post(`${url}/mcp`, callMessage(era, 1), headers, signal), 200);
  const answer = body.startsWith("{") ? body : body.match(/^data: ?(\{.*)$/m)?.[1];
  if (answer === undefined || !isAnswerTo(1, answer)) throw new Error(`It answered: ${body.slice(0, 500)}`);
  if (session === undefined) return;
  const ended = await fetch(`${url}/mcp`, { method: "DELETE", headers, signal });
  await ended.body?.cancel();
}
