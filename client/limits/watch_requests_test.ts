import assert from "node:assert/strict";
import type { Fetch } from "../../lib/fetch.ts";
import { watchRequests } from "./watch_requests.ts";

const URL_OF_MCP = "http://localhost/mcp";
const CALL = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "one" } });

/** A watch over answers that the test gives one by one, with a clock that the test moves. */
function start() {
  const answers: PromiseWithResolvers<Response>[] = [];
  const clock = { ms: 0 };
  const fetch: Fetch = () => {
    const answer = Promise.withResolvers<Response>();
    answers.push(answer);
    return answer.promise;
  };
  const watch = watchRequests(fetch, () => clock.ms);
  const headers = { accept: "application/json, text/event-stream" };
  const post = (body: string) => watch.fetch(URL_OF_MCP, { method: "POST", headers, body });
  return { ...watch, post, answers, clock };
}

/** A body whose pieces the test sends. */
function body() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (c) => void (controller = c) });
  const encoder = new TextEncoder();
  return {
    stream,
    send: (text: string) => controller.enqueue(encoder.encode(text)),
    end: () => controller.close(),
  };
}

Deno.test("a request is awaited from its start to the end of its body, with how far its answer is", async () => {
  const { post, awaited, answers, clock } = start();
  assert.equal(awaited(), undefined);
  const sent = post(CALL);
  clock.ms = 100;
  assert.deepEqual(awaited(), {
    url: new URL(URL_OF_MCP),
    method: "tools/call (one)",
    state: "none",
    status: undefined,
    headersMs: undefined,
    waitedMs: 100,
  });
  const { stream, send, end } = body();
  answers[0]!.resolve(new Response(stream, { status: 201 }));
  const reader = (await sent).body!.getReader();
  clock.ms = 250;
  const { state, status, headersMs, waitedMs } = awaited()!;
  assert.deepEqual([state, status, headersMs, waitedMs], ["headers", 201, 100, 250]);
  send("{");
  await reader.read();
  assert.equal(awaited()?.state, "body");
  end();
  await reader.read();
  assert.equal(awaited(), undefined);
});

Deno.test("a request that fails is not awaited any more", async () => {
  const { post, awaited, answers } = start();
  const sent = post(CALL);
  answers[0]!.reject(new TypeError("reset"));
  await assert.rejects(sent, /reset/);
  assert.equal(awaited(), undefined);
});

Deno.test("a standing stream is not blamed, a stream without its first event is", async () => {
  const { fetch, awaited, answers } = start();
  const opened = fetch("http://localhost/sse");
  assert.deepEqual([awaited()?.method, awaited()?.state], ["GET", "none"]);
  const { stream, send } = body();
  answers[0]!.resolve(new Response(stream));
  const reader = (await opened).body!.getReader();
  assert.equal(awaited()?.state, "headers");
  send("event: endpoint\n");
  await reader.read();
  assert.equal(awaited(), undefined);
  await reader.cancel();
});

Deno.test("a call that was accepted with 202 is awaited until an event comes on the stream", async () => {
  const { fetch, post, awaited, answers } = start();
  const opened = fetch("http://localhost/sse");
  const { stream, send } = body();
  answers[0]!.resolve(new Response(stream));
  const reader = (await opened).body!.getReader();
  send("event: endpoint\n");
  await reader.read();
  const sent = post(CALL);
  answers[1]!.resolve(new Response("Accepted", { status: 202 }));
  await sent;
  assert.deepEqual([awaited()?.method, awaited()?.state], ["tools/call (one)", "accepted"]);
  send(": keep-alive\n\n");
  await reader.read();
  assert.equal(awaited()?.state, "accepted");
  send("event: message\n");
  await reader.read();
  assert.equal(awaited(), undefined);
  await reader.cancel();
});

Deno.test("the newest of several requests is named; a body that is not JSON-RPC by its HTTP method", () => {
  const { post, awaited } = start();
  void post(CALL);
  void post('{"model":"m"}');
  assert.equal(awaited()?.method, "POST");
  void post('{"method":"ping"}');
  assert.equal(awaited()?.method, "ping");
});

Deno.test("a body that is not JSON is named by its HTTP method", () => {
  const { post, awaited } = start();
  void post("grant_type=refresh_token");
  assert.equal(awaited()?.method, "POST");
});

Deno.test("answers that are never read do not add up", async () => {
  const { post, watched, answers } = start();
  for (let count = 0; count < 1_500; count++) {
    const sent = post(CALL);
    answers[count]!.resolve(new Response(new ReadableStream()));
    await sent;
    assert.ok(watched() <= 1_000);
  }
});

Deno.test("in HTTP+SSE, a call that was answered with 200 is awaited on the stream as well; a question to a model is not", async () => {
  const { fetch, awaited, answers } = start();
  const call = fetch(URL_OF_MCP, { method: "POST", body: CALL });
  answers[0]!.resolve(new Response("ok"));
  await (await call).text();
  assert.deepEqual([awaited()?.state, awaited()?.status, awaited()?.method], [
    "accepted",
    200,
    "tools/call (one)",
  ]);
  const question = fetch("http://localhost/v1/chat/completions", { method: "POST", body: "{}" });
  answers[1]!.resolve(new Response("{}"));
  await (await question).text();
  assert.equal(awaited(), undefined);
});
