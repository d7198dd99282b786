/** Handwritten requests, as a learner with `curl` would write them. */
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { type TestServer, withTestKey } from "./start_server.ts";

export const JSON_HEADERS = {
  "Content-Type": "application/json",
  "Accept": "application/json, text/event-stream",
};

export function rpc(method: string, params?: unknown, id: number | undefined = 1): string {
  return JSON.stringify({
    jsonrpc: "2.0",
    ...(id === undefined ? {} : { id }),
    method,
    ...(params ? { params } : {}),
  });
}

export function initialize(protocolVersion = "2025-06-18"): string {
  return rpc("initialize", { protocolVersion, capabilities: {}, clientInfo: { name: "curl", version: "8" } });
}

/** A notification has no id. */
export const INITIALIZED = JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" });

/** A request of 2026: revision, client and capabilities with each. */
export function modern(method: string, params: Record<string, unknown> = {}, revision = "2026-07-28") {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": revision,
    "io.modelcontextprotocol/clientInfo": { name: "curl", version: "8" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const name = params.name ?? params.uri;
  return {
    method: "POST",
    headers: {
      ...withTestKey(JSON_HEADERS),
      "MCP-Protocol-Version": revision,
      "Mcp-Method": method,
      ...(typeof name === "string" ? { "Mcp-Name": name } : {}),
    } as Record<string, string>,
    body: rpc(method, { ...params, _meta }),
  };
}

export function post(server: TestServer, path: string, body: string, headers: Record<string, string> = {}) {
  return fetch(server.at(path), {
    method: "POST",
    headers: { ...withTestKey(JSON_HEADERS), ...headers },
    body,
  });
}

/** The events of a response, one at a time. */
export interface Events extends AsyncDisposable {
  next(): Promise<EventSourceMessage>;
  /** Whether the stream ends without another event. */
  ended(): Promise<boolean>;
}

export function eventsOf(response: Response): Events {
  const queue: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => queue.push(event) });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const more = async () => {
    while (queue.length === 0) {
      const { done, value } = await reader.read();
      if (done) return false;
      parser.feed(value);
    }
    return true;
  };
  return {
    async next() {
      if (!await more()) throw new Error("The stream ended.");
      return queue.shift()!;
    },
    ended: async () => !await more(),
    [Symbol.asyncDispose]: () => reader.cancel(),
  };
}

/** The one JSON-RPC message that a response carries, as JSON or as an event. */
export async function messageOf(response: Response): Promise<Record<string, unknown>> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return await response.json();
  await using events = eventsOf(response);
  while (true) {
    // The event that primes a stream for resumption is empty.
    const { data } = await events.next();
    if (data) return JSON.parse(data);
  }
}

/** Opens a session of 2025 and returns its headers. */
export async function openSession(
  server: TestServer,
  revision = "2025-06-18",
): Promise<Record<string, string>> {
  const response = await post(server, "/mcp", initialize(revision));
  await messageOf(response);
  const session = {
    "Mcp-Session-Id": response.headers.get("mcp-session-id")!,
    "MCP-Protocol-Version": revision,
  };
  await (await post(server, "/mcp", INITIALIZED, session)).body?.cancel();
  return session;
}
