/**
 * What HTTP+SSE (MCP 2024-11-05) requires of a server: the official suites have no scenarios for
 * that era.
 *
 * Like theirs, these check only what is on the wire, and nothing specific to one server.
 */
import assert from "node:assert/strict";
import { initializeParams, openReady, openSse, type SseSession } from "./session.ts";
import { ADD, ASK, type Subject, WAIT } from "./subject.ts";

export type Scenario = (subject: Subject) => Promise<void>;

async function isAlive(session: SseSession, id = "alive"): Promise<void> {
  assert.deepEqual((await session.ask("ping", undefined, id)).result, {});
}

const WAIT_WITH_PROGRESS = { ...WAIT, _meta: { progressToken: "token" } };

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  async "a stream begins with the endpoint, on the same origin, another for each session"({ sse }) {
    await using one = await openSse(sse);
    await using two = await openSse(sse);
    assert.match(one.contentType, /^text\/event-stream/);
    assert.equal(one.endpoint.origin, sse.origin);
    assert.notEqual(one.endpoint.href, two.endpoint.href);
  },

  async "initialize agrees on the revision and names the server"({ sse }) {
    await using session = await openSse(sse);
    const { result } = await session.ask("initialize", initializeParams("2024-11-05"));
    assert.equal(result?.protocolVersion, "2024-11-05");
    assert.equal(typeof result?.serverInfo, "object");
    assert.ok("tools" in (result?.capabilities as object));
  },

  async "initialize with an unknown revision is answered with a known one"({ sse }) {
    await using session = await openSse(sse);
    const { result } = await session.ask("initialize", initializeParams("1999-01-01"));
    assert.match(String(result?.protocolVersion), /^202\d-\d\d-\d\d$/);
  },

  async "ping is answered before and after the handshake"({ sse }) {
    await using early = await openSse(sse);
    await isAlive(early);
    await using ready = await openReady(sse);
    await isAlive(ready);
  },

  async "the tools are listed, each with its schema"({ sse }) {
    await using session = await openReady(sse);
    const { result } = await session.ask("tools/list");
    const tools = result?.tools as { name: string; inputSchema: { type: string } }[];
    assert.deepEqual(tools.map(({ name }) => name).sort(), ["add", "ask", "wait"]);
    assert.ok(tools.every(({ inputSchema }) => inputSchema.type === "object"));
  },

  async "a tool is called, and its result comes on the stream"({ sse }) {
    await using session = await openReady(sse);
    const { result } = await session.ask("tools/call", ADD);
    assert.deepEqual(result?.content, [{ type: "text", text: "42" }]);
  },

  async "ids come back as they were sent, of two calls at once each its own"({ sse }) {
    await using session = await openReady(sse);
    await Promise.all([session.send("tools/call", ADD, "a-1"), session.send("tools/call", ADD, 7)]);
    const ids = [(await session.next()).id, (await session.next()).id];
    assert.deepEqual(new Set(ids), new Set(["a-1", 7]));
  },

  async "an unknown method is a JSON-RPC error on the stream"({ sse }) {
    await using session = await openReady(sse);
    assert.equal((await session.ask("no/such/method")).error?.code, -32601);
    await isAlive(session);
  },

  async "progress carries the caller's token"({ sse }) {
    await using session = await openReady(sse);
    await session.send("tools/call", WAIT_WITH_PROGRESS, 5);
    const { method, params } = await session.next();
    assert.equal(method, "notifications/progress");
    assert.deepEqual(params, { progressToken: "token", progress: 1, total: 2 });
  },

  async "a cancelled call stops, and is not answered"({ sse, stopped }) {
    await using session = await openReady(sse);
    await session.send("tools/call", WAIT_WITH_PROGRESS, 5);
    await session.next();
    await session.send("notifications/cancelled", { requestId: 5, reason: "The user did." });
    await stopped;
    await isAlive(session);
  },

  async "cancelling what is unknown is ignored"({ sse }) {
    await using session = await openReady(sse);
    await session.send("notifications/cancelled", { requestId: 404 });
    await isAlive(session);
  },

  async "a client that goes away stops its calls, and its session is over"({ sse, stopped }) {
    const session = await openReady(sse);
    await session.send("tools/call", WAIT_WITH_PROGRESS, 5);
    await session.next();
    await session[Symbol.asyncDispose]();
    await stopped;
    assert.equal(await session.post(JSON.stringify({ jsonrpc: "2.0", id: 6, method: "ping" })), 404);
  },

  async "the server asks, the client answers by POST"({ sse }) {
    await using session = await openReady(sse, { sampling: {} });
    await session.send("tools/call", ASK, 5);
    const { id, method } = await session.next();
    assert.equal(method, "sampling/createMessage");
    const content = { type: "text", text: "Something." };
    await session.sendMessage({ id: id!, result: { role: "assistant", model: "none", content } });
    const answer = await session.next();
    assert.equal(answer.id, 5);
    assert.match(JSON.stringify(answer.result?.content), /Something/);
  },

  async "an answer that nobody asked for is ignored"({ sse }) {
    await using session = await openReady(sse);
    await session.sendMessage({ id: 404, result: {} });
    await isAlive(session);
  },

  async "answers go to the session that asked, and to no other"({ sse }) {
    await using one = await openReady(sse);
    await using two = await openReady(sse);
    await one.send("ping", undefined, "of one");
    await isAlive(two, "of two");
    assert.equal((await one.next()).id, "of one");
  },

  async "a session that does not exist is refused"({ sse }) {
    await using session = await openReady(sse);
    const elsewhere = new URL(session.endpoint);
    const [name] = [...elsewhere.searchParams.keys()];
    elsewhere.searchParams.set(name!, crypto.randomUUID());
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
    const headers = { "Content-Type": "application/json" };
    const { status, body: said } = await fetch(elsewhere, { method: "POST", headers, body });
    await said?.cancel();
    assert.equal(status, 404);
  },

  async "what is no JSON-RPC message is refused, and the session lives on"({ sse }) {
    await using session = await openReady(sse);
    for (const body of ["{", "[]", JSON.stringify({ id: 1 })]) {
      assert.equal(await session.post(body), 400, body);
    }
    await isAlive(session);
  },

  async "a foreign Origin is refused at both endpoints"({ sse }) {
    const headers = { Origin: "http://evil.example" };
    const stream = await fetch(sse, { headers: { ...headers, Accept: "text/event-stream" } });
    await stream.body?.cancel();
    assert.equal(stream.status, 403);
    await using session = await openReady(sse);
    assert.equal(await session.post(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }), headers), 403);
  },
};
