/** One HTTP+SSE session, as seen on the wire (MCP 2024-11-05, `basic/transports`). */
import assert from "node:assert/strict";
import { type Events, eventsOf, INITIALIZED } from "../../support/mcp_requests.ts";

export type Id = string | number;

export interface Message {
  readonly jsonrpc?: unknown;
  readonly id?: Id;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface SseSession extends AsyncDisposable {
  /** The address for messages, as named in the first event. */
  readonly endpoint: URL;
  readonly contentType: string;
  /** POSTs a body unchanged; resolves with the status. */
  post(body: string, headers?: Record<string, string>): Promise<number>;
  /** POSTs a request, or without an id a notification. */
  send(method: string, params?: unknown, id?: Id): Promise<void>;
  /** POSTs a message of any kind. */
  sendMessage(message: Message): Promise<void>;
  /** The next message on the stream. */
  next(): Promise<Message>;
  /** Sends a request and returns the next message, which must be its answer. */
  ask(method: string, params?: unknown, id?: Id): Promise<Message>;
}

/** How long a scenario may wait on a stream. */
const PATIENCE_MS = 10_000;

export async function openSse(url: URL): Promise<SseSession> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new Error("The stream is silent.")), PATIENCE_MS);
  const response = await fetch(url, { headers: { Accept: "text/event-stream" }, signal: patience.signal });
  assert.equal(response.status, 200);
  const events: Events = eventsOf(response);
  const first = await events.next();
  assert.equal(first.event, "endpoint", "the first event tells the endpoint");
  const endpoint = new URL(first.data, url);

  const post = async (body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body,
    });
    await answer.body?.cancel();
    return answer.status;
  };
  const sendMessage = async (message: Message) =>
    assert.equal(await post(JSON.stringify({ jsonrpc: "2.0", ...message })), 202);
  const send = (method: string, params?: unknown, id?: Id) =>
    sendMessage({ ...(id === undefined ? {} : { id }), method, ...(params ? { params } : {}) } as Message);
  const next = async (): Promise<Message> => {
    const { event, data } = await events.next();
    assert.equal(event, "message");
    const message: Message = JSON.parse(data);
    assert.equal(message.jsonrpc, "2.0");
    return message;
  };
  return {
    endpoint,
    contentType: response.headers.get("content-type") ?? "",
    post,
    send,
    sendMessage,
    next,
    async ask(method, params, id = 1) {
      await send(method, params, id);
      const answer = await next();
      assert.equal(answer.id, id, `the answer to ${method} carries its id`);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      await events[Symbol.asyncDispose]();
    },
  };
}

/** Opens a session and completes its handshake. */
export async function openReady(url: URL, capabilities: Record<string, unknown> = {}): Promise<SseSession> {
  const session = await openSse(url);
  await session.ask("initialize", initializeParams("2024-11-05", capabilities), "handshake");
  assert.equal(await session.post(INITIALIZED), 202);
  return session;
}

export function initializeParams(protocolVersion: string, capabilities: Record<string, unknown> = {}) {
  return { protocolVersion, capabilities, clientInfo: { name: "conformance", version: "1.0.0" } };
}
